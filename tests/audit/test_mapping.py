"""Exports that were not made for commsaudit, mapped by settings (product.md, "Exports that were not made for it")."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from small import LATE, audit, csv_text, records, status, write

from commsaudit.audit.request import AuditRun
from commsaudit.errors import InputError, SettingsError

THEIRS = {"Case No": "C-2", "Opened": "03/05/2026 09:00:00 AM", "First Reply": "03/06/2026 05:00:00 PM"}
COLUMNS = {"complaint_id": "Case No", "received_at": "Opened", "responded_at": "First Reply"}
FORM = "%m/%d/%Y %I:%M:%S %p"
FORMATS = {"received_at": FORM, "responded_at": [FORM, "%Y-%m-%d"]}


def theirs(folder: Path, data: str | bytes, name: str = "311_march.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def mapped(folder: Path, **options: Any) -> AuditRun:
    table = {"files": ["311_*"], "columns": COLUMNS, "formats": FORMATS, **options}
    return audit(folder, "2026-03", settings={"logs": {"complaints": table}})


def test_columns_formats_and_files(tmp_path: Path) -> None:
    late = {**THEIRS, "Case No": "C-3", "First Reply": "2026-03-09"}
    run = mapped(theirs(tmp_path / "logs", csv_text([THEIRS, late])))
    assert (run.rejects, records(run, "2.3.3")) == ([], ["C-3"])


def test_without_the_format_a_month_first_date_is_rejected_with_the_setting_that_would_decide_it(
    tmp_path: Path,
) -> None:
    year_first = {**THEIRS, "Case No": "C-3", "Opened": "2026-03-05", "First Reply": ""}
    run = mapped(theirs(tmp_path / "logs", csv_text([THEIRS, year_first])), formats={})
    assert [(each.column, each.value) for each in run.rejects] == [
        ("received_at", THEIRS["Opened"]), ("responded_at", THEIRS["First Reply"]),
    ]  # fmt: skip
    assert all("formats" in each.reason and "complaints" in each.reason for each in run.rejects)


def test_constants(tmp_path: Path) -> None:
    rows = csv_text([THEIRS]).replace("project_id,", "").replace("P1,", "")
    run = mapped(theirs(tmp_path / "logs", rows), constants={"project_id": "north", "channel": "电话"})
    assert [each.project_id for each in run.result.projects] == ["north"]


def test_words(tmp_path: Path) -> None:
    row = {**THEIRS, "Via": "Citizens Connect App", "Handler": "H1", "Logged": "2026-03-05", "First Reply": ""}
    columns = {**COLUMNS, "channel": "Via", "handler_id": "Handler", "logged_at": "Logged"}
    folder = theirs(tmp_path / "logs", csv_text([row]))
    unmapped = mapped(folder, columns=columns)
    assert unmapped.unknown_words == {("complaints", "channel"): {"Citizens Connect App": 1}}
    assert status(unmapped, "2.4.1") == "not_applicable"
    run = mapped(folder, columns=columns, words={"channel": {"citizens connect app": "app"}})
    assert (run.unknown_words, status(run, "2.4.1")) == ({}, "fail")


def test_words_mean_flags_too(tmp_path: Path) -> None:
    row = {**THEIRS, "Hard": "schwierig", "Closed": "", "Form": ""}
    columns = {**COLUMNS, "difficult": "Hard", "closed_at": "Closed", "form_no": "Form"}
    folder = theirs(tmp_path / "logs", csv_text([row]))
    run = mapped(folder, columns=columns, words={"difficult": {"Schwierig": "是", "leicht": "否"}})
    assert (run.rejects, status(run, "2.2.2")) == ([], "fail")


@pytest.mark.parametrize("odd", ["", " 物业"])
def test_words_with_full_width_signs_whatever_else_the_column_holds(tmp_path: Path, odd: str) -> None:
    rows = [{**THEIRS, "Whose": "外部（其他）"}, {**THEIRS, "Case No": "C-3", "Whose": odd}]
    columns = {**COLUMNS, "area": "Whose"}
    run = mapped(theirs(tmp_path / "logs", csv_text(rows)), columns=columns, words={"area": {"外部（其他）": "市政"}})
    assert run.rejects == []


@pytest.mark.parametrize(("column", "word"), [("area", "火星"), ("difficult", "也许"), ("summary", "物业")])
def test_what_a_word_means_must_be_a_word_of_ours(tmp_path: Path, column: str, word: str) -> None:
    with pytest.raises(SettingsError, match=rf"logs\.complaints\.words\.{column}"):
        mapped(theirs(tmp_path / "logs", csv_text([THEIRS])), words={column: {"x": word}})


def test_what_a_word_means_may_be_said_by_any_of_its_names(tmp_path: Path) -> None:
    row = {**THEIRS, "Whose": "Landlord", "Ref": "2026-03-05"}
    columns = {**COLUMNS, "area": "Whose", "referred_at": "Ref", "handler_id": "Case No", "assigned_at": "Opened"}
    folder = theirs(tmp_path / "logs", csv_text([row]))
    for said in ("developer", "地产", "开发商"):
        run = mapped(
            folder, columns=columns, formats={**FORMATS, "assigned_at": FORM}, words={"area": {"Landlord": said}}
        )
        assert (run.rejects, status(run, "2.3.1")) == ([], "pass")


@pytest.mark.parametrize("blank", ["?", "N/A", " N/A "])
def test_blanks(tmp_path: Path, blank: str) -> None:
    run = mapped(theirs(tmp_path / "logs", csv_text([{**THEIRS, "First Reply": blank}])), blanks=["?", "N/A"])
    assert (run.rejects, status(run, "2.3.3")) == ([], "fail")


def test_encoding(tmp_path: Path) -> None:
    row = {**THEIRS, "Antwort": "erledigt – ja", "Melder": "Müller"}
    columns = {**COLUMNS, "result": "Antwort", "complainant_name": "Melder"}
    run = mapped(theirs(tmp_path / "logs", csv_text([row]).encode("cp1252")), columns=columns, encoding="cp1252")
    assert (run.rejects, status(run, "2.3.3")) == ([], "pass")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_that_are_found_by_themselves(tmp_path: Path, encoding: str) -> None:
    text = "投诉编号,项目编号,受理时间,回应时间,投诉人\nC-2,锦绣花园,2026年3月5日9时,2026-03-09,㐀𠮷先生\n"
    run = audit(theirs(tmp_path / "logs", text.encode(encoding), "投诉.csv"), "2026-03")
    assert [each.project_id for each in run.result.findings] == ["锦绣花园"]


def test_an_unknown_encoding_is_an_error(tmp_path: Path) -> None:
    with pytest.raises((SettingsError, InputError), match="klingon"):
        mapped(theirs(tmp_path / "logs", csv_text([THEIRS])), encoding="klingon")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter(tmp_path: Path, delimiter: str) -> None:
    run = mapped(theirs(tmp_path / "logs", csv_text([THEIRS], delimiter)), delimiter=delimiter)
    assert (run.rejects, status(run, "2.3.3")) == ([], "pass")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_that_are_found_by_themselves(tmp_path: Path, delimiter: str) -> None:
    folder = theirs(tmp_path / "logs", csv_text([LATE], delimiter), "complaints.csv")
    assert records(audit(folder, "2026-03"), "2.3.3") == ["C-2"]


def test_header_row(tmp_path: Path) -> None:
    text = "Report of March,,\n,,\n" + csv_text([THEIRS, {**THEIRS, "Case No": "C-3", "First Reply": ""}])
    run = mapped(theirs(tmp_path / "logs", text), header_row=3)
    (finding,) = run.result.findings
    assert finding.source is not None
    assert (finding.record_id, finding.source.line) == ("C-3", 5)


def test_sheet_and_header_row_of_a_workbook_that_calls_itself_csv(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    book = xlsxwriter.Workbook(str(folder / "311_march.csv"))
    book.add_worksheet("Cover").write_string(0, 0, "nothing here")
    sheet = book.add_worksheet("Cases")
    day = book.add_format({"num_format": "yyyy/m/d h:mm"})
    sheet.write_string(0, 0, "Report of March")
    for column, name in enumerate(("project_id", "Case No", "Opened", "First Reply")):
        sheet.write_string(1, column, name)
    sheet.write_string(2, 0, "P1")
    sheet.write_number(2, 1, 7)
    sheet.write_datetime(2, 2, datetime(2026, 3, 5, 9, 0), day)
    sheet.write_datetime(2, 3, datetime(2026, 3, 9, 9, 0), day)
    book.close()
    run = mapped(folder, formats={}, sheet="Cases", header_row=2)
    (finding,) = run.result.findings
    assert finding.source is not None
    assert (finding.record_id, finding.source.line) == ("7", 3)
    with pytest.raises(InputError, match="Casse"):
        mapped(folder, sheet="Casse")


def test_timezone_of_one_log(tmp_path: Path) -> None:
    # 5 March 23:30 in Tokyo is 22:30 in Shanghai; 6 March 23:59 in London is 7 March in Shanghai.
    row = {**LATE, "received_at": "2026-03-05 10:00", "responded_at": "2026-03-06 23:59"}
    folder = write(tmp_path / "logs", complaints=[row])
    assert status(audit(folder, "2026-03"), "2.3.3") == "pass"
    london = {"logs": {"complaints": {"timezone": "Europe/London"}}}
    assert status(audit(folder, "2026-03", settings=london), "2.3.3") == "fail"


def test_the_company_timezone_and_offsets(tmp_path: Path) -> None:
    row = {**LATE, "received_at": "2026-03-05T09:00:00+08:00", "responded_at": "2026-03-06T15:30:00Z"}
    folder = write(tmp_path / "logs", complaints=[row])
    assert status(audit(folder, "2026-03"), "2.3.3") == "pass"
    # In Tokyo the answer came on 7 March, half past midnight.
    assert status(audit(folder, "2026-03", settings={"timezone": "Asia/Tokyo"}), "2.3.3") == "fail"


def test_parquet_by_native_types_in_another_zone(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    moments = pa.array([datetime(2026, 3, 5, 1, 0), datetime(2026, 3, 6, 16, 30)], pa.timestamp("us", tz="UTC"))
    table = {"Case No": pa.array([2]), "project_id": ["P1"], "Opened": moments[:1], "First Reply": moments[1:]}
    pq.write_table(pa.table(table), folder / "311_march.parquet")
    run = mapped(folder, formats={})
    (finding,) = run.result.findings
    # 16:30 UTC is half past midnight of the next day in Shanghai.
    assert (finding.record_id, finding.due_at) == ("2", datetime(2026, 3, 6, 23, 59, 59, 999999))


FORMS = [
    "2026-3-5 8:07", "2026/3/5 8:07", "2026.03.05 08:07", "2026年3月5日8时7分", "2026年3月5日 8:07:00", "202603050807",
    "20260305 08:07", "2026-03-05T08:07:00+08:00", "2026-03-05T00:07:00Z", "２０２６／３／５　８：０７", " 2026-3-5 8:07\t",
    "2026/3/5 上午8:07",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_usual_year_first_form(tmp_path: Path, form: str) -> None:
    # 2.11.1 falls due at the very moment.
    row = {"access_id": "A-1", "accessed_at": form, "approved_by_role": "客服", "approved_at": ""}
    document = {"document_id": "D-1", "kind": "其他", "approved_at": ""}
    run = audit(write(tmp_path / "logs", data_access=[row], documents=[document]), "2026-03")
    due = {each.record_id: each.due_at for each in run.result.findings if each.clause == "2.11.1"}
    assert (run.rejects, due["A-1"]) == ([], datetime(2026, 3, 5, 8, 7))


@pytest.mark.parametrize("form", ["2026-3-5", "2026/3/5", "2026.03.05", "2026年3月5日", "20260305", "2026-03-05 0:00"])
def test_a_bare_date(tmp_path: Path, form: str) -> None:
    row = {"access_id": "A-1", "accessed_at": form, "approved_by_role": "项目经理", "approved_at": "2026-03-05 23:00"}
    document = {"document_id": "D-1", "kind": "其他", "approved_at": ""}
    run = audit(write(tmp_path / "logs", data_access=[row], documents=[document]), "2026-03")
    assert [each.record_id for each in run.result.findings if each.clause == "2.11.1"] == ["#custodian"]


def test_ids_are_text_and_keep_their_zeros(tmp_path: Path) -> None:
    rows = [{**LATE, "complaint_id": name} for name in ("007", "7", "ＡＢ７", " x ")]
    assert set(records(audit(write(tmp_path / "logs", complaints=rows), "2026-03"), "2.3.3")) == {
        "007",
        "7",
        "AB7",
        "x",
    }


def test_two_columns_that_claim_one_name_are_an_error_that_names_both(tmp_path: Path) -> None:
    text = "complaint_id,project_id,受理时间,投诉时间,responded_at\nC-1,P1,2026-03-05,2026-03-05,\n"
    with pytest.raises(InputError, match=r"受理时间.*投诉时间"):
        audit(theirs(tmp_path / "logs", text, "complaints.csv"), "2026-03")


def test_a_mapped_header_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Firts Reply"):
        mapped(theirs(tmp_path / "logs", csv_text([THEIRS])), columns={**COLUMNS, "responded_at": "Firts Reply"})
