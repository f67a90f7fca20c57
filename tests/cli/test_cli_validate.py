"""``commsaudit logs validate``: what each file would load as, and what cannot be assessed for it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cli_calls import HEADER

CLEAN = "C-1,P1,2026-03-02 09:00,2026-03-03 10:00\n"


@pytest.mark.usefixtures("logs")
def test_a_file_that_is_understood(run):
    done = run("logs", "validate", "logs")
    assert done.code == 0
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert lines[0] == "logs/complaints.csv: complaints (投诉)"
    assert "read as CSV, utf-8, comma, header in line 1" in lines
    assert "columns 4: complaint_id, project_id, received_at, responded_at" in lines
    assert "rows 3: 3 loaded, 0 rejected, 0 duplicates, 0 superseded by later ones" in lines
    text = " ".join(done.out.split())
    assert "2.2.1 (logged_at)" in text  # what it lacks, and which clause for want of it
    assert "2.3.3" not in text  # which has all that it reads
    assert "no log notices: 2.1.2" in text
    zh = run("logs", "validate", "logs", "--lang", "zh").out
    for said in ("读取方式", "无法评判", "没有日志 信息发布（notices）：2.1.2", "表头在第 1 行"):
        assert said in zh


def test_encodings_delimiters_and_kinds(run):
    Path("投诉.csv").write_bytes("投诉编号;项目编号;受理时间;回应时间\nC-1;P1;2026-03-02;\n".encode("gb18030"))
    pq.write_table(pa.table({"staff_id": ["S-1"], "project_id": ["P1"], "role": ["service"]}), "staff.parquet")
    run("logs", "template", "weather", "-o", "weather.xlsx")
    out = " ".join(run("logs", "validate", ".").out.split())
    assert "read as CSV, gb18030, semicolon, header in line 1" in out
    assert "read as Parquet" in out
    assert "read as workbook" in out


def test_rejects_duplicates_superseded_and_unknown_words(run):
    header = HEADER.replace("\n", ",channel\n")
    rows = (
        "C-1,P1,2026-03-02,,phone\nC-1,P1,2026-03-02,,phone\nC-1,P1,2026-03-02,2026-03-03,phone\n"
        "C-2,P1,03/04/2026,,phone\nC-3,P1,2026-03-04,,pigeon\n"
    )
    Path("complaints.csv").write_text(header + rows)
    done = run("logs", "validate", "complaints.csv")
    assert done.code == 3
    out = " ".join(done.out.split())
    assert "rows 5: 2 loaded, 1 rejected, 1 duplicate, 1 superseded by later ones" in out
    assert "rejected line 5 received_at '03/04/2026': not a year-first date or time" in out
    assert "complaints.channel: unknown words read as 'other': pigeon (1)" in out
    assert "不是年在前的日期或时间" in run("logs", "validate", "complaints.csv", "--lang", "zh").out


def test_many_rejects_are_counted(run):
    Path("complaints.csv").write_text(HEADER + "C-1,P1,never,\n" * 9)
    out = run("logs", "validate", "complaints.csv").out
    assert out.count("'never'") == 5
    assert "and 4 more" in out


def test_a_bad_file_does_not_keep_the_others_back(run, logs):
    (logs / "contacts.csv").write_text("")
    (logs / "staff.csv").write_text("staff_id,staff_id\nS-1,S-1\n")
    (logs / "notices.parquet").write_bytes(b"PAR1" + b"\0" * 20)
    done = run("logs", "validate", "logs")
    assert done.code == 3
    text = " ".join(done.out.split())
    for said in ("the file is empty", "both claim 'staff_id'", "cut off or damaged", "3 loaded"):
        assert said in text


def test_files_of_two_shapes_are_both_named(run):
    Path("complaints_1.csv").write_text(HEADER + CLEAN)
    Path("complaints_2.csv").write_text("complaint_id,project_id,received_at\nC-2,P1,2026-03-02\n")
    done = run("logs", "validate", ".")
    assert done.code == 3
    assert done.out.count("lacks columns") == 2


def test_what_a_value_tells_of_people_is_masked(run):
    Path("households.csv").write_text("household_id,project_id,owner_name\nH-1,P1,张三,x\n", "utf-8")
    assert "张三" not in run("logs", "validate", ".").out
    assert "张三" in run("logs", "validate", ".", "--reveal").out


def test_standard_input(run, logs):
    data = (logs / "complaints.csv").read_bytes()
    done = run("logs", "validate", "-", "--log", "complaints", stdin=data)
    assert done.code == 0
    assert done.out.startswith("-: complaints (投诉)")
    assert "commsaudit-" not in done.out


def test_a_missing_path_is_wrong_usage(run):
    done = run("logs", "validate", "nosuch")
    assert done.code == 2
    assert "nosuch" in done.err


def test_records_without_the_time_that_counts_are_told(run):
    # 3.8.1 (supervision.toml): "letter to party committee, direction out, with sent_at", due sent_at.
    Path("letters.csv").write_text(
        "letter_id,project_id,kind,party,direction,sent_at,receipt_signed\n"
        "L-1,P1,notice,committee,out,2026-03-02,yes\nL-2,P1,notice,committee,out,,\nL-3,P1,notice,committee,out,,\n"
    )
    said = "letters.sent_at is absent in 2 rows, which owe nothing for want of it: 3.8.1"
    assert said in run("logs", "validate", "letters.csv").out
    assert "往来函件的送达时间（sent_at）在 2 行中为空" in run("logs", "validate", "letters.csv", "--lang", "zh").out


@pytest.fixture
def foreign(clean: Path) -> Path:
    """An export with names, dates and words of another system."""
    rows = "".join(f"{1000 + n},0{n % 9 + 1}/15/2016 08:0{n}:00,Carrier Pigeon\n" for n in range(9))
    Path("export_311.csv").write_text("Case Number,Opened,Source\n" + rows)
    return clean / "export_311.csv"


@pytest.mark.usefixtures("foreign")
def test_a_mapping_is_proposed_and_works(run):
    done = run("logs", "validate", "export_311.csv")
    assert "not recognised as a log" in done.out
    assert "--suggest" in done.err
    done = run("logs", "validate", "export_311.csv", "--suggest")
    proposal = done.out.partition("# export_311.csv\n")[2]
    table = tomllib.loads(proposal)["logs"]
    (log,) = table
    assert table[log]["files"] == ["export_311.csv"]
    Path("commsaudit.toml").write_text(proposal.replace('# project_id = "…"', 'project_id = "city"'))
    again = run("logs", "validate", "export_311.csv")
    assert f"export_311.csv: {log}" in again.out
    assert "9 loaded, 0 rejected" in " ".join(again.out.split())


def test_a_file_that_lacks_columns_gets_a_proposal_too(run):
    Path("complaints.csv").write_text("Case Number,Project,Opened\n1,P1,2026-03-02\n")
    done = run("logs", "validate", "complaints.csv", "--suggest")
    assert done.code == 3
    assert "[logs.complaints.columns]" in done.out
    assert 'complaint_id = "Case Number"' in done.out


def test_files_of_one_header_share_a_table(run):
    for name in ("a.csv", "b.csv"):
        Path(name).write_text("case_id,Opened,Closed,ward\n1,03/25/2026,03/26/2026,3\n")
    done = run("logs", "validate", "a.csv", "b.csv", "--suggest")
    proposal = done.out[done.out.index("# a.csv\n# b.csv\n") :]
    assert tomllib.loads(proposal)["logs"]["complaints"]["files"] == ["a.csv", "b.csv"]
    assert "# 未使用 / not used: ward\n" in proposal


def test_two_shapes_of_one_log_are_not_both_proposed(run):
    Path("a.csv").write_text("complaint_id,Opened,Closed\n1,2026-03-25,2026-03-26\n")
    Path("b.csv").write_text("complaint_id,Submitted,Resolved\n2,2026-03-25,2026-03-26\n")
    done = run("logs", "validate", "a.csv", "b.csv", "--suggest")
    proposal = done.out[done.out.index("# a.csv\n") :]
    assert tomllib.loads(proposal)["logs"]["complaints"]["files"] == ["a.csv"]
    assert "two shapes of one log cannot be read together" in proposal
    assert '# files = ["b.csv"]\n' in proposal


def test_a_file_like_no_log_is_said_to_be_none(run):
    Path("prices.csv").write_text("Fruit,Price\napple,3\n")
    done = run("logs", "validate", "prices.csv", "--suggest")
    assert "no log fits" in done.out
    assert "[logs." not in done.out


def test_a_header_below_titles_is_found_and_works(run):
    Path("a.csv").write_text("XX物业工单导出,,\n2026年3月,,\n工单号,小区,来电时间\n1,P1,2026-03-25 09:00\n")
    done = run("logs", "validate", "a.csv", "--suggest")
    proposal = done.out[done.out.index("# a.csv\n") :]
    assert tomllib.loads(proposal)["logs"]["complaints"]["header_row"] == 3
    Path("commsaudit.toml").write_text(proposal)
    assert "1 loaded, 0 rejected" in " ".join(run("logs", "validate", "a.csv").out.split())


def test_nothing_that_could_be_a_log_is_said_and_ends_in_2(run, clean):
    (clean / "empty").mkdir()
    done = run("logs", "validate", "empty")
    assert (done.code, done.out) == (2, "")
    assert "no file here that could be a log" in done.err
    (clean / "empty" / "foo.csv").write_text("a,b\n1,2\n")
    assert run("logs", "validate", "empty").code == 2


def test_a_title_that_holds_one_of_our_names_is_no_header(run, clean):
    (clean / "项目.csv").write_text(
        "阳光物业公司 项目一览表（2026年4月）,,\n项目编号,项目名称,业态\nYG,阳光花园,住宅\n", encoding="utf-8"
    )
    done = run("logs", "validate", "项目.csv", "--suggest")
    assert "header_row = 2" in done.out
    assert "一览表" not in done.out.split("[logs.projects]")[1]
