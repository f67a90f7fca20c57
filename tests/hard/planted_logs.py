"""All 32 logs with persons in every column that may hold one, in columns that should not, and in rows that cannot be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from commsaudit.model.schema import Column, Log, enumerations, logs

NAMES = ("欧阳锦程", "诸葛婉清", "慕容雪", "司徒Quillfeather", "Ottoline Quillfeather")
PHONES = ("13987654321", "１３９８７６５４３２１", "139 8765 4321", "139-8765-4321", "+8613987654321", "0571-87654321")
CITIZENS = ("110101199003074512", "11010119900307451X")
ROOMS = ("7栋2单元1903室", "7-2-1903", "７栋２单元１９０３室", "1903室")
MAILS = ("ouyang.jincheng@example.net",)
# Persons where they belong: in the ids that many companies make of them. Result files keep ids; nothing else does.
ID_PHONE, ID_ROOM = "13787654321", "9-1-2204"
# Names of the company's own people: ``due`` says who has a record in hand, nothing else does.
STAFF = "司空长庚"
PRIVATE = (*NAMES, *PHONES, *CITIZENS, *ROOMS, *MAILS)
TEXT = "，".join(("业主欧阳锦程先生", *PRIVATE))
PROJECT = "P01"
_STAFF_COLUMNS = frozenset(
    ("handler_id", "owner_id", "staff_id", "steward_id", "supervisor_id", "handled_by", "minutes_by")
)
_FIXED = {"project_id": PROJECT, "clause": "1.1.1"}
_LINKS = frozenset(("household_id", "related_id"))


def write_logs(folder: Path) -> None:
    """The logs as CSV files, each with good rows, rows of which single cells are wrong, and broken lines."""
    folder.mkdir()
    for log in logs().values():
        text = f"project_id,name,property_type\n{PROJECT},锦绣花园,住宅\n" if log.name == "projects" else _text(log)
        encoding = "gb18030" if log.name in ("letters", "works") else "utf-8"
        (folder / f"{log.name}.csv").write_bytes(text.encode(encoding))


def _text(log: Log) -> str:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([column.name for column in log.columns])
    rows.writerows(_rows(log))
    broken = f"{TEXT},{TEXT}\n" + ",".join([TEXT] * (len(log.columns) + 3)) + "\n"
    return text.getvalue() + broken + f'"{TEXT}'


def _rows(log: Log) -> Iterator[list[str]]:
    columns = log.columns
    for nth in range(1, 4):
        yield [_good(log, column, nth) for column in columns]
    if log.name == "complaints":
        yield [ID_PHONE if each.name == "complaint_id" else _good(log, each, 7) for each in columns]
        yield ["C-0012" if each.name == "complaint_id" else _late(log, each) for each in columns]
    for at, column in enumerate(columns):
        # Counts of a survey are figures of the result, whatever they are.
        if column.type not in ("text", "id") and (log.name != "surveys" or column.type not in ("int", "number")):
            for number, private in enumerate((NAMES[0], NAMES[4], PHONES[0], ROOMS[0], CITIZENS[0], MAILS[0])):
                row = [_good(log, each, 100 + 10 * at + number) for each in columns]
                row[at] = private
                yield row


def _late(log: Log, column: Column) -> str:
    """A row that asks for much and shows nothing done."""
    return _good(log, column, 12) if column.required or column.type in ("text", "enum") else ""


def _good(log: Log, column: Column, nth: int) -> str:
    if column.name in _FIXED:
        return _FIXED[column.name]
    if column.name == "household_id":
        return f"9-1-{2200 + nth}" if nth < 5 else f"H-{nth:04d}"
    if column.name in _LINKS or column.type == "id":
        return f"{'C' if column.name in _LINKS else log.name[0].upper()}-{nth:04d}"
    if column.name in _STAFF_COLUMNS:
        return f"S-{nth:04d}"
    if column.type == "text":
        return STAFF if (log.name, column.name) == ("staff", "name") else TEXT
    if column.enum:
        return next(iter(enumerations()[column.enum].words))
    day = f"2026-03-{nth % 20 + 2:02d}"
    written = {"bool": "否", "period": "2026-03", "date": day}
    moment = f"{day} 09:{nth % 60:02d}" if column.type in ("time", "until") else str(nth % 5)
    return written.get(column.type, moment)
