"""The fourteen procedures in the demo company, a module each: ``build`` completes the world, ``PLANTINGS`` break it."""

from __future__ import annotations

from commsaudit.demo.procedures import (
    callbacks,
    client_communication,
    committee,
    complaint_intake,
    customer_communication,
    employee_relations,
    hospital,
    internal_communication,
    owner_communication,
    presales,
    satisfaction_survey,
    service_communication,
    steward_visits,
    student_housing,
)

PROCEDURES = (
    owner_communication,
    callbacks,
    complaint_intake,
    client_communication,
    committee,
    customer_communication,
    internal_communication,
    employee_relations,
    service_communication,
    satisfaction_survey,
    steward_visits,
    presales,
    student_housing,
    hospital,
)
"""In the order in which they complete the world."""
