"""The twenty rules in pandas, as an analyst writes them: read the columns, compare them, merge for the callbacks.

python benchmarks/peers/with_pandas.py FOLDER csv|parquet
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.append(str(Path(__file__).parents[1]))

from fused import COLUMNS
from rules import TYPES, calendar

DAY = pd.Timedelta(days=1)
MICROSECOND = pd.Timedelta(microseconds=1)
START = pd.Timestamp("2026-03-01")
END = pd.Timestamp("2026-04-01") - MICROSECOND
SERVICE = ["service", "service_supervisor", "steward", "chief_steward"]
HEADS = ["project_manager", "department_head"]
SECTIONS = {"content", "cause", "process", "result", "lessons", "corrective"}


def read(folder: Path, form: str, name: str) -> pd.DataFrame:
    """A log with the columns that the rules read."""
    columns = [column.strip() for column in COLUMNS[name].split(",")]
    if form == "parquet":
        return pd.read_parquet(folder / f"{name}.parquet", columns=columns)
    types = dict(column.split() for column in TYPES[name].split(","))
    times = [column for column in columns if types[column] in ("TIMESTAMP", "DATE")]
    texts = {column: "str" for column in columns if types[column] == "VARCHAR"}
    return pd.read_csv(folder / f"{name}.csv", usecols=columns, parse_dates=times, dtype=texts)


def in_march(due: pd.Series) -> pd.Series:
    """Which obligations fall due in March."""
    return due.between(START, END)


def not_after(first: pd.Series, second: pd.Series) -> pd.Series:
    """Whether one time is not after another; 00:00 stands for its day."""
    return (first <= second) | (first.dt.normalize() == second)


def judged(due: pd.Series, met: pd.Series, applies: pd.Series | bool = True) -> pd.Series:
    """Whether the obligations of March were met, by the rows of their log."""
    return met[in_march(due) & applies]


def judge_complaints(c: pd.DataFrame, days: pd.DataFrame) -> dict[str, pd.Series]:
    """The rules that need nothing but the complaint; adds the deadlines to ``c``."""
    received = c.received_at.dt.normalize()
    for column in ("wd1", "wd2", "wd5"):
        c[column] = received.map(days[column])
    c["closed_wd1"] = c.closed_at.dt.normalize().map(days.wd1)
    promise = c.promised_at.fillna(c.wd5)
    closed_as_promised = c.closed_at <= promise
    after_promise = promise.dt.normalize().map(days.wd1)
    handled, quality = c.handler_id.notna(), c.channel == "quality_dept"
    overdue = c.difficult & ~(c.closed_at <= c.wd1)
    by_head = c.assigned_by_role.isin([*HEADS, "executive", "general_manager"])
    assigned = (handled & (c.assigned_at <= c.wd1)).where(c.area != "developer", c.referred_at <= c.wd1)
    reported = (c.reported_quality_at <= c.wd1) & (c.reported_executive_at <= c.wd1)
    complete = c.report_sections.map(lambda cell: set(cell.split(";")) >= SECTIONS, na_action="ignore")
    answered = (c.responded_at <= c.wd1) & handled & (c.logged_at <= c.wd1)
    return {
        "2.2.1": judged(c.wd1, c.logged_at <= c.wd1),
        "2.2.2": judged(c.wd2, c.form_no.notna(), overdue),
        "2.2.3": judged(c.wd1, c.forwarded_to.notna() & (c.forwarded_at <= c.wd1)),
        "2.3.1": judged(c.wd1, assigned),
        "2.3.3": judged(c.wd1, c.responded_at <= c.wd1),
        "2.3.4": judged(c.wd2, handled & (c.assigned_at <= c.wd2) & by_head, overdue),
        "2.3.5": judged(promise, closed_as_promised & c.result.notna()),
        "2.3.6#measures": judged(c.wd1, c.measures_reported_at <= c.wd1, quality),
        "2.3.6#result": judged(after_promise, closed_as_promised & (c.result_reported_at <= after_promise), quality),
        "2.4.1": judged(c.wd1, answered, c.channel.isin(["online", "app", "wechat", "email"])),
        "2.8.1": judged(c.wd1, reported & complete.eq(True), c.grade == "major"),
    }


def judge_callbacks(c: pd.DataFrame, k: pd.DataFrame) -> dict[str, pd.Series]:
    """The rules on callbacks, and on the weekly word to owners while the developer works."""
    callbacks = k.loc[k.purpose == "complaint_callback", ["project_id", "related_id", "started_at", "staff_role"]]
    with_form = c.form_no.notna() & c.callback_waiver.isna()
    return {
        "2.5.1": called(c[c.complaint_class == "1"], callbacks[callbacks.staff_role.isin(SERVICE)]),
        "2.5.2": called(c[with_form], callbacks),
        "2.3.2": heard(c, k.loc[k.purpose == "feedback", ["project_id", "related_id", "started_at"]]),
    }


def called(c: pd.DataFrame, k: pd.DataFrame) -> pd.Series:
    """Whether the complaints that were due in March have one of the callbacks ``k`` in time."""
    due = c.loc[in_march(c.closed_wd1), ["project_id", "complaint_id", "closed_at", "closed_wd1"]]
    pairs = due.reset_index().merge(k, left_on=["project_id", "complaint_id"], right_on=["project_id", "related_id"])
    in_time = pairs[(pairs.started_at <= pairs.closed_wd1) & not_after(pairs.closed_at, pairs.started_at)]
    return pd.Series(due.index.isin(in_time["index"]), due.index)


def heard(c: pd.DataFrame, feedback: pd.DataFrame) -> pd.Series:
    """Whether the owner heard something in each week of a developer complaint that ended in March."""
    open_ones = c.loc[
        (c.area == "developer") & ~(c.closed_at <= START), ["project_id", "complaint_id", "received_at", "closed_at"]
    ]
    day = open_ones.received_at.dt.normalize()
    ends = [START + DAY * offset for offset in range(31)]
    weeks = pd.concat(
        open_ones.assign(k=(end - day).dt.days // 7, due=end + DAY - MICROSECOND)[
            ((end - day).dt.days % 7 == 0) & (end > day)
        ]
        for end in ends
    )
    weeks = weeks[~(weeks.closed_at <= weeks.due)].reset_index(drop=True)
    pairs = weeks.reset_index().merge(
        feedback, left_on=["project_id", "complaint_id"], right_on=["project_id", "related_id"]
    )
    in_week = (pairs.started_at > pairs.due - 7 * DAY).where(
        pairs.k > 1, not_after(pairs.received_at, pairs.started_at)
    )
    in_time = pairs[in_week & (pairs.started_at <= pairs.due)]
    return pd.Series(weeks.index.isin(in_time["index"]), weeks.index)


def judge_notices(n: pd.DataFrame) -> dict[str, pd.Series]:
    """The rules with obligations for each notice."""
    timely = n.effective_at.isna() | not_after(n.published_at, n.effective_at)
    return {
        "3.7.1#timely": judged(n.published_at, timely),
        "3.7.1#accurate": judged(n.corrected_at, n.corrected_at.isna()),
    }


def judge_projects(projects: pd.Series, k: pd.DataFrame, n: pd.DataFrame) -> dict[str, pd.Series]:
    """The rules with one obligation for each project."""
    interviews = k[(k.purpose == "interview") & k.staff_role.isin(HEADS) & in_march(k.started_at)]
    households = interviews.groupby("project_id").household_id.nunique()
    in_force = n[(n.published_at <= END) & ~(n.removed_at <= END) & ~(n.expires_on < END.normalize())]
    kinds = {"2.1.2": "hotline", "2.1.3": "complaint_channel", "4.3.1": "fee_standard"}
    published = {clause: projects.isin(in_force.project_id[in_force.kind == kind]) for clause, kind in kinds.items()}
    return published | {"3.5.2": projects.map(households).fillna(0) >= 2}


def judge(folder: Path, form: str) -> dict[str, dict[str, pd.Series]]:
    """For each frame the rules over its rows: whether what was due in March was met."""
    days = pd.DataFrame(calendar(), columns=["day", "wd1", "wd2", "wd5"]).apply(pd.to_datetime).set_index("day")
    days = days + DAY - MICROSECOND
    logs = {name: read(folder, form, name) for name in COLUMNS}
    complaints, contacts, notices = logs["complaints"], logs["contacts"], logs["notices"]
    if form == "parquet":
        # Days come out of Parquet as objects.
        notices["expires_on"] = pd.to_datetime(notices.expires_on)
    of_complaints = judge_complaints(complaints, days) | judge_callbacks(complaints, contacts)
    return {
        "weeks": {"2.3.2": of_complaints.pop("2.3.2")},
        "complaints": of_complaints,
        "notices": judge_notices(notices),
        "projects": judge_projects(logs["projects"].project_id, contacts, notices),
    }


def main() -> None:
    """Judge, print the counts."""
    found = judge(Path(sys.argv[1]), sys.argv[2])
    counts = {clause: int((~met).sum()) for frame in found.values() for clause, met in frame.items()}
    for clause, count in sorted(counts.items()):
        print(clause, count)


if __name__ == "__main__":
    main()
