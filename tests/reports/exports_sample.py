"""A result whose every text would do harm somewhere, and one that tells of a person."""

from __future__ import annotations

from dataclasses import replace

from reports_sample import STANDARDS, sample_result

from commsaudit.model.outcome import Evidence
from commsaudit.model.result import AuditResult, WaiverNote
from commsaudit.reports.formats import FORMATS
from commsaudit.reports.interface import ReportContext

EVIL = '::error file=x,line=1::a%0Ab\r\n| <b onload="x">&amp; `c` [d](http://e.example) {0} ]]> \x1b[31m\x00\u202e #1 @f\n::set-env name=A::b'
ROOM = "3-1201"
REASON = "业主王先生（3-1201）电话13812345678"


def rendered(name: str, result: AuditResult, lang: str = "en", **more: object) -> bytes:
    (part,) = FORMATS[name].parts(result, replace(ReportContext(lang, STANDARDS), **more))
    return b"".join(part.chunks)


def hostile() -> AuditResult:
    """P01 with EVIL wherever a log or a waiver may put a text."""
    result = sample_result("P01")
    source = Evidence("complaints", f"a,b:c/{EVIL}.csv", 12)
    return replace(
        result,
        projects=tuple(replace(each, name=EVIL) for each in result.projects),
        findings=tuple(
            replace(
                each,
                record_id=EVIL,
                detail=EVIL,
                source=source,
                waiver=each.waiver and WaiverNote(EVIL, EVIL, each.waiver.expires_on),
            )
            for each in result.findings
        ),
    )


def private() -> AuditResult:
    """P01 whose findings are of a household, which has its room for an id, and whose waiver tells of its owner."""
    result = sample_result("P01")
    return replace(
        result,
        findings=tuple(
            replace(
                each,
                id=f"supervision/{each.clause}/P01/{ROOM}",
                record_id=ROOM,
                source=Evidence("households", "households.csv", 7),
                waiver=each.waiver and WaiverNote(REASON, "李女士", each.waiver.expires_on),
            )
            for each in result.findings
        ),
    )
