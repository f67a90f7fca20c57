"""The worksheet as a workbook: a sheet that loads as the log ``inspections``, and a guide beside it.

The sheet is called like the log, so that the reader takes it and leaves the guide alone; its headers are the log's, or those
that the company's settings give. Columns in grey help to find the place and are ignored when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from commsaudit.audit.worksheet import Worksheet, WorksheetRow
from commsaudit.logs.private import private_folder
from commsaudit.logs.worksheet import LOG, MARKS, WRITTEN
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import enumerations, logs
from commsaudit.reports.masking import masked, shown_text
from commsaudit.reports.tables import Cell
from commsaudit.reports.titles import Titles
from commsaudit.reports.words import Words
from commsaudit.reports.xlsx.writing import BAD, FAINT, GOOD, WARNING, Book, width_of

# Rows below the last one that have the lists to choose from too: an inspector may add some.
_MORE = 300
_LOOKED_AT = 500
_WIDEST = 44
_WRITTEN_WIDTHS = {"inspected_on": 14, "inspector": 14, "verdict": 16, "note": 44}
# What the sheet shows beside the log's columns: (Chinese, English)
_HELP = {
    "mark": MARKS,
    "project_name": ("项目名称", "project_name"),
    "clause_title": ("条款标题", "clause_title"),
    "find": ("对象说明", "where_to_look"),
    "source": ("对象出处", "listed_in"),
}
_ORDER = (
    "mark", "project_id", "project_name", "clause", "clause_title", "subject", "find",
    "inspected_on", "inspector", "verdict", "note", "source", "inspection_id",
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How the sheet is shown: its language, whether names are, and what the settings say of the log."""

    lang: str
    reveal: bool
    options: LogOptions

    @property
    def is_chinese(self) -> bool:
        """Whether the sheet is in Chinese."""
        return self.lang == "zh"

    def pick(self, zh: str, en: str) -> str:
        """One of the two."""
        return zh if self.is_chinese else en

    @property
    def sheet(self) -> str:
        """The sheet that the reader takes."""
        return self.options.sheet or self.pick(logs()[LOG].zh, LOG)

    @property
    def top(self) -> int:
        """The row of the header, from 0."""
        return (self.options.header_row or 1) - 1

    def header(self, name: str) -> str:
        """The header of a column."""
        if name in _HELP:
            return self.pick(*_HELP[name])
        column = logs()[LOG].column(name)
        return self.options.columns.get(name) or self.pick(column.zh, column.name)

    @property
    def columns(self) -> list[str]:
        """The columns, less those that the settings give one value for all rows."""
        return [name for name in _ORDER if name not in self.options.constants]

    @property
    def verdicts(self) -> list[str]:
        """The words to choose from, those of the language first."""
        words = enumerations()["verdict"].words
        chinese = [names[0] for names in words.values()]
        return [*chinese, *words] if self.is_chinese else [*words, *chinese]


def file_name(worksheet: Worksheet, lang: str) -> str:
    """A name that is recognised as the log's."""
    return f"{logs()[LOG].zh if lang == 'zh' else LOG}-{worksheet.period.label}.xlsx"


def worksheet_chunks(worksheet: Worksheet, look: Look) -> Iterator[bytes]:
    """The workbook; the same worksheet gives the same bytes."""
    with private_folder() as folder:
        title = look.pick(f"现场检查表 {worksheet.period.label}", f"Worksheet {worksheet.period.label}")
        book = Book(folder, title)
        _Sheet(book, worksheet, look).write()
        _write_guide(book, worksheet, look)
        yield from book.chunks()


class _Sheet:
    """The sheet that is filled in."""

    def __init__(self, book: Book, worksheet: Worksheet, look: Look) -> None:
        self._book, self._worksheet, self._look = book, worksheet, look
        self._sheet: Any = book.book.add_worksheet(look.sheet)
        self._titles = Titles(worksheet.standards, look.lang)
        self._words = Words(look.lang, self._titles)
        self._columns = look.columns
        self._help = book.book.add_format({"font_color": "#595959"})
        self._fill = book.book.add_format({"bg_color": "#FFFBE6", "border": 1, "border_color": "#BFBFBF"})
        self._day = book.book.add_format(
            {"bg_color": "#FFFBE6", "border": 1, "border_color": "#BFBFBF", "num_format": "yyyy-mm-dd"}
        )
        self._text = book.book.add_format({"num_format": "@"})

    def write(self) -> None:
        """Header, rows, lists to choose from, colours."""
        top, columns, rows = self._look.top, self._columns, self._worksheet.rows
        headers = [self._look.header(name) for name in columns]
        for place, header in enumerate(headers):
            self._book.put(self._sheet, top, place, header, self._book.heading)
        widths = [width_of(header) + 3 for header in headers]
        for number, row in enumerate(rows, 1):
            cells = self._cells(number, row)
            for place, (name, value) in enumerate(zip(columns, cells, strict=True)):
                self._put(top + number, place, name, value)
            if number <= _LOOKED_AT:
                widths = [max(width, width_of(value) + 1) for width, value in zip(widths, cells, strict=True)]
        for place, (name, width) in enumerate(zip(columns, widths, strict=True)):
            fitting = _WRITTEN_WIDTHS.get(name, min(width, _WIDEST))
            self._sheet.set_column(place, place, fitting, self._style(name))
        self._sheet.freeze_panes(top + 1, 0)
        self._sheet.autofilter(top, 0, top + max(len(rows), 1), len(columns) - 1)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(top)
        self._offer()
        self._colour()

    def _put(self, row: int, place: int, name: str, value: Cell) -> None:
        if value is None and name in WRITTEN:
            self._sheet.write_blank(row, place, None, self._style(name))
        elif value is not None:
            self._book.put(self._sheet, row, place, value, self._style(name))

    def _style(self, name: str) -> Any:
        if name == "inspected_on":
            return self._day
        if name in WRITTEN:
            return self._fill
        return self._help if name in _HELP else self._text

    def _cells(self, number: int, row: WorksheetRow) -> list[Cell]:
        subject = row.subject
        values: dict[str, Cell] = {
            "mark": number,
            "project_id": row.project.id,
            "project_name": row.project.name,
            "clause": row.clause.id,
            "clause_title": self._titles.clause(row.clause.id),
            "subject": self._shown_id(subject.source.log, subject.id) if subject else None,
            "find": self._find(row),
            "source": f"{subject.source.file}:{subject.source.line}" if subject else None,
            "inspection_id": row.inspection_id,
        }
        return [values.get(name) for name in self._columns]

    def _shown_id(self, log: str, subject_id: str) -> str:
        """Many companies make the ids of households of room numbers."""
        return subject_id if self._look.reveal or log != "households" else masked(subject_id)

    def _find(self, row: WorksheetRow) -> str:
        """What helps to find the subject; why there is none to find."""
        if row.kind is None:
            return ""
        name = self._look.pick(row.kind.zh, row.kind.en)
        subject = row.subject
        if subject is None:
            if not row.lacking:
                return self._look.pick(f"没有{name}", f"no {name}")
            why = self._words.reason(row.lacking)
            return self._look.pick(f"{name}（{why}，请现场抽取）", f"{name} ({why}: choose on the spot)")
        shows = {**subject.shows, **(subject.personal if self._look.reveal else {})}
        said = [
            shown_text(self._titles.value(subject.source.log, column, value), reveal=self._look.reveal)
            for column, value in shows.items()
        ]
        return self._look.pick("，", ", ").join(said)

    def _area(self, name: str) -> tuple[int, int, int, int]:
        place, top = self._columns.index(name), self._look.top
        return top + 1, place, top + len(self._worksheet.rows) + _MORE, place

    def _offer(self) -> None:
        """Words to choose from for the verdict, and days of the period for the date (another day is only warned of)."""
        look, period = self._look, self._worksheet.period
        if "verdict" in self._columns:
            self._sheet.data_validation(
                *self._area("verdict"),
                {
                    "validate": "list",
                    "source": look.verdicts,
                    "error_title": look.pick("结论", "Verdict"),
                    "error_message": look.pick("请从列表中选择。", "Choose one of the list."),
                },
            )
        if "inspected_on" in self._columns:
            self._sheet.data_validation(
                *self._area("inspected_on"),
                {
                    "validate": "date",
                    "criteria": "between",
                    "minimum": period.starts_on,
                    "maximum": period.ends_on,
                    "error_type": "warning",
                    "error_title": look.pick("检查日期", "Date"),
                    "error_message": look.pick(
                        f"不在 {period.label} 之内：不计入该期间。", f"Not in {period.label}: it will not count there."
                    ),
                },
            )

    def _colour(self) -> None:
        """Verdicts by their word; what is still missing of a row that was begun."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        if "verdict" in self._columns:
            words = enumerations()["verdict"].words
            for word, colour in (("pass", GOOD), ("fail", BAD), ("not_applicable", FAINT)):
                said = dict.fromkeys((word, *words[word]), colour)
                self._book.colour_words(self._sheet, self._area("verdict"), said)
        written = [name for name in WRITTEN if name in self._columns]
        first = [xl_rowcol_to_cell(self._look.top + 1, self._columns.index(name), col_abs=True) for name in written]
        for name, here in zip(written, first, strict=True):
            if name != "note":
                rule = f'=AND({here}="",{"&".join(first)}<>"")'
                style = self._book.coloured(WARNING)
                self._sheet.conditional_format(
                    *self._area(name), {"type": "formula", "criteria": rule, "format": style}
                )


def _write_guide(book: Book, worksheet: Worksheet, look: Look) -> None:
    """How the sheet is filled in and read."""
    name = look.pick("填写说明", "guide")
    # The company may have called its own sheet so.
    sheet: Any = book.book.add_worksheet(name if name.casefold() != look.sheet.casefold() else f"{name} 2")
    sheet.set_column(0, 0, 110, book.book.add_format({"text_wrap": True, "valign": "top"}))
    wrapped = book.book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(_guide(worksheet, look)):
        book.put(sheet, row, 0, line, book.strong if row == 0 else wrapped)


def _guide(worksheet: Worksheet, look: Look) -> Sequence[str]:
    period, sample = worksheet.period, worksheet.sample
    say: Callable[[str, str], str] = look.pick
    words = "、".join(look.verdicts) if look.is_chinese else ", ".join(look.verdicts)
    names = {name: look.header(name) for name in (*WRITTEN, "inspection_id", "project_id", "clause", "mark")}
    return [
        say(f"现场检查表 {period.label}", f"Worksheet {period.label}"),
        say(
            f"期间 {period.starts_on} 至 {period.ends_on}；每类对象每项目抽 {sample.size} 个，种子 {sample.seed}。",
            f"{period.starts_on} to {period.ends_on}; {sample.size} subjects of a kind per project, seed {sample.seed}.",
        ),
        say(
            f"每查一行，填写三格：{names['inspected_on']}、{names['inspector']}、{names['verdict']}；{names['note']}可不填。",
            f"For each row that you look at fill in three cells: {names['inspected_on']}, {names['inspector']} and"
            f" {names['verdict']}; {names['note']} as you like.",
        ),
        say(f"{names['verdict']}从列表中选：{words}。", f"{names['verdict']} is one of: {words}."),
        say(
            "没有查的行，这四格全部留空：该行不读入，条款仍为“未评”。",
            "Leave all four blank in rows that you did not look at: such a row is not read, and its clause stays not assessed.",
        ),
        say(
            "只填了一部分的行会被剔除，并指出文件和行号（缺的格会变色）。",
            "A row that is filled in by half is set aside, with file and line (the cell that is missing turns yellow).",
        ),
        say(
            f"可在下方加行：填 {names['project_id']}、{names['clause']}、上述三格，并在 {names['inspection_id']} 中写一个不重复的编号；"
            f"{names['mark']}留空。",
            f"You may add rows below: {names['project_id']}, {names['clause']}, the three cells, and an id of your own in"
            f" {names['inspection_id']}; {names['mark']} stays blank.",
        ),
        say(
            f"不要改动 {names['mark']} 和 {names['inspection_id']}，不要改工作表名称“{look.sheet}”。可以筛选、排序、调整列宽。",
            f"Do not change {names['mark']} or {names['inspection_id']}, nor the name of the sheet, '{look.sheet}'. You may"
            " filter, sort and widen columns.",
        ),
        say(
            "填好后放到日志文件夹中再检查：文件名以“现场检查”或 inspections 开头即可识别。结果中记有本文件的 SHA-256。",
            "Put it among the logs when it is filled in: a file whose name begins with inspections or 现场检查 is recognised. The"
            " result holds its SHA-256.",
        ),
    ]
