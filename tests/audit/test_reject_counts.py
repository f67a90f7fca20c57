"""Counted by hand: how many rows a file has, and what became of each, with errors in one row, in one file, in all files."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from small import PROJECT, audit, csv_text, write

from commsaudit.audit.request import AuditRun

COLUMNS = ("project_id", "complaint_id", "received_at", "responded_at", "grade", "difficult")
# Each row, and what becomes of it: l loaded, r rejected, d duplicate, s superseded by a later one, - no row at all.
ROWS = [
    ("l", ("P1", "C-1", "2026-03-05 09:00", "", "", "")),
    ("r", ("P1", "C-2", "昨天", "明天", "很重", "也许")),  # four wrong cells: one row
    ("r", ("P1", "", "", "后天", "", "")),  # two blanks and a wrong cell
    ("r", ("P7", "C-3", "2026-03-05", "", "", "")),  # no such project
    ("r", ("P7", "C-4", "2026-02-30", "", "很重", "")),  # no such project, and two wrong cells
    ("-", ("", "", "", "", "", "")),
    ("-", (" ", "　", "", "\t", "", "")),
    ("s", ("P1", "C-5", "2026-03-05", "", "", "")),
    ("d", ("P1", "C-6", "2026-03-05", "", "", "")),
    ("l", ("P1", "C-6", "2026-03-05", "", "", "")),
    ("r", ("P1", "C-5", "2026-03-05", "?", "", "")),  # supersedes nothing
    ("l", ("P1", "C-5", "2026-03-05", "2026-03-06", "", "")),
    ("r", ("P1", "C-1", "x", "x", "x", "x")),
    (
        "r",
        ("P1", "C-1", "x", "x", "x", "x"),
    ),  # the same again is rejected again: it is no duplicate of a row that counts
]
CELLS = 4 + 3 + 1 + 3 + 1 + 4 + 4
"""Wrong values in the rows above."""
FATES = {fate: sum(each == fate for each, _ in ROWS) for fate in "lrds"}


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    return "".join(",".join(row) + "\n" for row in [COLUMNS, *rows]).encode()


def _put(folder: Path, kind: str, name: str = "complaints") -> None:
    rows = [row for _, row in ROWS]
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.{kind.partition('-')[0]}"
    match kind:
        case "csv":
            path.write_bytes(_csv(rows))
        case "csv-crlf":
            path.write_bytes(_csv(rows).replace(b"\n", b"\r\n"))
        case "csv-gb18030":
            path.write_bytes(_csv(rows).decode().encode("gb18030"))
        case "csv-utf16":
            path.write_bytes(_csv(rows).decode().encode("utf-16"))
        case "csv-quoted":
            quoted = [tuple(f'"{cell}"' for cell in row) for row in rows]
            path.write_bytes(_csv(quoted))
        case "parquet":  # its rows are numbered and all are rows: a blank one is one with blank keys
            rows = [row for fate, row in ROWS if fate != "-"]
            cells = {name: [row[at] or None for row in rows] for at, name in enumerate(COLUMNS)}
            pq.write_table(pa.table(cells, pa.schema([(name, pa.string()) for name in COLUMNS])), path)
        case _:
            with xlsxwriter.Workbook(path) as book:
                sheet = book.add_worksheet()
                for number, row in enumerate([COLUMNS, *rows]):
                    sheet.write_row(number, 0, row)


KINDS = ["csv", "csv-crlf", "csv-gb18030", "csv-utf16", "csv-quoted", "xlsx", "parquet"]


def _counts(run: AuditRun) -> dict[str, tuple[int, int, int, int, int]]:
    return {
        Path(each.file).name: (each.rows, each.loaded, each.rejected, each.duplicates, each.superseded)
        for each in run.result.inputs
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_a_file_has_one_fate(tmp_path: Path, kind: str) -> None:
    folder = write(tmp_path / "logs", projects=[PROJECT])
    _put(folder, kind)
    run = audit(folder, "2026-03")
    name = f"complaints.{kind.partition('-')[0]}"
    assert _counts(run)[name] == (12, FATES["l"], FATES["r"], FATES["d"], FATES["s"]) == (12, 3, 7, 1, 1)
    assert run.rejected_rows == len({reject.line for reject in run.rejects}) == 7
    assert len(run.rejects) == CELLS
    fates = [fate for fate, _ in ROWS if kind != "parquet" or fate != "-"]
    first = 1 if kind == "parquet" else 2
    assert sorted({reject.line for reject in run.rejects}) == [
        place for place, fate in enumerate(fates, first) if fate == "r"
    ]


def test_errors_in_all_files_of_a_log_and_in_projects(tmp_path: Path) -> None:
    """Seven files of seven kinds hold the same rows. C-1 and C-6 stay as the first file has them, and come six times more;
    C-5 changes twice in each file, so only its last state counts."""
    folder = write(tmp_path / "logs", projects=[PROJECT, {**PROJECT, "project_id": "P2", "households": "很多"}])
    for number, kind in enumerate(KINDS):
        _put(folder, kind, f"complaints-{number}")
    counts = _counts(audit(folder, "2026-03"))
    assert counts.pop("projects.csv") == (2, 1, 1, 0, 0)
    first, *others, last = (counts[name] for name in sorted(counts))
    assert first == (12, 2, 7, 1, 2)
    assert others == [(12, 0, 7, 3, 2)] * 5
    assert last == (12, 1, 7, 3, 1)


STRUCTURAL = (
    "project_id,complaint_id,received_at,responded_at,summary\n"
    "P1,C-1,2026-03-05,,good\n"  # 2
    "P1,C-2,2026-03-05\n"  # 3: a field too few
    "P1,C-3,2026-03-05,,a,b,c\n"  # 4: two too many
    'P1,C-4,2026-03-05,,"two\nlines"\n'  # 5, 6: good
    "P1,C-5,昨天,,x\n"  # 7: a wrong date
    "P1,C-6\x00,2026-03-05,,x\n"  # 8: a NUL byte
    'P1,C-7,2026-03-05,,"a"b\n'  # 9: text behind a quote
    "\n"  # 10: no row
    ",,,,\n"  # 11: no row
    "P1,C-1,2026-03-05,,good\n"  # 12: a duplicate of line 2, which goes
    'P1,C-8,2026-03-05,,"never closed\n'  # 13
    "P1,C-9,2026-03-05,,good\n"  # 14: good
)


def test_rows_that_cannot_be_split_and_cells_that_cannot_be_read_in_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "complaints.csv").write_text(STRUCTURAL, encoding="utf-8")
    run = audit(folder, "2026-03")
    assert _counts(run) == {"complaints.csv": (10, 3, 6, 1, 0)}
    assert [reject.line for reject in run.rejects] == [3, 4, 7, 8, 9, 13]


@pytest.mark.parametrize("most", [1, 5, 19, 20, 100])
def test_no_more_rejects_are_kept_than_may_be_and_all_rows_are_counted(tmp_path: Path, most: int) -> None:
    folder = write(tmp_path / "logs", projects=[PROJECT])
    _put(folder, "csv")
    run = audit(folder, "2026-03", settings={"limits": {"rejects": most}})
    assert _counts(run)["complaints.csv"] == (12, 3, 7, 1, 1)
    assert len(run.rejects) == min(most, CELLS)
    listed = {reject.line for reject in run.rejects}
    assert (run.rejected_rows, run.unlisted_rows) == (7, 7 - len(listed))


def test_many_bad_rows_are_counted_beyond_what_is_looked_at_in_one_piece(tmp_path: Path) -> None:
    """25,000 bad rows among 50,000, each with two wrong cells."""
    folder = tmp_path / "logs"
    folder.mkdir()
    rows = [
        {"complaint_id": f"C-{n}", "received_at": "x" if n % 2 else "2026-03-05", "responded_at": "y" if n % 2 else ""}
        for n in range(50_000)
    ]
    (folder / "complaints.csv").write_text(csv_text(rows), encoding="utf-8")
    run = audit(folder, "2026-03", settings={"limits": {"rejects": 10_000}}, standards=["supervision"], max_findings=1)
    assert _counts(run) == {"complaints.csv": (50_000, 25_000, 25_000, 0, 0)}
    assert (len(run.rejects), run.unlisted_rows) == (10_000, 20_000)
    assert [reject.line for reject in run.rejects[:4]] == [3, 3, 5, 5]
