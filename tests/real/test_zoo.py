"""Every file of the zoo is read right, or refused with a message that names file, line and cause.

What each file holds was seen by opening it; the comments tell what is odd about it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from commsaudit.errors import InputError
from commsaudit.logs.discover import LogFile
from commsaudit.logs.facts import sniff
from commsaudit.logs.raw import open_raw, read_carefully
from commsaudit.logs.table import CsvScan, ParquetScan, RawTable, TextTable, literal_glob
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Column, Log

ZOO = Path(__file__).resolve().parents[3] / "shared" / "data" / "zoo"

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Read:
    """What a right reading gives: the header, the number of rows, some of them by line, and the lines set aside.

    Of wide files, header and rows may stand cut off at the right.
    """

    file: str
    header: tuple[str, ...]
    rows: int
    some: dict[int, Row]
    rejects: dict[int, str] = field(default_factory=dict)
    options: dict[str, object] = field(default_factory=dict)
    columns: tuple[str, ...] | None = None
    more_rejects: int = 0


@dataclass(frozen=True)
class Refused:
    """What the refusal has to say, beside the file; ``line`` where there is one to name."""

    file: str
    line: int | None
    en: str
    zh: str
    options: dict[str, object] = field(default_factory=dict)


EMPTY = ("the file is empty", "文件为空")
UNKNOWN = ("is neither UTF-8 nor GB18030", "既不是 UTF-8 也不是 GB18030")
UNCLOSED = "a quote that opens here is never closed"
AFTER = "text after a closing quote"
FOO = ("foo", "bar", "baz")

CASES: tuple[Read | Refused, ...] = (
    # calamine: a header-less sheet, a hidden one, a very hidden one and a chart; row 4 is empty.
    Read(
        "calamine/any_sheets.xlsx",
        ("1", "2"),
        3,
        {
            2: ("3", "4"),
            3: ("5", "6"),
            5: ("This workbook contains 4 sheets: Visible, Hidden, VeryHidden and Chart", None),
        },
    ),
    # A chart has no cells, and a hidden sheet may be asked for by name.
    Refused("calamine/any_sheets.xlsx", None, "has no sheet 'Chart'", "没有名为“Chart”的工作表", {"sheet": "Chart"}),
    Refused("calamine/any_sheets.xlsx", None, "no cell holds anything", "没有任何有内容的单元格", {"sheet": "Hidden"}),
    # Dates, and a duration of 255 hours.
    Read("calamine/date.xlsx", ("2021-01-01", "15"), 2, {2: ("2021-01-02", "16"), 3: ("255:10:10", "17")}),
    # Dates that are stored as ISO text (t="d").
    Read(
        "calamine/date_iso.xlsx",
        ("2021-01-01",),
        5,
        {2: ("2021-01-01 10:10:10",), 3: ("10:10:10",), 4: ("This workbook contains datetime in ISO 8601",)},
    ),
    # A cell whose shared string is empty.
    Read("calamine/empty_shared_string.xlsx", ("abc",), 0, {}),
    # Error cells keep their text.
    Read(
        "calamine/errors.xlsx",
        ("#DIV/0!",),
        6,
        {2: ("#NAME?",), 3: ("#VALUE!",), 4: ("#NULL!",), 5: ("#REF!",), 6: ("#NUM!",), 7: ("#N/A",)},
    ),
    # A note above the header, which is on row 9.
    Read(
        "calamine/header-row.xlsx",
        ("Columns", "Column A", "Column B", "Column C"),
        1,
        {10: ("put data here", "1", "2", "3")},
        options={"header_row": 9},
    ),
    Refused("calamine/header-row.xlsx", 5, "header_row = 5", "header_row = 5", {"header_row": 5}),
    # Thousands of formatted cells without content out to column XFD.
    Read(
        "calamine/issue_174.xlsx",
        (
            "Your Ref #",
            "Contact Name",
            "Contact Number",
            "Address",
            "City",
            "Weight",
            "Pieces",
            "Material Cost",
            "SPL Instruction",
            "Remarks",
            "Your Company",
        ),
        1,
        {
            2: (
                "123",
                "Test Contact Name",
                "Test Contact Number",
                "Hello Address",
                "My City",
                "1.5",
                "1",
                "1.201",
                "Nothing SPL",
                "No Remarks",
                "My Company?",
            )
        },
    ),
    # Cells begin on row 3.
    Read("calamine/no-header.xlsx", ("a", "0"), 1, {4: ("b", "1")}),
    # Phonetic readings beside the text are no text.
    Read("calamine/rph.xlsx", ("課きく 毛こ",), 0, {}),
    # Cells begin at B4.
    Read(
        "calamine/temperature-in-middle.xlsx",
        ("label", "value"),
        2,
        {5: ("celsius", "22.2222"), 6: ("fahrenheit", "72")},
    ),
    Read("csv-spectrum/empty.csv", ("a", "b", "c"), 2, {2: ("1", None, None), 3: ("2", "3", "4")}),
    Read("csv-spectrum/escaped_quotes.csv", ("a", "b"), 2, {2: ("1", 'ha "ha" ha'), 3: ("3", "4")}),
    # Quotes within unquoted fields; the replacement characters are in the file.
    Read(
        "csv-spectrum/location_coordinates.csv",
        ("Contact Phone Number", "Location Coordinates", "Cities", "Counties"),
        1,
        {2: ("2095257564", "37\ufffd36'37.8\"N 121\ufffd2'17.9\"W", "Modesto", "Stanislaus")},
    ),
    Read(
        "csv-spectrum/newlines_crlf.csv",
        ("a", "b", "c"),
        3,
        {2: ("1", "2", "3"), 3: ("Once upon \r\na time", "5", "6"), 5: ("7", "8", "9")},
    ),
    Read("csv-spectrum/simple.csv", ("a", "b", "c"), 1, {2: ("1", "2", "3")}),
    Read("csv-spectrum/utf8.csv", ("a", "b", "c"), 2, {2: ("1", "2", "3"), 3: ("4", "5", "ʤ")}),
    Read("csv-test-data/bad-header-less-fields.csv", FOO, 0, {}, {2: "2 fields, expected 3"}),
    Refused("csv-test-data/bad-header-no-header.csv", 1, *EMPTY),
    Read("csv-test-data/bad-missing-quote.csv", FOO, 0, {}, {2: UNCLOSED}),
    Read("csv-test-data/bad-unescaped-quote.csv", FOO, 1, {2: ("1", 'This "quotes" must be escaped', "3")}),
    Read("csv-test-data/empty-one-column.csv", ("foo",), 0, {}),
    Read("csv-test-data/header-simple.csv", FOO, 1, {2: ("1", "2", "3")}),
    Read("csv-test-data/one-column.csv", ("foo",), 1, {2: ("1",)}),
    Read("csv-test-data/quotes-with-comma.csv", FOO, 1, {2: ("1", "Luke, I am your father.", "3")}),
    Read("csv-test-data/quotes-with-newline.csv", FOO, 1, {2: ("1", "No man is an island,\nEntire of itself", "3")}),
    Read("csv-test-data/simple-crlf.csv", FOO, 1, {2: ("1", "2", "3")}),
    Read("csv-test-data/trailing-newline-one-field.csv", ("foo",), 1, {2: ("1",)}),
    Read("csv-test-data/trailing-space.csv", FOO, 1, {2: ("1", "trailing space ", "3")}),
    # Lines that end with a carriage return alone.
    Read(
        "csvlint/cr-line-endings.csv",
        ("Foo", "Bar", "Baz"),
        2,
        {2: ("Biff", "Baff", "Boff"), 3: ("Qux", "Teaspoon", "Doge")},
    ),
    # Lines that end in both ways.
    Read(
        "csvlint/inconsistent-line-endings-unquoted.csv",
        ("Foo", "Bsr", "Baz"),
        2,
        {2: ("Biff", "Baff", "Boff"), 3: ("Qux", "Teaspoon", "Doge")},
    ),
    # Latin-1. As GB18030 it would decode, into characters that nobody wrote.
    Refused("csvlint/invalid-byte-sequence.csv", 1, *UNKNOWN),
    Read(
        "csvlint/invalid-byte-sequence.csv",
        ("Data", "Dependencia Origem", "Histórico", "Data do Balancete", "Número do documento", "Valor", ""),
        23,
        {
            2: ("10/31/2012", None, "Saldo Anterior", None, "0", "100.00", None),
            24: ("11/05/2012", None, "Pagamento de Título - XXXXXXXXXXXXXXXXXXX", None, "110501", "-100.00", None),
        },
        options={"encoding": "latin-1"},
    ),
    Read(
        "csvlint/lf-line-endings.csv",
        ("Foo", "Bsr", "Baz"),
        2,
        {2: ("Biff", "Baff", "Boff"), 3: ("Qux", "Teaspoon", "Doge")},
    ),
    Read("csvlint/spreadsheet.xlsx", ("a", "b", "c"), 0, {}),
    Read("csvlint/valid_many_rows.csv", ("Foo", "Bar", "Baz"), 6, {2: ("1", "2", "3"), 7: ("3", "2", "1")}),
    Read("csvlint/windows-line-endings.csv", ("a", "b", "c"), 1, {2: ("d", "e", "f")}),
    # The Chinese of the header was lost: two names stand twice.
    Refused("destroyed_headers.csv", None, "'??' (column 1) and '??' (column 3) both claim", "都对应"),
    Read(
        "destroyed_headers.csv",
        ("??", "????", "??", "????", "???"),
        160,
        {
            2: ("2017/1/1", "Aiden Morris", "Western", "13", "55%"),
            161: ("2020/10/1", "Priscilla Taylor", "Middle", "16", "51%"),
        },
        columns=("???",),
    ),
    Refused("duckdb/auto__duplicate_header_columns.csv", None, "'a' (column 1) and 'a' (column 2)", "都对应"),
    # No header at all, a pipe as delimiter, lines that end in both ways.
    Read(
        "duckdb/auto__multi_column_string_mix.csv",
        ("1", "6370", "371", "p1"),
        8,
        {2: ("10", "214", "465", "p2"), 9: ("100000000", "15519", "785", "p9")},
    ),
    # Two lines of notes, and a header on line 3.
    Read(
        "duckdb/auto__multiple_skip_row.csv",
        ("number", "text", "date"),
        1,
        {4: ("345.0", "TEST4", "2000-12-13")},
        options={"header_row": 3},
    ),
    Read(
        "duckdb/auto__multiple_skip_row.csv",
        ("some notes...",),
        0,
        {},
        {2: "2 fields, expected 1", 3: "3 fields, expected 1", 4: "3 fields, expected 1"},
    ),
    Read(
        "duckdb/auto__unnamed_columns.csv",
        ("123", "TEST2", "text1", *[""] * 9, "value1"),
        1,
        {2: ("345", "TEST2", "text2", *[None] * 9, "value2")},
    ),
    Read(
        "duckdb/bad_date_timestamp_mix.csv",
        ("date", "eventID", "subplotID", "ts", "t2_2"),
        1,
        {2: ("2016-10-03", "vst_OSBS_2016", "41_10_1", "2020-01-01 01:02:03", "01-01-2020 01:02:03")},
    ),
    # Comments and remarks between the rows; the header is on line 6.
    Read(
        "duckdb/comments__invalid_rows.csv",
        ("a", "b"),
        2,
        {8: ("1", "3"), 9: ("6", "7")},
        {7: "1 fields, expected 2", 10: "1 fields, expected 2"},
        options={"header_row": 6},
    ),
    # Thousands parted by commas; the delimiter is the pipe.
    Read("duckdb/double_trouble.csv", ("text", "number"), 2736, {2: ("foo", "123,000"), 2737: ("foo", "123,000")}),
    Refused("duckdb/encodings__shift_jis.csv", 1, *UNKNOWN),
    Read(
        "duckdb/encodings__shift_jis.csv",
        ("名前", "年齢"),
        20,
        {2: ("名前", "25"), 4: ("佐藤", "28")},
        options={"encoding": "shift_jis"},
    ),
    # No header; a short line, and a quote that opens on line 3 and closes on line 4.
    Read(
        "duckdb/evil_nullpadding.csv",
        ("pedro", "br", "nl", "1.72"),
        0,
        {},
        {2: "2 fields, expected 4", 3: "2 fields, expected 4, on 2 lines"},
    ),
    Read(
        "duckdb/headers__unescaped_quote.csv", ("Name", "Unescaped'Quote"), 2, {2: ("Alice", "123"), 3: ("Bob", "456")}
    ),
    Read(
        "duckdb/mixed_timestamps.csv",
        ("A", "B"),
        5,
        {2: ("1", "2024-03-08 01:25:58"), 4: ("3", "03/10/2024 01:25:58"), 6: ("5", "2024-03-12 01:25:58")},
    ),
    Read(
        "duckdb/rejects__dr_who.csv",
        ("date", "datetime", "time", "timestamp", "time_tz"),
        1,
        {2: ("not-a-date", "not-a-datetime", "not-a-time", "not-a-timestamp", "not-a-time-tz")},
    ),
    Read(
        "duckdb/rejects__incorrect_columns__mix_columns.csv",
        ("a", "b", "c", "d"),
        2768,
        {2: ("1", "2", "3", "4"), 2773: ("1", "2", "3", "4")},
        {
            1604: "1 fields, expected 4",
            1671: "6 fields, expected 4",
            2751: "2 fields, expected 4",
            2768: "6 fields, expected 4",
        },
    ),
    Refused("duckdb/rejects__multiple_errors__invalid_utf_more.csv", 3, *UNKNOWN),
    Read(
        "duckdb/rejects__multiple_errors__invalid_utf_more.csv",
        ("name", "age", "current_day", "barks"),
        1,
        {2: ("oogie boogie", "3", " 2023-01-01", " 2")},
        {3: "byte 0xff cannot be decoded as utf-8"},
        options={"encoding": "utf-8"},
    ),
    Read(
        "duckdb/rejects__multiple_errors__unquoted_maxline.csv",
        ("name", "age", "current_day", "barks"),
        2,
        {2: ("oogie boogie", "3", " 2023-01-01", " 2"), 4: ("oogie boogie", "3", " 2023-01-02", " 7")},
        {3: AFTER},
    ),
    # Two quotes that are never closed; the rows behind them are not swallowed.
    Read(
        "duckdb/rejects__unquoted__unquoted_new_line.csv",
        ("a", "b"),
        6,
        {2: ("bla", "1"), 4: ("bla", "3"), 7: ("bla", "1"), 9: ("bla", "3")},
        {5: UNCLOSED, 6: UNCLOSED},
    ),
    Refused("duckdb/test__invalid_utf_quoted_nl.csv", 12, *UNKNOWN),
    # Read as UTF-8, only the record of three lines that holds the bad bytes is set aside.
    Read(
        "duckdb/test__invalid_utf_quoted_nl.csv",
        ("valid", "valid", "valid"),
        19,
        {2: ("valid", "valid", "valid"), 14: ("valid", "valid", "valid")},
        {11: "byte 0xff cannot be decoded as utf-8"},
        options={"encoding": "utf-8"},
        columns=(),
    ),
    # A number that is quoted, for it holds commas.
    Read(
        "duckdb/thousands_separator__thousands_broken.csv",
        ("100,000.00",),
        3,
        {2: ("300,000.20",), 3: ("300,0,00.40",), 4: ("30,0,0.406",)},
    ),
    Read(
        "duckdb/unescaped_quotes__some_escaped_some_not.csv",
        ('Pedro "the" legend',),
        1,
        {3: ('Pedro "the',)},
        {2: AFTER, 4: AFTER},
    ),
    # Lines of delimiters alone are no rows.
    Read(
        "frictionless/blank-rows-multiple.csv",
        ("id", "name", "age"),
        2,
        {2: ("1101", "John", "30"), 3: ("1102", "Julie", "26")},
    ),
    Read(
        "frictionless/cast-int-to-string-issue-1251.xls",
        ("A", "B", "C", "D", "E"),
        2,
        {2: ("001", "b", "1", "a", "1"), 3: ("002", "c", "1", "1", "1")},
    ),
    Refused("frictionless/empty.csv", 1, *EMPTY),
    Refused("frictionless/invalid.csv", None, "'name' (column 2) and 'name' (column 4) both claim", "都对应"),
    Read(
        "frictionless/invalid.csv",
        ("id", "name", "", "name"),
        0,
        {},
        {2: "2 fields, expected 4", 3: "2 fields, expected 4", 5: "5 fields, expected 4"},
        columns=("id",),
    ),
    Read(
        "frictionless/issue-870.xlsx",
        ("0", "First Name", "Last Name", "Gender", "Country", "Age", "Date", "Id"),
        9,
        {
            2: ("1", "Dulce", "Abril", "Female", "United States", "32", "15/10/2017", "1562"),
            10: ("9", "Vincenza", "Weiland", "Female", "United States", "40", "21/05/2015", "6548"),
        },
    ),
    # A header over five rows; its first is taken, and row 6 may be named.
    Read(
        "frictionless/multiline-headers.xlsx",
        ("Region", "Caloric contribution", "Cumulative impact of changes on cost of food basket", ""),
        3,
        {4: (None, None, "from previous quarter", "from baseline (%)"), 6: ("A", "B", "C", "D")},
    ),
    Read("frictionless/multiline-headers.xlsx", ("A", "B", "C", "D"), 0, {}, options={"header_row": 6}),
    # Numbers and dates under many formats: 51276 is 20 May 2040 in each.
    Read(
        "frictionless/preserve-formatting.xlsx",
        (
            "empty",
            "0",
            "0.00",
            "0.0000",
            "0.00000",
            "0.0000#",
            "m/d/yy",
            "d-mmm",
            "mm/dd/yy",
            "mmddyy",
            "mmddyyam/pmdd",
        ),
        1,
        {2: (None, *["1000.5577"] * 5, *["2040-05-20"] * 5)},
    ),
    Read(
        "frictionless/skip-rows-before-headers.csv",
        ("id", "name"),
        2,
        {3: ("1", "english"), 4: ("2", "中国人")},
        options={"header_row": 2},
    ),
    Refused("frictionless/table-infer-iso-8859-7.csv", 2, *UNKNOWN),
    Read(
        "frictionless/table-infer-iso-8859-7.csv",
        ("id", "age", "name"),
        4,
        {2: ("1", "39", "Λεωνιδας"), 5: ("4", "28", "Ευστοργιος")},
        options={"encoding": "iso-8859-7"},
    ),
    Read(
        "frictionless/table-with-ints-floats-dates.ods",
        ("Int", "Float", "Date", "Datetime"),
        3,
        {
            2: ("2013", "3.3", "2009-08-16", "2009-08-16 05:43:21"),
            3: ("1997", "5.6", "2009-09-20", "2009-09-20 15:30:00"),
        },
    ),
    Read(
        "frictionless/timezone.csv",
        ("datetime", "time"),
        4,
        {2: ("2020-01-01T15:00:00", "15:00:00"), 5: ("2020-01-01T15:00:00-03:00", "15:00:00-03:00")},
    ),
    Read(
        "gbk.csv",
        ("年度", "季度", "地区", "国家", "服务分类", "各国销售额", "各国利润"),
        856,
        {
            2: ("2017", "第二季度", "Eastern", "Burundi", "Public", "542.68", "0"),
            857: ("2020", "第一季度", "Western", "Togo", "Public", "992.23", "-19.84"),
        },
    ),
    # Dates count from 1904.
    Read("qsv/excel-1904-epoch.xlsx", ("item", "date"), 2, {2: ("alpha", "2024-01-15"), 3: ("beta", "2020-07-04")}),
    # Sixty-two rows on 148 lines, for many fields run over several; 26 columns.
    Read(
        "qsv/utf8-japanesedata.csv",
        ("番号", "植物名", "上", "正", "下"),
        62,
        {
            2: ("1", "マダガスカルジャスミン", None, "1", None),
            4: ("2", "コルディリネ", None, None, "1"),
            147: ("62", "レッドドラゴン"),
            148: ("63", "アスパラ", None, None, "1", "アスパラガス"),
        },
    ),
    # Doubled quotes in long Spanish texts; 17 columns.
    Read(
        "frictionless/doublequote.csv",
        ("INCISO", "NOMBREINCISO", "UE", "NOMBREUE", "AÑO"),
        5,
        {
            2: (
                "A.N.E.P.",
                "Administración Nacional de Educación Pública",
                "CES",
                "Consejo de Educación Secundaria",
                "2019",
            )
        },
    ),
    # Fields parted by spaces, though unquoted texts hold spaces too: 18 of the 83 rows have nine fields.
    Read(
        "duckdb/pollock__file_field_delimiter_0x20.csv",
        ("DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL", "Comments"),
        18,
        {},
        {2: "11 fields, expected 9", 3: "10 fields, expected 9", 4: "11 fields, expected 9"},
        options={"delimiter": " "},
        more_rejects=62,
    ),
)


def _log(header: tuple[str, ...], columns: tuple[str, ...] | None) -> Log:
    """A log whose columns are those of the file; of ``columns`` alone, where names stand twice."""
    names = columns if columns is not None else tuple(dict.fromkeys(name for name in header if name))
    entries = [Column(f"column_{at}", "text", None, False, False, (name,)) for at, name in enumerate(names)]
    return Log("zoo", "动物园", (), tuple(entries))


def _scan(relation: CsvScan) -> list[Row]:
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(relation.columns))
    query = (
        f"SELECT * FROM read_csv($path, columns = {{{columns}}}, auto_detect = false, header = false,"
        f" skip = {relation.skip_lines}, delim = $delimiter, quote = '\"', escape = '\"', strict_mode = true)"
    )
    with duckdb.connect() as connection:
        values = {"path": literal_glob(relation.path), "delimiter": relation.delimiter}
        return connection.execute(query, values).fetchall()


def _read(
    file: str, options: dict[str, object], columns: tuple[str, ...] | None, spare: Path
) -> tuple[tuple[str, ...], RawTable, list[Row]]:
    """The file as the engine reads it: by a strict scan where that agrees with its bytes, else carefully."""
    path, settings = ZOO / file, LogOptions(**options)
    sniffed = sniff(path, settings, None, file)
    log = _log(sniffed.header, columns)
    given = LogFile("zoo", path, file)
    raw = open_raw(given, log, settings, spare, Limits())
    if isinstance(raw.relation, CsvScan):
        try:
            rows = _scan(raw.relation)
        except duckdb.Error:
            rows = []
        if len(rows) == raw.relation.expected_rows:
            return sniffed.header, raw, rows
        raw = read_carefully(given, log, settings, sniffed, Limits())
    assert isinstance(raw.relation, TextTable)
    return sniffed.header, raw, [tuple(row.values()) for row in raw.relation.table.to_pylist()]


def _id(case: Read | Refused) -> str:
    options = ",".join(f"{name}={value}" for name, value in case.options.items())
    return f"{case.file}[{options}]" if options else case.file


@pytest.mark.parametrize("case", [case for case in CASES if isinstance(case, Read)], ids=_id)
def test_read_right(case: Read, tmp_path: Path) -> None:
    header, raw, rows = _read(case.file, case.options, case.columns, tmp_path)
    by_line = {raw.lines.line(at): row for at, row in enumerate(rows) if any(row)}
    assert header[: len(case.header)] == case.header
    assert len(by_line) == case.rows
    assert {line: by_line[line][: len(row)] for line, row in case.some.items()} == case.some
    rejects = {reject.line: reject.reason.split(" / ")[0] for reject in raw.rejects}
    assert {line: rejects[line] for line in case.rejects} == case.rejects
    assert len(raw.rejects) == len(rejects) == len(case.rejects) + case.more_rejects
    assert all((reject.log, reject.file, reject.column) == ("zoo", case.file, "") for reject in raw.rejects)


@pytest.mark.parametrize("case", [case for case in CASES if isinstance(case, Refused)], ids=_id)
def test_refused(case: Refused, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        _read(case.file, case.options, None, tmp_path)
    assert caught.value.exit_code == 3
    place = (f", line {case.line}: ", f" 第 {case.line} 行：") if case.line else ("", "")
    for said, part, where in ((caught.value.en, case.en, place[0]), (caught.value.zh, case.zh, place[1])):
        assert said.startswith(case.file)
        assert where in said
        assert part in said


@pytest.mark.parametrize(
    ("file", "encoding", "count"),
    [
        ("boston_animal_2016.csv", "utf-8", 7494),
        ("citizen_messages_gb18030.csv", "gb18030", 2816),
        ("nyc_2018_dohmh_155.csv", "utf-8", 155),
        ("workdays_cn.csv", "utf-8", None),
    ],
)
def test_real_exports_as_the_csv_module_reads_them(file: str, encoding: str, count: int | None, tmp_path: Path) -> None:
    with (ZOO.parent / file).open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, strict=True)
        header = next(reader)
        expected: list[tuple[int, list[str]]] = []
        before = reader.line_num
        for row in reader:
            expected.append((before + 1, row))
            before = reader.line_num
    found, raw, rows = _read(f"../{file}", {}, None, tmp_path)
    assert list(found) == header
    assert count in (None, len(rows))
    places = raw.lines.lines(range(len(rows)))
    assert [(places[at], [text or "" for text in row]) for at, row in enumerate(rows)] == expected


def test_the_citizens_messages_as_a_workbook(tmp_path: Path) -> None:
    """Times are text, save on row 7, where one is a spreadsheet date."""
    header, raw, rows = _read("../citizen_messages.xlsx", {}, None, tmp_path)
    assert header == ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
    assert len(rows) == 2816
    assert (raw.lines.line(0), rows[0][3], rows[0][6]) == (2, "2019/4/25 9:32:09", "2019/5/10 14:56:53")
    assert (raw.lines.line(5), rows[5][3]) == (7, "2019-04-08 08:37:20")


def test_the_violations_as_parquet(tmp_path: Path) -> None:
    raw = open_raw(
        LogFile("zoo", ZOO.parent / "hpd_violations_bronx_c_18838.parquet", "hpd"),
        _log(("violationid", "inspectiondate"), None),
        LogOptions(),
        tmp_path,
        Limits(),
    )
    assert isinstance(raw.relation, ParquetScan)
    with duckdb.connect() as connection:
        query = "SELECT count(*) FROM read_parquet($path)"
        assert connection.execute(query, {"path": str(raw.relation.path)}).fetchone() == (18_838,)
    assert (raw.columns["column_0"].native, raw.columns["column_1"].native) == ("BIGINT", "VARCHAR")


def test_nothing_is_lost() -> None:
    """Every file has an expectation."""
    there = {path.relative_to(ZOO).as_posix() for path in ZOO.rglob("*") if path.is_file()}
    assert there == {case.file for case in CASES}
