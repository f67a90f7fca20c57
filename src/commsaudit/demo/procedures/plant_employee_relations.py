"""Plants: the staff's survey, grievances, talks and interviews, audits and news (EM)."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Planting, Site, next_day
from commsaudit.demo.world import Row, day, moment, text


def _answer_due(row: Row) -> datetime | None:
    return dates.days(moment(row, "report_at"), 30) if row["kind"] == "employee" else None


def answered_late(site: Site) -> list[Breach]:
    """What came of the staff's survey is published a day late."""
    row = site.take("surveys", _answer_due)
    due = dates.days(moment(row, "report_at"), 30)
    row["published_on"] = next_day(due).date()
    return site.breach("EM-2", text(row, "survey_id"), due)


def never_answered(site: Site) -> list[Breach]:
    """The staff never hear what came of their survey."""
    row = site.take("surveys", _answer_due)
    row["published_on"] = None
    return site.breach("EM-2", text(row, "survey_id"), dates.days(moment(row, "report_at"), 30))


def _unsigned(row: Row) -> bool:
    return row["form"] == "written" and row["named"] is False


def unsigned_accepted(site: Site) -> list[Breach]:
    """A letter without a name is taken up."""
    row = site.take("grievances", lambda row: moment(row, "raised_at"), _unsigned)
    row["accepted"] = True
    return site.breach("EM-3", text(row, "grievance_id"), moment(row, "raised_at"))


def _decision_due(row: Row) -> datetime | None:
    return None if _unsigned(row) else dates.wd(moment(row, "raised_at"), 15)


def told_late(site: Site) -> list[Breach]:
    """The decision is taken in time, but the employee hears of it a day late."""
    row = site.take("grievances", _decision_due)
    due = dates.wd(moment(row, "raised_at"), 15)
    row["notified_at"] = next_day(due)
    return site.breach("EM-4", text(row, "grievance_id"), due)


def never_decided(site: Site) -> list[Breach]:
    """A grievance is taken up and left lying."""
    row = site.take("grievances", _decision_due)
    row.update(decided_at=None, notified_at=None)
    return site.breach("EM-4", text(row, "grievance_id"), dates.wd(moment(row, "raised_at"), 15))


def _filing_due(row: Row) -> datetime | None:
    return None if row["left_on"] is None or row["exit_interview_declined"] else dates.wd(day(row, "left_on"), 3)


def _interviews(site: Site, kind: str, row: Row) -> list[Row]:
    return [
        found
        for found in site.world.of("meetings", site.project)
        if found["kind"] == kind and found["staff_id"] == row["staff_id"]
    ]


def interviewed_after_leaving(site: Site) -> list[Breach]:
    """Who left is asked the day after."""
    row = site.take("staff", _filing_due)
    for found in _interviews(site, "exit_interview", row):
        found["held_at"] = next_day(day(row, "left_on"))
        found["minutes_at"] = dates.at(moment(found, "held_at"), 11)
    return site.breach("EM-6", text(row, "staff_id"), dates.wd(day(row, "left_on"), 3))


def interview_not_filed(site: Site) -> list[Breach]:
    """Nobody wrote down what was said."""
    row = site.take("staff", _filing_due)
    for found in _interviews(site, "exit_interview", row):
        found.update(minutes_at=None, minutes_by=None, sections=None)
    return site.breach("EM-6", text(row, "staff_id"), dates.wd(day(row, "left_on"), 3))


def _change_due(row: Row) -> datetime:
    return dates.days(day(row, "occurred_on"), 7)


def interviewed_too_early(site: Site) -> list[Breach]:
    """The only interview was on the seventh day before."""
    row = site.take("staff_changes", _change_due)
    for found in _interviews(site, "work_interview", row):
        found["held_at"] = dates.at(day(row, "occurred_on") - timedelta(days=7), 15)
    return site.breach("EM-7", text(row, "change_id"), _change_due(row))


def not_interviewed(site: Site) -> list[Breach]:
    """A change of post or pay that nobody talked over."""
    row = site.take("staff_changes", _change_due)
    site.drop("meetings", _interviews(site, "work_interview", row))
    return site.breach("EM-7", text(row, "change_id"), _change_due(row))


def _audit_due(row: Row) -> datetime | None:
    return dates.eod(day(row, "left_on")) if row["left_on"] is not None and row["key_post"] else None


def _audits(site: Site, row: Row) -> list[Row]:
    return [
        found
        for found in site.world.of("documents", site.project)
        if found["kind"] == "exit_audit" and found["owner_id"] == row["staff_id"]
    ]


def audited_late(site: Site) -> list[Breach]:
    """The accountant is audited when already gone."""
    row = site.take("staff", _audit_due)
    for found in _audits(site, row):
        found["prepared_at"] = next_day(day(row, "left_on"))
    return site.breach("EM-8", text(row, "staff_id"), day(row, "left_on"))


def not_audited(site: Site) -> list[Breach]:
    """The accountant goes without an audit."""
    row = site.take("staff", _audit_due)
    site.drop("documents", _audits(site, row))
    return site.breach("EM-8", text(row, "staff_id"), day(row, "left_on"))


def _bulletin(site: Site) -> Row:
    return site.find("documents", lambda row: row["kind"] == "staff_bulletin" and row["period"] == site.when)


def news_late(site: Site) -> list[Breach]:
    """The quarter's news come out on the first of the next."""
    _bulletin(site)["published_at"] = next_day(site.unit.ends_on)
    return site.breach("EM-9", site.when, site.unit.ends_on)


def no_news(site: Site) -> list[Breach]:
    """The staff hear nothing in a whole quarter."""
    site.drop("documents", [_bulletin(site)])
    return site.breach("EM-9", site.when, site.unit.ends_on)


PLANTINGS: tuple[Planting, ...] = (
    (faulted("EM-1", "问卷要求填写姓名"), "P01", "2026-03"),
    (faulted("EM-1", "上年度未开展员工意见调查"), "P12", "2026-05"),
    (answered_late, "P05", "2026-03"),
    (never_answered, "P13", "2026-03"),
    (never_answered, "P02", "2026-Q2"),
    (unsigned_accepted, "P01", "2026-03"),
    (unsigned_accepted, "P04", "2026-06"),
    (told_late, "P02", "2026-03"),
    (never_decided, "P11", "2026-06"),
    (faulted("EM-5", "三名员工的单独沟通不足两小时"), "P02", "2026-03"),
    (faulted("EM-5", "单独沟通无记录"), "P01", "2026-05"),
    (interviewed_after_leaving, "P01", "2026-03"),
    (interview_not_filed, "P09", "2026-05"),
    (interviewed_too_early, "P12", "2026-03"),
    (not_interviewed, "P03", "2026-05"),
    (not_interviewed, "P01", "2026-02"),
    (not_audited, "P13", "2026-03"),
    (audited_late, "P03", "2026-04"),
    (no_news, "P11", "2026-Q1"),
    (news_late, "P02", "2026-Q2"),
    (faulted("EM-10", "财务岗交接清单缺监交人签字"), "P03", "2026-03"),
    (faulted("EM-10", "离职前工作未交接完毕"), "P02", "2026-05"),
)
