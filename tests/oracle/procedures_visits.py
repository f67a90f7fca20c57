"""Owner communication (OC) and steward visits (SV): notices, visits, surveys, callbacks and the stewards' plans."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from oracle.clauses_complaints import kept, promise
from oracle.judge import HEAD_OR_HIGHER, Found, Row, View, clause, escape, tagged
from oracle.moments import Span, at, before, by, day, eod, is_bare, not_after, within

VISIT = "visit"
BY_PERSON = frozenset({"door", "phone"})
FACE_TO_FACE = frozenset({"door", "office", "outdoor"})
STEWARDS = frozenset({"steward", "chief_steward"})


# ------------------------------------------------------------------ what the two procedures share


def _hours(value: datetime, count: int) -> datetime:
    """hours(t, n): of a bare date from that day's last microsecond."""
    return (eod(value) if is_bare(value) else value) + timedelta(hours=count)


def _calls(view: View, purpose: str, name: str, closed: datetime, due: datetime, *modes: str) -> list[Row]:
    """Callbacks of a record, begun from its end to ``due``, in one of these modes."""
    return [
        row
        for row in view.contacts(purpose, name)
        if row["mode"] in modes and not_after(closed, row["started_at"]) and by(row["started_at"], due)
    ]


def _people(view: View, contact: Row) -> set[str | None]:
    """The roles of staff_role and companions."""
    return {view.role(contact), *(contact["companions"] or ())}


def _started_in(view: View, unit: Span, **columns: object) -> list[Row]:
    return [row for row in view.rows("contacts", **columns) if within(row["started_at"], unit.first, unit.last)]


def _surveys(view: View) -> list[Row]:
    return [row for row in view.rows("surveys", kind="satisfaction") if row["distributed_on"] is not None]


# ------------------------------------------------------------------ OC: works, notices, complaints


def _announced(view: View, work: Row, *kinds: str) -> bool:
    return any(
        row["kind"] in kinds and before(row["published_at"], work["starts_at"])
        for row in view.rows("notices", related_id=work["work_id"])
    )


@clause("OC-1", "works", "notices")
def _spraying(view: View) -> Iterator[Found]:
    for row in view.rows("works", kind="spraying"):
        yield row["work_id"], row["starts_at"], _announced(view, row, "spraying") and row["warning_sign"]


@clause("OC-2", "works", "notices")
def _outages(view: View) -> Iterator[Found]:
    for row in view.rows("works"):
        if row["kind"] in ("water_outage", "power_outage"):
            yield row["work_id"], row["starts_at"], _announced(view, row, "water_outage", "power_outage")


@clause("OC-3", "works", "notices")
def _disturbing(view: View) -> Iterator[Found]:
    for row in view.rows("works"):
        if row["kind"] in ("elevator", "installation", "other"):
            yield row["work_id"], row["starts_at"], row["warning_sign"] or _announced(view, row, "works", "general")


@clause("OC-4", "notices")
def _safety(view: View, min_notices: int = 1) -> Iterator[Found]:
    for quarter in filter(view.owes, view.quarters()):
        told = [
            row
            for row in view.rows("notices")
            if row["kind"] in ("safety", "law") and within(row["published_at"], quarter.first, quarter.last)
        ]
        yield quarter.label, view.by_.end(quarter.last), len(told) >= min_notices


@clause("OC-5", "documents")
def _accounts(view: View, publish_days: int = 15) -> Iterator[Found]:
    for row in view.rows("documents", kind="financial_statement"):
        if row["prepared_at"] is not None:
            due = view.by_.days(row["prepared_at"], publish_days)
            yield row["document_id"], due, by(row["published_at"], due)


@clause("OC-6", "complaints", "contacts")
def _outcome(view: View, inform_working_days: int = 3) -> Iterator[Found]:
    for row in view.rows("complaints", valid=True):
        name, closed = row["complaint_id"], row["closed_at"]
        if closed is not None:
            due = view.by_.wd(closed, inform_working_days)
            told = [*view.contacts("feedback", name), *view.contacts("complaint_callback", name)]
            yield name, due, any(not_after(closed, e["started_at"]) and by(e["started_at"], due) for e in told)


@clause("OC-7", "complaints")
def _explained(view: View, explain_working_days: int = 5) -> Iterator[Found]:
    for row in view.rows("complaints", valid=False):
        due = view.by_.wd(row["received_at"], explain_working_days)
        yield row["complaint_id"], due, by(row["explained_at"], due)


# ------------------------------------------------------------------ OC: visits

QUOTA = ((300, "0.04"), (500, "0.05"), (800, "0.06"), (0, "0.07"))


@clause("OC-8", "projects", "contacts")
def _quota(view: View, quota: Sequence[tuple[int, str]] = QUOTA) -> Iterator[Found]:
    households, occupied = view.project["households"], view.project["occupied_households"]
    if households is None or occupied is None:
        return
    rate = next(Decimal(share) for limit, share in quota if limit == 0 or households <= limit)
    for month in filter(view.owes, view.months()):
        seen = {row["household_id"] for row in _started_in(view, month, purpose=VISIT)} - {None}
        yield month.label, view.by_.end(month.last), len(seen) >= math.ceil(rate * occupied)


@clause("OC-9", "contacts")
def _recorded(view: View) -> Iterator[Found]:
    for row in view.rows("contacts", purpose=VISIT):
        signed = row["mode"] not in FACE_TO_FACE or row["signed"] or row["signature_refused"]
        yield row["contact_id"], row["started_at"], row["form_no"] and signed


@clause("OC-10", "contacts")
def _fed_back(view: View, feedback_days: int = 7) -> Iterator[Found]:
    for row in view.rows("contacts", needs_feedback=True):
        if row["purpose"] in (VISIT, "interview"):
            began, back = row["started_at"], row["fed_back_at"]
            due, moved = promise(row["reply_promised_at"], began, view.by_.days(began, feedback_days))
            yield row["contact_id"], due, not_after(began, back) and kept(back, due, moved)


@clause("OC-11", "contacts")
def _appointment(view: View, tolerance_minutes: int = 30) -> Iterator[Found]:
    for row in view.rows("contacts", purpose=VISIT, mode="door"):
        agreed, began = row["appointment_at"], row["started_at"]
        if agreed is None:
            met = False
        elif is_bare(agreed) or is_bare(began):
            met = day(agreed) == day(began)
        else:
            met = abs(began - agreed) <= timedelta(minutes=tolerance_minutes)
        yield row["contact_id"], began, met


def _clock(value: str) -> timedelta:
    hours, minutes = map(int, value.split(":"))
    return timedelta(hours=hours, minutes=minutes)


def _time_of_day(value: datetime) -> timedelta:
    return value - at(value.date())


@clause("OC-12", "contacts")
def _not_late(view: View, earliest: str = "07:00", latest: str = "22:00") -> Iterator[Found]:
    for row in view.rows("contacts", purpose=VISIT, mode="door"):
        began = row["started_at"]
        if not is_bare(began):
            yield row["contact_id"], began, _clock(earliest) <= _time_of_day(began) <= _clock(latest)


@clause("OC-13", "documents")
def _visit_summary(view: View) -> Iterator[Found]:
    for month in view.months():
        if view.owes(month.previous()):
            due = view.by_.dom(month.first, 5)
            listed = view.documents("visit_summary", month.previous())
            yield month.label, due, any(by(row["submitted_at"], due) for row in listed)


@clause("OC-22", "contacts")
def _supervisor(view: View) -> Iterator[Found]:
    for month in filter(view.owes, view.months()):
        visits = _started_in(view, month, purpose=VISIT)
        yield month.label, view.by_.end(month.last), any(view.role(row) == "service_supervisor" for row in visits)


# ------------------------------------------------------------------ OC: surveys


@clause("OC-14", "surveys")
def _twice_a_year(view: View) -> Iterator[Found]:
    for half in filter(view.owes, view.units(6)):
        month = half.last.replace(day=1)
        met = any(within(row["distributed_on"], month, half.last) for row in _surveys(view))
        yield half.label, view.by_.end(half.last), met


@clause("OC-15", "surveys")
def _returned(view: View, return_working_days: int = 15) -> Iterator[Found]:
    for row in _surveys(view):
        due = view.by_.wd(row["distributed_on"], return_working_days)
        yield row["survey_id"], due, by(row["collected_on"], due)


@clause("OC-16", "projects", "surveys")
def _every_household(view: View) -> Iterator[Found]:
    occupied = view.project["occupied_households"]
    for row in _surveys(view):
        if row["scope"] != "sample" and occupied is not None:
            met = row["distributed"] is not None and row["distributed"] >= occupied
            yield row["survey_id"], eod(row["distributed_on"]), met


@clause("OC-17", "surveys")
def _rate(view: View, return_working_days: int = 15, min_rate: str | Decimal = "0.60") -> Iterator[Found]:
    for row in _surveys(view):
        if (row["distributed"] or 0) > 0:
            due = view.by_.wd(row["distributed_on"], return_working_days)
            back = row["collected"]
            yield row["survey_id"], due, back is not None and back >= Decimal(min_rate) * row["distributed"]


@clause("OC-18", "surveys")
def _analysed(view: View, analysis_working_days: int = 30) -> Iterator[Found]:
    for row in _surveys(view):
        due = view.by_.wd(row["distributed_on"], analysis_working_days)
        yield row["survey_id"], due, by(row["analysed_on"], due) and by(row["report_at"], due)


@clause("OC-19", "surveys")
def _published(view: View, publish_working_days: int = 30) -> Iterator[Found]:
    for row in _surveys(view):
        due = view.by_.wd(row["distributed_on"], publish_working_days)
        yield row["survey_id"], due, by(row["published_on"], due)


@clause("OC-20", "surveys", "survey_answers", "actions")
def _measures(view: View, publish_working_days: int = 30, pareto: str | Decimal = "0.80") -> Iterator[Found]:
    for row in _surveys(view):
        name = row["survey_id"]
        due = view.by_.wd(row["distributed_on"], publish_working_days)
        for question in Sheets(view.rows("survey_answers", survey_id=name)).main_improvements(Fraction(pareto)):
            taken = view.rows("actions", source="survey", related_id=name, topic=question)
            yield tagged(name, escape(question)), due, any(by(each["approved_at"], due) for each in taken)


@clause("OC-21", "surveys")
def _copied(view: View, copy_working_days: int = 5) -> Iterator[Found]:
    for row in view.rows("surveys", kind="satisfaction"):
        if row["report_at"] is not None:
            due = view.by_.wd(row["report_at"], copy_working_days)
            yield row["survey_id"], due, by(row["cc_quality_at"], due)


OPINION = {
    "满意": "satisfied", "很满意": "satisfied", "satisfied": "satisfied",
    "基本满意": "basically", "一般": "basically", "basically": "basically",
    "不满意": "dissatisfied", "很不满意": "dissatisfied", "dissatisfied": "dissatisfied",
}  # fmt: skip


def opinion(choice: str | None) -> str | None:
    """What a cell says; None is an abstention."""
    words = [word.strip() for word in re.split(r"[;；，,、|]", choice or "") if word.strip()]
    return OPINION.get(words[0]) if len(words) == 1 else None


@dataclass(frozen=True)
class Sheets:
    """The answers to one survey."""

    answers: Sequence[Row]

    def counts(self) -> Mapping[str, Counter[str]]:
        """How often each opinion was given, by question; a question that got none of them counts too."""
        found: dict[str, Counter[str]] = {row["question"]: Counter() for row in self.answers}
        for row in self.answers:
            said = opinion(row["choice"])
            if said is not None:
                found[row["question"]][said] += 1
        return found

    def main_improvements(self, pareto: Fraction) -> list[str]:
        """The main-improvement set, worst first."""
        counts = self.counts()
        worst = sorted(counts, key=lambda question: (-counts[question]["dissatisfied"], question))
        total = sum(each["dissatisfied"] for each in counts.values())
        found: list[str] = []
        running = 0
        for question in worst:
            running += counts[question]["dissatisfied"]
            if not counts[question]["dissatisfied"] or (found and running > pareto * total):
                break
            found.append(question)
        return found


def satisfaction(counts: Collection[Counter[str]]) -> Fraction | None:
    """(satisfied + basically) / (satisfied + basically + dissatisfied)."""
    good = sum(each["satisfied"] + each["basically"] for each in counts)
    every = good + sum(each["dissatisfied"] for each in counts)
    return Fraction(good, every) if every else None


def adjusted(rate: Fraction, collected: int, distributed: int) -> Fraction:
    """rate − 5 points for each whole percentage point of sheets short of 60 %, not below 0."""
    short = math.floor(60 - Fraction(collected, distributed) * 100)
    return max(Fraction(0), rate - Fraction(5 * max(0, short), 100))


# ------------------------------------------------------------------ SV: plans and regular visits


def _steward_plan(view: View, name: str, unit: Span, due: datetime) -> list[Row]:
    plans = view.documents("steward_visit_plan", unit)
    return [row for row in plans if row["owner_id"] == name and by(row["reviewed_at"], due)]


@clause("SV-1", "staff", "documents")
def _yearly_plan(view: View, plan_day: int = 31) -> Iterator[Found]:
    for year in filter(view.owes, view.units(12)):
        due = view.by_.dom(year.first, plan_day)
        for row in view.rows("staff", role="steward"):
            joined, left = row["joined_on"], row["left_on"]
            if (joined is None or joined < year.first) and (left is None or at(left) > due):
                found = _steward_plan(view, row["staff_id"], year, due)
                met = any(each["reviewed_by_role"] in HEAD_OR_HIGHER | {"service_supervisor"} for each in found)
                yield tagged(row["staff_id"], year.label), due, met


@clause("SV-22", "staff", "documents")
def _monthly_plan(view: View) -> Iterator[Found]:
    for month in filter(view.owes, view.months()):
        due = eod(month.first)
        for row in view.rows("staff", role="steward"):
            joined, left = row["joined_on"], row["left_on"]
            if (joined is None or joined < month.first) and (left is None or left > month.last):
                met = _steward_plan(view, row["staff_id"], month, due)
                yield tagged(row["staff_id"], month.label), due, met


def _with_steward(view: View) -> list[Row]:
    return [row for row in view.rows("households") if row["steward_id"] is not None]


@clause("SV-2", "households", "contacts")
def _monthly(view: View) -> Iterator[Found]:
    for month in filter(view.owes, view.months()):
        for row in _with_steward(view):
            if row["moved_in_on"] is not None and row["moved_in_on"] < month.first:
                held = _started_in(view, month, household_id=row["household_id"])
                met = any(each["mode"] in BY_PERSON and view.role(each) in STEWARDS for each in held)
                yield tagged(row["household_id"], month.label), view.by_.end(month.last), met


@clause("SV-3", "households", "contacts")
def _quarterly(view: View) -> Iterator[Found]:
    for quarter in filter(view.owes, view.quarters()):
        for row in _with_steward(view):
            if row["moved_in_on"] is None or row["moved_in_on"] > quarter.last:
                met = _started_in(view, quarter, household_id=row["household_id"], mode="phone")
                yield tagged(row["household_id"], quarter.label), view.by_.end(quarter.last), met


@clause("SV-4", "contacts")
def _registered(view: View) -> Iterator[Found]:
    for row in view.rows("contacts", purpose=VISIT):
        if view.role(row) in STEWARDS:
            yield row["contact_id"], row["started_at"], row["form_no"]


def _manager(view: View, unit: Span, **columns: object) -> list[Row]:
    return [row for row in _started_in(view, unit, **columns) if view.role(row) == "project_manager"]


@clause("SV-5", "projects", "contacts")
def _director(view: View) -> Iterator[Found]:
    formed = view.project["committee_formed_on"]
    for month in filter(view.owes, view.months()):
        if formed is not None and formed < month.first:
            yield month.label, view.by_.end(month.last), _manager(view, month, party="committee_director")


@clause("SV-6", "households", "contacts")
def _focus(view: View) -> Iterator[Found]:
    focus = {row["household_id"] for row in view.rows("households", focus=True)}
    for month in filter(view.owes, view.months()) if focus else ():
        met = any(row["household_id"] in focus for row in _manager(view, month))
        yield month.label, view.by_.end(month.last), met


@clause("SV-7", "contacts")
def _community(view: View) -> Iterator[Found]:
    for pair in filter(view.owes, view.units(2)):
        yield pair.label, view.by_.end(pair.last), _manager(view, pair, party="community")


@clause("SV-8", "contacts")
def _bureau(view: View) -> Iterator[Found]:
    for quarter in filter(view.owes, view.quarters()):
        yield quarter.label, view.by_.end(quarter.last), _manager(view, quarter, party="housing_bureau")


@clause("SV-9", "contacts")
def _mondays(view: View) -> Iterator[Found]:
    for row in view.rows("contacts", purpose=VISIT, mode="phone"):
        yield row["contact_id"], row["started_at"], row["started_at"].isoweekday() != 1


QUIET = (("00:00", "09:00"), ("12:00", "14:00"), ("17:30", "19:00"), ("21:00", "24:00"))


@clause("SV-10", "contacts")
def _quiet_hours(view: View, quiet_hours: Sequence[tuple[str, str]] = QUIET) -> Iterator[Found]:
    for row in view.rows("contacts", purpose=VISIT, mode="phone"):
        began = row["started_at"]
        if not is_bare(began):
            quiet = any(_clock(start) <= _time_of_day(began) < _clock(stop) for start, stop in quiet_hours)
            yield row["contact_id"], began, not quiet


# ------------------------------------------------------------------ SV: what calls for a visit


@clause("SV-11", "households", "contacts")
def _welcome(view: View) -> Iterator[Found]:
    for row in view.rows("households"):
        moved = row["moved_in_on"]
        if moved is not None:
            met = any(
                day(each["started_at"]) == moved and {"steward", "health_steward"} <= _people(view, each)
                for each in view.rows(
                    "contacts", household_id=row["household_id"], purpose="move_in_welcome", mode="door"
                )
            )
            yield row["household_id"], eod(moved), met


@clause("SV-12", "households", "contacts")
def _three_months(view: View, window_days: int = 15) -> Iterator[Found]:
    for row in view.rows("households"):
        if row["moved_in_on"] is not None:
            opens = view.by_.months(row["moved_in_on"], 3)
            due = view.by_.days(opens, window_days)
            held = view.rows("contacts", household_id=row["household_id"])
            met = any(
                each["mode"] in BY_PERSON and day(each["started_at"]) >= day(opens) and by(each["started_at"], due)
                for each in held
            )
            yield row["household_id"], due, met


@clause("SV-13", "home_services", "requests", "contacts")
def _errands(view: View, callback_days: int = 3) -> Iterator[Found]:
    ended = [
        ("service", "service_callback", row["service_id"], row["completed_at"]) for row in view.rows("home_services")
    ]
    needs = view.rows("requests", kind="need")
    ended += [("request", "request_callback", row["request_id"], row["closed_at"]) for row in needs]
    for prefix, purpose, name, closed in ended:
        if closed is not None:
            due = view.by_.days(closed, callback_days)
            yield f"{prefix}:{escape(name)}", due, _calls(view, purpose, name, closed, due, "phone")


@clause("SV-14", "work_orders", "contacts")
def _urgent_repairs(view: View) -> Iterator[Found]:
    for row in view.rows("work_orders", kind="urgent"):
        done = row["completed_at"]
        if done is not None:
            due = _hours(done, 24)
            yield row["order_id"], due, _calls(view, "repair_callback", row["order_id"], done, due, *BY_PERSON)


def _rainy(view: View) -> list[date]:
    return sorted(row["day"] for row in view.rows("weather") if row["rain"] in ("rain", "storm"))


@clause("SV-15", "work_orders", "weather", "contacts")
def _leaks(view: View, after_days: int = 1) -> Iterator[Found]:
    rainy = _rainy(view)
    for row in view.rows("work_orders"):
        if row["kind"] in ("leak", "bathroom_leak") and row["completed_at"] is not None:
            wet = next((each for each in rainy if each > day(row["completed_at"])), None)
            if wet is not None:
                due = view.by_.days(wet, after_days)
                met = _calls(view, "repair_callback", row["order_id"], at(wet), due, *BY_PERSON)
                yield row["order_id"], due, met


@clause("SV-16", "life_events", "contacts")
def _condolence(view: View, condolence_days: int = 7) -> Iterator[Found]:
    for row in view.rows("life_events", kind="bereavement"):
        due = view.by_.days(row["occurred_on"], condolence_days)
        held = view.rows("contacts", household_id=row["household_id"], purpose="condolence", mode="door")
        met = any(day(each["started_at"]) >= row["occurred_on"] and by(each["started_at"], due) for each in held)
        yield row["event_id"], due, met


@clause("SV-17", "complaints", "contacts")
def _called_on(view: View, callback_days: int = 7) -> Iterator[Found]:
    for row in view.rows("complaints"):
        name, closed = row["complaint_id"], row["closed_at"]
        if closed is not None:
            due = view.by_.days(closed, callback_days)
            yield name, due, _calls(view, "complaint_callback", name, closed, due, "door")


@clause("SV-18", "requests", "complaints")
def _solution(view: View) -> Iterator[Found]:
    asked = [(f"request:{escape(row['request_id'])}", row) for row in view.rows("requests")]
    asked += [(f"complaint:{escape(row['complaint_id'])}", row) for row in view.rows("complaints")]
    for name, row in asked:
        if row["urgency"] is not None:
            due = _hours(row["received_at"], {"urgent": 24, "general": 48}[row["urgency"]])
            yield name, due, by(row["plan_at"], due) and by(row["responded_at"], due)


ONE_OF = frozenset({"department_head", "engineering_head", "service_supervisor"})


@clause("SV-19", "complaints", "contacts")
def _together(view: View, callback_days: int = 7) -> Iterator[Found]:
    for row in view.rows("complaints", grade="major"):
        name, closed = row["complaint_id"], row["closed_at"]
        if closed is not None:
            due = view.by_.days(closed, callback_days)
            came = [_people(view, each) for each in _calls(view, "complaint_callback", name, closed, due, "door")]
            yield name, due, any({"project_manager", *STEWARDS} <= each and each & ONE_OF for each in came)


@clause("SV-20", "home_services", "contacts", "documents")
def _new_services(view: View, manual_days: int = 30) -> Iterator[Found]:
    for row in view.rows("home_services", new_service=True):
        name, done = row["service_id"], row["completed_at"]
        if done is not None:
            due = view.by_.days(done, manual_days)
            calls = _calls(view, "service_callback", name, done, due, "door")
            called = any({"project_manager", "chief_steward"} <= _people(view, each) for each in calls)
            written = view.rows("documents", kind="service_process", owner_id=name)
            yield name, due, called and any(by(each["prepared_at"], due) for each in written)


@clause("SV-21", "contacts")
def _opinions(view: View, answer_days: int = 7) -> Iterator[Found]:
    for row in view.rows("contacts", purpose=VISIT):
        if row["opinion"] is not None:
            due = view.by_.days(row["started_at"], answer_days)
            answered = by(row["fed_back_at"], due) or not row["needs_feedback"]
            yield row["contact_id"], due, row["form_no"] and answered
