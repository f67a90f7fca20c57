"""Plants: surveys of the owners out of season, incomplete, late or without consequence (OC-14 to OC-21)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.planted import Breach, Plant, Planting, Site, escaped, next_day, tagged
from commsaudit.demo.world import Row, day, moment, text


def _survey(site: Site, due: Callable[[Row], datetime | None]) -> Row:
    """The survey of which ``due`` lies in the unit; the others who break it break other columns of it."""
    for row in site.world.of("surveys", site.project):
        moment_ = due(row) if row["kind"] == "satisfaction" else None
        if moment_ is not None and site.unit.starts_on <= moment_.date() <= site.unit.ends_on:
            return row
    raise LookupError(f"surveys of {site.project.id} in {site.when}")


def surveyed_in_may(site: Site) -> list[Breach]:
    """The mid-year survey goes out ten days early, still in May."""
    row = _survey(site, _handed_out)
    for column, value in row.items():
        if isinstance(value, date):
            row[column] = value - timedelta(days=10)
    return site.breach("OC-14", f"{site.unit.starts_on.year}-H1", site.unit.ends_on)


def _handed_out(row: Row) -> datetime:
    return dates.eod(day(row, "distributed_on"))


def _back_by(row: Row) -> datetime:
    return dates.wd(day(row, "distributed_on"), 15)


def _published_by(row: Row) -> datetime:
    return dates.wd(day(row, "distributed_on"), 30)


def sheets_back_late(site: Site) -> list[Breach]:
    """The sheets are back on the sixteenth working day."""
    row = _survey(site, _back_by)
    row["collected_on"] = dates.working_day(_back_by(row))
    return site.breach("OC-15", text(row, "survey_id"), _back_by(row))


def sheets_never_back(site: Site) -> list[Breach]:
    """Nobody wrote down when the sheets came back."""
    row = _survey(site, _back_by)
    row["collected_on"] = None
    return site.breach("OC-15", text(row, "survey_id"), _back_by(row))


def _not_for_everyone(scope: str | None) -> Plant:
    def handed_out(site: Site) -> list[Breach]:
        """A mid-year survey that is no sample, and yet not for everyone: two clauses ask for more."""
        row = _survey(site, _handed_out)
        row["scope"] = scope
        due = day(row, "distributed_on")
        return [*site.breach("OC-16", text(row, "survey_id"), due), *site.breach("SS-13", text(row, "survey_id"), due)]

    return handed_out


def few_sheets_back(site: Site) -> list[Breach]:
    """Less than sixty in a hundred came back, and less than planned."""
    row = _survey(site, _back_by)
    row["collected"] = 7
    due = _back_by(row)
    return [*site.breach("OC-17", text(row, "survey_id"), due), *site.breach("SS-9", text(row, "survey_id"), due)]


def _late(clause: str, column: str) -> Plant:
    def late(site: Site) -> list[Breach]:
        """A step of the survey comes the day after the thirtieth working day."""
        row = _survey(site, _published_by)
        row[column] = (_published_by(row) + timedelta(days=1)).date()
        return site.breach(clause, text(row, "survey_id"), _published_by(row))

    return late


def _worst(site: Site, survey: Row) -> str:
    """The question with which most were dissatisfied, the first by name of several."""
    blamed = [
        text(row, "question")
        for row in site.world.of("survey_answers", site.project)
        if row["survey_id"] == survey["survey_id"] and row["choice"] in ("不满意", "很不满意")
    ]
    return min(blamed, key=lambda question: (-blamed.count(question), question))


def cause_left_alone(site: Site) -> list[Breach]:
    """The measure for what most were dissatisfied with is approved too late."""
    row = _survey(site, _published_by)
    question, due = _worst(site, row), _published_by(row)
    for action in site.world.of("actions", site.project):
        if action["related_id"] == row["survey_id"] and action["topic"] == question:
            action["approved_at"] = next_day(due)
    return site.breach("OC-20", tagged(row, "survey_id", escaped(question)), due)


def _copied_by(row: Row) -> datetime | None:
    return None if row["report_at"] is None else dates.wd(moment(row, "report_at"), 5)


def statistics_copied_late(site: Site) -> list[Breach]:
    """The quality department has the statistics on the sixth working day."""
    row = _survey(site, _copied_by)
    due = dates.wd(moment(row, "report_at"), 5)
    row["cc_quality_at"] = next_day(due)
    return site.breach("OC-21", text(row, "survey_id"), due)


PLANTINGS: tuple[Planting, ...] = (
    (surveyed_in_may, "P05", "2026-06"),
    (surveyed_in_may, "P08", "2026-06"),
    (sheets_back_late, "P03", "2026-03"),
    (sheets_never_back, "P09", "2026-06"),
    (_not_for_everyone(None), "P01", "2026-03"),
    (_not_for_everyone("census"), "P09", "2026-06"),
    (few_sheets_back, "P04", "2026-03"),
    (few_sheets_back, "P03", "2026-06"),
    (_late("OC-18", "analysed_on"), "P10", "2026-02"),
    (_late("OC-18", "analysed_on"), "P08", "2026-04"),
    (_late("OC-19", "published_on"), "P02", "2026-01"),
    (_late("OC-19", "published_on"), "P06", "2026-04"),
    (cause_left_alone, "P04", "2026-01"),
    (cause_left_alone, "P08", "2026-02"),
    (statistics_copied_late, "P07", "2026-02"),
    (statistics_copied_late, "P09", "2026-04"),
)
