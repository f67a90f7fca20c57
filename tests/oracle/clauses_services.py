"""Clauses 4 to 7: home services, the committee, merchants, moving in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from oracle.judge import Found, Row, View, clause, has, tagged
from oracle.moments import before, by, day, eod, not_after, within


@clause("4.1.1", "staff")
def _certificates(view: View) -> Iterator[Found]:
    last = view.ends_on
    for row in view.rows("staff", special_post=True) if view.is_standing else ():
        joined, left, expires = row["joined_on"], row["left_on"], row["certificate_expires_on"]
        if (joined is None or joined <= last) and (left is None or left > last):
            valid = expires is None or expires >= last
            yield row["staff_id"], view.end, row["certificate_no"] and valid


@clause("4.2.1", "home_services")
def _assigned(view: View, assign_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("home_services"):
        due = view.by_.wd(row["requested_at"], assign_working_days)
        times = by(row["recorded_at"], due) and by(row["assigned_at"], due)
        yield row["service_id"], due, times and row["handler_id"]


@clause("4.3.1", "notices")
def _fees(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "", view.end, view.notice_in_force("fee_standard")


@clause("4.3.2", "home_services")
def _overcharge(view: View) -> Iterator[Found]:
    for row in view.rows("home_services"):
        done, price = row["completed_at"], row["list_price"]
        if done is not None and row["charged"] is not None and row["charged"] > 0:
            due = row["requested_at"] if before(done, row["requested_at"]) else done
            yield row["service_id"], due, price is not None and row["charged"] <= price


@clause("4.4.1", "home_services", "contacts")
def _rate(view: View, callback_days: int = 7, min_rate: Decimal = Decimal("0.90")) -> Iterator[Found]:
    def is_called(row: Row) -> bool:
        return any(
            not_after(row["completed_at"], each["started_at"])
            and by(each["started_at"], view.by_.days(row["completed_at"], callback_days))
            and all(each[f"rated_{what}"] is not None for what in ("timeliness", "skill", "attitude"))
            for each in view.contacts("service_callback", row["service_id"])
        )

    done = [row for row in view.rows("home_services") if row["completed_at"] is not None]
    for month in filter(view.owes, view.months()):
        those = [
            row for row in done if within(view.by_.days(row["completed_at"], callback_days), month.first, month.last)
        ]
        if those:
            yield month.label, view.by_.end(month.last), sum(map(is_called, those)) >= min_rate * len(those)


@clause("4.5.1", "home_services", "documents")
def _analysis(view: View, quarterly_day: int = 10) -> Iterator[Found]:
    for quarter in view.quarters():
        about = quarter.previous()
        busy = any(within(row["completed_at"], about.first, about.last) for row in view.rows("home_services"))
        if view.owes(about) and busy:
            due = view.by_.dom(quarter.first, quarterly_day)
            yield (
                quarter.label,
                due,
                any(
                    by(row["prepared_at"], due) and has(row, "sections", "satisfaction", "opinions")
                    for row in view.documents("home_service_analysis", about)
                ),
            )


@clause("4.5.2", "documents")
def _measures(view: View, quarterly_day: int = 10) -> Iterator[Found]:
    for quarter in view.quarters():
        due = view.by_.dom(quarter.first, quarterly_day)
        papers = view.documents("home_service_analysis", quarter.previous())
        such = [row for row in papers if by(row["prepared_at"], due)]
        if view.owes(quarter.previous()) and such:
            yield quarter.label, due, any(has(row, "sections", "measures") for row in such)


@clause("4.6.1", "documents")
def _custody_papers(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "", view.end, all(map(view.document_in_force, ("custody_policy", "custody_list")))


@clause("4.6.2", "custody")
def _signed(view: View) -> Iterator[Found]:
    for row in view.rows("custody"):
        began, returned = row["received_at"], row["returned_at"]
        yield tagged(row["item_id"], "in"), began, row["received_signed"] and row["keep_until"] is not None
        due = began if before(returned, began) else returned
        yield tagged(row["item_id"], "out"), due, row["returned_signed"]


@clause("4.6.3", "custody")
def _valuables(view: View) -> Iterator[Found]:
    for row in view.rows("custody"):
        yield row["item_id"], row["received_at"], not row["valuable"]


def _has_committee(view: View) -> bool:
    formed = view.project["committee_formed_on"]
    return formed is not None and formed <= view.ends_on


@clause("5.1.1", "projects", "documents")
def _formation(view: View) -> Iterator[Found]:
    if view.is_standing and _has_committee(view):
        yield (
            "",
            view.end,
            any(
                by(row["prepared_at"], view.end)
                and has(row, "sections", "preparation", "candidates", "election", "filing")
                for row in view.rows("documents", kind="committee_formation")
            ),
        )


@clause("5.2.1", "projects", "documents", "committee_funds")
def _funds(view: View) -> Iterator[Found]:
    if view.is_standing and _has_committee(view):
        yield "#policy", view.end, view.document_in_force("committee_fund_policy")
    for row in view.rows("committee_funds"):
        due = eod(row["occurred_on"])
        yield row["entry_id"], due, by(row["approved_at"], due)


@clause("5.3.1", "projects", "documents", "letters")
def _communication(view: View, archive_days: int = 7) -> Iterator[Found]:
    subjects = ("report", "major_repair", "facility_renewal", "owner_interest")
    for row in view.rows("letters", party="committee", direction="out"):
        if row["subject"] in subjects and row["sent_at"] is not None:
            due = view.by_.days(row["sent_at"], archive_days)
            yield row["letter_id"], due, by(row["archived_at"], due)
    for quarter in view.quarters():
        due = view.by_.dom(quarter.first, 20)
        is_owed = view.type == "residential" and view.owes(quarter.previous())
        if is_owed and by(view.project["committee_formed_on"], due):
            papers = view.documents("management_service_report", quarter.previous())
            yield f"{quarter.label}#report", due, any(by(row["committee_signed_at"], due) for row in papers)


def _merchants(view: View, kind: str) -> list[Row]:
    last = view.ends_on
    return [
        row
        for row in view.rows("merchants", kind=kind)
        if view.is_standing
        and (row["moved_in_on"] is None or row["moved_in_on"] <= last)
        and (row["moved_out_on"] is None or row["moved_out_on"] > last)
    ]


def _all(row: Row, names: str) -> bool:
    return all(row[name] for name in names.split())


@clause("6.1.1", "merchants", "documents")
def _shop_policy(view: View) -> Iterator[Found]:
    if _merchants(view, "shop"):
        yield "", view.end, view.document_in_force("merchant_policy")


@clause("6.2.1", "merchants")
def _agreements(view: View) -> Iterator[Found]:
    for row in _merchants(view, "shop"):
        yield row["merchant_id"], view.end, _all(row, "service_agreement fire_agreement staff_register bank_agreement")


@clause("6.2.2", "merchants")
def _shop_files(view: View) -> Iterator[Found]:
    for row in _merchants(view, "shop"):
        if row["moved_in_on"] is not None and view.by_.months(row["moved_in_on"], 3) <= view.end:
            archived = by(row["archived_on"], view.end)
            yield row["merchant_id"], view.end, archived and _all(row, "licence_copy id_copies photos")


@clause("6.3.1", "merchants")
def _partner_files(view: View) -> Iterator[Found]:
    for row in _merchants(view, "partner"):
        yield row["merchant_id"], view.end, _all(row, "licence_copy product_certificate promoter_id")


@clause("6.3.2", "merchants")
def _partner_approval(view: View) -> Iterator[Found]:
    for row in _merchants(view, "partner"):
        yield row["merchant_id"], view.end, by(row["approved_at"], view.end)


@clause("6.3.3", "merchants")
def _partner_supervisor(view: View) -> Iterator[Found]:
    for row in _merchants(view, "partner"):
        yield row["merchant_id"], view.end, row["supervisor_id"]


@clause("7.1.1", "projects", "documents")
def _delivery_plan(view: View) -> Iterator[Found]:
    delivered, started = view.project["delivered_on"], view.project["service_started_on"]
    if delivered is not None:
        plan_by = view.by_.months(delivered, -2)
        if started is None or started <= day(plan_by):
            yield (
                "",
                eod(delivered),
                any(
                    by(row["prepared_at"], plan_by) and has(row, "sections", "training", "takeover", "site", "process")
                    for row in view.rows("documents", kind="delivery_plan")
                ),
            )


def _residents(view: View) -> list[Row]:
    return [row for row in view.rows("households") if view.is_standing and by(row["moved_in_on"], view.end)]


@clause("7.2.1", "households")
def _household_files(view: View) -> Iterator[Found]:
    for row in _residents(view):
        met = _all(row, "move_in_notice id_copies owner_card covenant bank_agreement")
        yield row["household_id"], view.end, met


@clause("7.3.1", "projects", "documents")
def _property_policies(view: View) -> Iterator[Found]:
    if view.is_standing:
        there = [view.document_in_force("customer_property_policy"), view.document_in_force("key_policy")]
        yield "", view.end, any(there) if view.is_class_a else all(there)


@clause("7.3.2", "documents")
def _property_count(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "#list", view.end, view.document_in_force("property_list")
    for month in filter(view.owes, view.months()):
        due = view.by_.end(month.last)
        yield (
            month.label,
            due,
            any(
                by(row["prepared_at"], due) and (not row["changed"] or by(row["submitted_at"], due))
                for row in view.documents("property_count", month)
            ),
        )


@clause("7.3.3", "keys")
def _keys_received(view: View) -> Iterator[Found]:
    for row in view.rows("keys", action="receive"):
        yield row["record_id"], row["acted_at"], row["in_register"] and row["agreement_signed"]


@clause("7.3.4", "documents", "keys")
def _keys_used(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "#custodian", view.end, view.document_in_force("key_custodian")
    for row in view.rows("keys", action="use"):
        yield row["record_id"], row["acted_at"], row["recorded"] and not_after(row["authorised_at"], row["acted_at"])


@clause("7.4.1", "households")
def _agents(view: View) -> Iterator[Found]:
    for row in _residents(view):
        if row["by_agent"]:
            yield row["household_id"], view.end, row["agent_authorization"] and row["agent_id_copy"]


def _insured(view: View, kind: str) -> bool:
    policies = view.rows("insurance", kind=kind)
    return any(row["starts_on"] <= view.ends_on <= row["ends_on"] for row in policies)


@clause("7.5.1", "projects", "insurance")
def _liability(view: View) -> Iterator[Found]:
    delivered = view.project["delivered_on"]
    if view.is_standing and delivered is not None and delivered <= view.ends_on:
        yield "#public_liability", view.end, _insured(view, "public_liability")
        if view.by_.months(delivered, 12) <= view.end:
            yield "#property_all_risks", view.end, _insured(view, "property_all_risks")


@clause("7.5.2", "projects", "insurance")
def _machinery(view: View, old_after_months: int = 24) -> Iterator[Found]:
    delivered = view.project["delivered_on"]
    if view.is_standing and delivered is not None and view.by_.months(delivered, old_after_months) <= view.end:
        yield "", view.end, _insured(view, "machinery")


@clause("7.6.1", "documents")
def _price_filing(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "", view.end, view.document_in_force("price_filing")
