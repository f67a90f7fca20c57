"""The twenty rules in polars: lazy frames, collected together.

python benchmarks/peers/with_polars.py FOLDER csv|parquet
"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

sys.path.append(str(Path(__file__).parents[1]))

from fused import COLUMNS
from rules import TYPES, calendar

START = datetime(2026, 3, 1)
END = datetime(2026, 4, 1) - timedelta(microseconds=1)
SERVICE = ["service", "service_supervisor", "steward", "chief_steward"]
HEADS = ["project_manager", "department_head"]
SECTIONS = ["content", "cause", "process", "result", "lessons", "corrective"]
KINDS = {
    "VARCHAR": pl.String,
    "BOOLEAN": pl.Boolean,
    "INTEGER": pl.Int64,
    "TIMESTAMP": pl.Datetime("us"),
    "DATE": pl.Date,
}


def scan(folder: Path, form: str, name: str) -> pl.LazyFrame:
    """A log with the columns that the rules read, typed."""
    types = {column.split()[0]: KINDS[column.split()[1]] for column in TYPES[name].split(",")}
    wanted = [column.strip() for column in COLUMNS[name].split(",")]
    if form == "parquet":
        return pl.scan_parquet(folder / f"{name}.parquet").select(wanted)
    return pl.scan_csv(folder / f"{name}.csv", schema=types).select(wanted)


def in_march(due: pl.Expr) -> pl.Expr:
    """Which obligations fall due in March."""
    return due.is_between(START, END)


def not_after(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Whether one time is not after another; 00:00 stands for its day."""
    return (first <= second) | (first.dt.truncate("1d") == second)


def failed(due: pl.Expr, met: pl.Expr, applies: pl.Expr | bool = True) -> pl.Expr:
    """How many obligations of March were not met."""
    return (in_march(due) & applies & ~met.fill_null(False)).sum()


def with_deadlines(complaints: pl.LazyFrame) -> pl.LazyFrame:
    """The complaints with the ends of the working days that the rules name."""
    days = pl.LazyFrame(calendar(), schema=dict.fromkeys(("day", "wd1", "wd2", "wd5"), pl.Date), orient="row")
    ends = days.with_columns(pl.col("wd1", "wd2", "wd5").cast(pl.Datetime("us")) + timedelta(days=1, microseconds=-1))
    one = ends.select("day", "wd1")
    return (
        complaints.with_columns(day=pl.col("received_at").dt.date())
        .join(ends, on="day", how="left")
        .with_columns(promise=pl.coalesce("promised_at", "wd5"))
        .with_columns(day=pl.col("promise").dt.date(), closed_day=pl.col("closed_at").dt.date())
        .join(one.rename({"wd1": "after_promise"}), on="day", how="left")
        .join(one.rename({"wd1": "closed_wd1", "day": "closed_day"}), on="closed_day", how="left")
    )


def judge_complaints(complaints: pl.LazyFrame) -> pl.LazyFrame:
    """The rules that need nothing but the complaint."""
    c = pl.col
    wd1, wd2, promise, after = c("wd1"), c("wd2"), c("promise"), c("after_promise")
    handled, quality = c("handler_id").is_not_null(), c("channel") == "quality_dept"
    overdue = c("difficult") & ~(c("closed_at") <= wd1).fill_null(False)
    by_head = c("assigned_by_role").is_in([*HEADS, "executive", "general_manager"])
    assigned = (
        pl.when(c("area") == "developer").then(c("referred_at") <= wd1).otherwise(handled & (c("assigned_at") <= wd1))
    )
    sections = c("report_sections").str.split(";")
    complete = pl.all_horizontal(sections.list.contains(word) for word in SECTIONS)
    reported = (c("reported_quality_at") <= wd1) & (c("reported_executive_at") <= wd1)
    answered = (c("responded_at") <= wd1) & handled & (c("logged_at") <= wd1)
    rules = {
        "2.2.1": failed(wd1, c("logged_at") <= wd1),
        "2.2.2": failed(wd2, c("form_no").is_not_null(), overdue),
        "2.2.3": failed(wd1, c("forwarded_to").is_not_null() & (c("forwarded_at") <= wd1)),
        "2.3.1": failed(wd1, assigned),
        "2.3.3": failed(wd1, c("responded_at") <= wd1),
        "2.3.4": failed(wd2, handled & (c("assigned_at") <= wd2) & by_head, overdue),
        "2.3.5": failed(promise, (c("closed_at") <= promise) & c("result").is_not_null()),
        "2.3.6#measures": failed(wd1, c("measures_reported_at") <= wd1, quality),
        "2.3.6#result": failed(after, (c("closed_at") <= promise) & (c("result_reported_at") <= after), quality),
        "2.4.1": failed(wd1, answered, c("channel").is_in(["online", "app", "wechat", "email"])),
        "2.8.1": failed(wd1, reported & complete, c("grade") == "major"),
    }
    return complaints.select(**rules)


def uncalled(complaints: pl.LazyFrame, callbacks: pl.LazyFrame, clause: str) -> pl.LazyFrame:
    """The complaints, due in March, without a callback in time."""
    due = complaints.filter(in_march(pl.col("closed_wd1"))).select(
        "project_id", "complaint_id", "closed_at", "closed_wd1"
    )
    called = (
        due.join(callbacks, left_on=["project_id", "complaint_id"], right_on=["project_id", "related_id"])
        .filter(
            (pl.col("started_at") <= pl.col("closed_wd1")) & not_after(pl.col("closed_at"), pl.col("started_at"))
        )
    )  # fmt: skip
    return due.join(called, on=["project_id", "complaint_id"], how="anti").select(pl.len().alias(clause))


def unheard(complaints: pl.LazyFrame, feedback: pl.LazyFrame) -> pl.LazyFrame:
    """The weeks of developer complaints, due in March, in which the owner heard nothing."""
    c = pl.col
    ends = pl.LazyFrame({"end": [date(2026, 3, day) for day in range(1, 32)]})
    weeks = (
        complaints.filter((c("area") == "developer") & (c("closed_at").is_null() | (c("closed_at") > START)))
        .select("project_id", "complaint_id", "received_at", "closed_at")
        .with_columns(day=c("received_at").dt.date())
        .join(ends, how="cross")
        .with_columns(open_days=(c("end") - c("day")).dt.total_days())
        .filter((c("open_days") > 0) & (c("open_days") % 7 == 0))
        .with_columns(due=c("end").cast(pl.Datetime("us")) + timedelta(days=1, microseconds=-1))
        .filter(~(c("closed_at") <= c("due")).fill_null(False))
    )
    in_week = (
        pl.when(c("open_days") == 7)
        .then(not_after(c("received_at"), c("started_at")))
        .otherwise(c("started_at") > c("due") - timedelta(days=7))
    )
    heard = weeks.join(feedback, left_on=["project_id", "complaint_id"], right_on=["project_id", "related_id"]).filter(
        in_week & (c("started_at") <= c("due"))
    )
    missing = weeks.join(heard, on=["project_id", "complaint_id", "open_days"], how="anti")
    return missing.select(pl.len().alias("2.3.2"))


def judge_projects(projects: pl.LazyFrame, k: pl.LazyFrame, n: pl.LazyFrame) -> list[pl.LazyFrame]:
    """The rules with one obligation for each project, and those on notices."""
    c = pl.col
    interviews = k.filter((c("purpose") == "interview") & c("staff_role").is_in(HEADS) & in_march(c("started_at")))
    interviewed = interviews.group_by("project_id").agg(households=c("household_id").n_unique())
    in_force = n.filter(
        (c("published_at") <= END)
        & (c("removed_at").is_null() | (c("removed_at") > END))
        & (c("expires_on").is_null() | (c("expires_on") >= END.date()))
    )
    timely = c("effective_at").is_null() | not_after(c("published_at"), c("effective_at"))
    kinds = {"2.1.2": "hotline", "2.1.3": "complaint_channel", "4.3.1": "fee_standard"}
    missing = [
        projects.join(in_force.filter(c("kind") == kind), on="project_id", how="anti").select(pl.len().alias(clause))
        for clause, kind in kinds.items()
    ]
    few = projects.join(interviewed, on="project_id", how="left").select(
        (c("households").fill_null(0) < 2).sum().alias("3.5.2")
    )
    notices = {"3.7.1#timely": failed(c("published_at"), timely), "3.7.1#accurate": in_march(c("corrected_at")).sum()}
    return [*missing, few, n.select(**notices)]


def main() -> None:
    """Judge all rules in one collection, print the counts."""
    folder, form = Path(sys.argv[1]), sys.argv[2]
    logs = {name: scan(folder, form, name) for name in COLUMNS}
    contacts = logs["contacts"]
    callbacks = contacts.filter(pl.col("purpose") == "complaint_callback")
    complaints = with_deadlines(logs["complaints"])
    with_form = pl.col("form_no").is_not_null() & pl.col("callback_waiver").is_null()
    frames = [
        judge_complaints(complaints),
        uncalled(
            complaints.filter(pl.col("complaint_class") == "1"),
            callbacks.filter(pl.col("staff_role").is_in(SERVICE)),
            "2.5.1",
        ),
        uncalled(complaints.filter(with_form), callbacks, "2.5.2"),
        unheard(logs["complaints"], contacts.filter(pl.col("purpose") == "feedback")),
        *judge_projects(logs["projects"], contacts, logs["notices"]),
    ]
    for clause, count in sorted(
        (name, frame.item(0, name)) for frame in pl.collect_all(frames) for name in frame.columns
    ):
        print(clause, count)


if __name__ == "__main__":
    main()
