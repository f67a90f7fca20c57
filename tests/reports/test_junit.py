"""The JUnit file, read by junitparser and by Python's XML reader."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pytest
from exports_sample import hostile, rendered
from junitparser import Error, Failure, JUnitXml, Skipped
from reports_sample import sample_result


def read(*projects: str) -> JUnitXml:
    return JUnitXml.fromfile(io.BytesIO(rendered("junit", sample_result(*projects))))


def test_a_case_for_each_clause_and_project():
    """P01: 7 clauses, the others 5 each."""
    suites = list(read())
    assert [(suite.name, len(list(suite))) for suite in suites] == [
        ("P01 望江苑", 7),
        ("P02 Riverside Court", 5),
        ("P03", 5),
        ("P04 春江花月商业广场二期", 5),
    ]


def test_the_counts_are_those_of_the_cases():
    """P01: 2.3.3, 6.2.1 and CB-1 failed, 6.2.3 erred, 2.5.1 and CB-9 are not assessed; P02 and P03: 5 skipped each."""
    stated, counted = read(), read()
    counted.update_statistics()
    for report in (stated, counted):
        assert (report.tests, report.failures, report.errors, report.skipped) == (22, 3, 1, 12)


@pytest.mark.parametrize(
    ("project", "clause", "kind"),
    [
        ("P01", "2.3.3", Failure),
        ("P01", "CB-1", Failure),
        ("P01", "6.2.3", Error),
        ("P01", "2.5.1", Skipped),
        ("P02", "2.3.3", Skipped),
        ("P03", "6.2.1", Skipped),
    ],
)
def test_the_status_of_a_case(project, clause, kind):
    (suite,) = read(project)
    (case,) = [case for case in suite if case.name.split()[0] == clause]
    (said,) = case.result
    assert isinstance(said, kind)


def test_nothing_that_was_not_judged_passes():
    (suite,) = read("P03")
    assert all(isinstance(said, Skipped) for case in suite for said in case.result)
    assert all(case.result for case in suite)


def test_what_xml_cannot_hold_is_replaced_and_the_rest_survives():
    data = rendered("junit", hostile())
    root = ET.fromstring(data)
    suite = root.find("testsuite")
    assert suite is not None
    assert '<b onload="x">&amp; `c`' in suite.attrib["name"]
    assert "\ufffd[31m\ufffd" in suite.attrib["name"]
    text = "".join(root.itertext())
    assert "]]>" in text
    assert "::set-env name=A::b" in text
    assert {child.tag for child in root.iter()} == {
        "testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped",
    }  # fmt: skip
