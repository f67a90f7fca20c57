"""``commsaudit audit``: what is shown, what is written where, what is said beside it, and the exit code."""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from commsaudit.cli.formatting import columns_of
from commsaudit.cli.outputs import _pairs

MARCH = ("-p", "2026-03")
TABLES = ["clauses.csv", "findings.csv", "metrics.csv", "scorecard.csv", "standards.csv"]


def result(path: Path | str) -> dict:
    return json.loads(Path(path).read_text("utf-8"))


def findings(path: Path | str) -> list[tuple[str, str]]:
    return [(each["clause"], each["record_id"]) for each in result(path)["findings"]]


@pytest.mark.usefixtures("logs")
def test_the_table_is_shown_where_nothing_else_is_asked_for(run):
    done = run("audit", "logs", *MARCH)
    assert done.code == 0
    assert "34.8/35.0" in done.out  # C-2 and C-3 of 2.3.3, 0.1 each
    assert "2.3.3" in done.out
    assert not list(Path().glob("*.csv"))


@pytest.mark.usefixtures("logs")
def test_both_languages_fit_a_hundred_columns(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    for lang in ("en", "zh"):
        done = run("audit", "logs", *MARCH, "--lang", lang)
        assert max(map(columns_of, done.out.splitlines())) <= 100
    assert "一个工作日内回应" in done.out


@pytest.mark.usefixtures("logs")
def test_an_output_alone_shows_no_table_but_one_line(run):
    done = run("audit", "logs", *MARCH, "-o", "r.json")
    assert done.code == 0
    assert done.out == ""
    assert done.err.splitlines() == ["2026-03: P1 34.8/35.0, 2 findings; written: r.json"]
    assert findings("r.json") == [("2.3.3", "C-2"), ("2.3.3", "C-3")]
    assert run("audit", "logs", *MARCH, "-o", "r.json", "-q").err == ""
    zh = run("audit", "logs", *MARCH, "-o", "r.json", "--lang", "zh")
    assert zh.err.splitlines() == ["2026-03：P1 34.8/35.0，2 处不符合；已写出：r.json"]


@pytest.mark.usefixtures("logs")
def test_the_same_audit_gives_the_same_bytes(run):
    run("audit", "logs", *MARCH, "-o", "a.json")
    run("audit", "logs", *MARCH, "-o", "b.json", "--threads", "1", "--memory-limit", "500MB", "--lang", "zh")
    assert Path("a.json").read_bytes() == Path("b.json").read_bytes()


@pytest.mark.usefixtures("logs")
def test_formats_and_outputs_in_pairs(run):
    done = run(
        "audit", "logs", *MARCH, "-o", "r.json", "-f", "csv", "-o", "sheets/", "-f", "table", "-o", "-", "-o", "t.txt"
    )
    assert done.code == 0
    assert "34.8/35.0" in done.out
    assert sorted(path.name for path in Path("sheets").iterdir()) == TABLES
    assert result("r.json")["findings_total"] == 2
    assert "34.8/35.0" in Path("t.txt").read_text("utf-8")


@pytest.mark.usefixtures("logs")
def test_two_formats_into_one_folder(run):
    done = run("audit", "logs", *MARCH, "-f", "csv", "-o", "out/", "-f", "json", "-o", "out/")
    assert done.code == 0
    names = {path.name for path in Path("out").iterdir()}
    assert names == {*TABLES, "result.json"}


@pytest.mark.usefixtures("logs")
def test_a_format_alone_goes_to_standard_output(run):
    done = run("audit", "logs", *MARCH, "-f", "json")
    assert json.loads(done.out)["findings_total"] == 2
    assert done.err == ""


@pytest.mark.parametrize(
    ("order", "formats", "targets", "pairs"),
    [
        ("fo", ["json"], ["x"], [("json", "x")]),
        ("of", ["json"], ["x"], [("json", "x")]),
        ("f", ["json"], [], [("json", "-")]),
        ("o", [], ["x.csv"], [(None, "x.csv")]),
        ("ofo", ["csv"], ["a.json", "b"], [(None, "a.json"), ("csv", "b")]),
        ("fof", ["csv", "table"], ["b"], [("csv", "b"), ("table", "-")]),
        ("ff", ["json", "table"], [], [("json", "-"), ("table", "-")]),
        ("fofo", ["json", "csv"], ["a", "b"], [("json", "a"), ("csv", "b")]),
    ],
)
def test_how_formats_and_outputs_pair(order, formats, targets, pairs):
    names = {"f": "format", "o": "output"}
    assert _pairs([names[each] for each in order], formats, targets) == pairs


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (["-f", "jsn"], "did you mean json?", "是否想写 json？"),
        (["-o", "r.jsn"], "the ending names no format", "无法由扩展名判断格式"),
        (["-f", "csv"], "written as 5 files", "会写出 5 个文件"),
        (["-o", "a.json", "-o", "a.json"], "two outputs go to a.json", "有两个输出写到 a.json"),
        (["-f", "json", "-f", "table"], "two outputs go to standard output", "有两个输出写到标准输出"),
        (["-o", "no/such/r.json"], "there is no such folder", "没有这个文件夹"),
    ],
)
@pytest.mark.usefixtures("logs")
def test_outputs_that_cannot_be_meant(run, arguments, en, zh):
    for lang, said in (("en", en), ("zh", zh)):
        done = run("audit", "logs", *MARCH, *arguments, "--lang", lang)
        assert done.code == 2
        assert said in done.err


@pytest.mark.usefixtures("spoilt")
def test_rejected_rows_end_in_3_and_are_listed(run):
    done = run("audit", "spoilt", *MARCH, "-o", "r.json")
    assert done.code == 3
    assert "rows that could not be read: 3; see commsaudit-rejects.csv" in done.err
    assert result("r.json")["inputs"][0]["rejected"] == 3
    content = Path("commsaudit-rejects.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["log", "file", "line", "column", "value", "reason"]
    assert [row[:5] for row in rows[1:]] == [
        ["complaints", "spoilt/complaints.csv", "3", "received_at", "03/04/2026"],
        ["complaints", "spoilt/complaints.csv", "4", "complaint_id", ""],
        ["complaints", "spoilt/complaints.csv", "5", "responded_at", "'=1+2"],
    ]
    assert all(row[5] for row in rows[1:])


@pytest.mark.usefixtures("spoilt")
def test_max_rejects_allows_them(run):
    assert run("audit", "spoilt", *MARCH, "--max-rejects", "2").code == 3
    assert run("audit", "spoilt", *MARCH, "--max-rejects", "3").code == 0


@pytest.mark.usefixtures("spoilt")
def test_the_rejects_file_lies_beside_the_first_output_or_where_it_is_said(run):
    Path("out").mkdir()
    run("audit", "spoilt", *MARCH, "-o", "out/r.json")
    assert Path("out/commsaudit-rejects.csv").is_file()
    run("audit", "spoilt", *MARCH, "-o", "/dev/null", "-f", "json", "--rejects", "mine.csv", "--lang", "zh")
    assert Path("mine.csv").read_text("utf-8-sig").splitlines()[0] == "日志,文件,行,列,值,原因"
    assert "不是年在前的日期或时间" in Path("mine.csv").read_text("utf-8")
    assert not Path("/dev/commsaudit-rejects.csv").exists()


@pytest.mark.usefixtures("logs")
def test_a_rejects_file_that_is_asked_for_is_there_though_empty(run):
    assert run("audit", "logs", *MARCH, "--rejects", "mine.csv").code == 0
    assert Path("mine.csv").read_text("utf-8-sig").splitlines() == ["log,file,line,column,value,reason"]


@pytest.fixture
def personal(clean: Path) -> Path:
    """Households whose bad rows hold a name, a phone and, in one that has a field too many, all at once."""
    folder = clean / "personal"
    folder.mkdir()
    header = "household_id,project_id,room,owner_name,phone,moved_in_on\n"
    rows = "H-1,P1,1-101,张三,13800000000,2026-03-01\nH-2,P1,1-102,李四,13900000000,01/03/2026\nH-3,P1,1-103,王五,1,2026-03-01,x\n"
    (folder / "households.csv").write_text(header + rows, "utf-8")
    (folder / "complaints.csv").write_text("complaint_id,project_id,received_at,responded_at\nC-1,P1,2026-03-02,\n")
    return folder


@pytest.mark.usefixtures("personal")
def test_rejects_do_not_tell_of_people_unless_asked_to(run):
    run("audit", "personal", *MARCH)
    shown = Path("commsaudit-rejects.csv").read_text("utf-8-sig")
    rows = list(csv.reader(shown.splitlines()))
    assert [(row[2], row[3], row[4]) for row in rows[1:]] == [("3", "moved_in_on", "01/03/2026"), ("4", "", "***")]
    run("audit", "personal", *MARCH, "--reveal")
    assert "王五" in Path("commsaudit-rejects.csv").read_text("utf-8-sig")


def test_files_that_are_no_log_are_named(run, logs):
    (logs / "stuff.csv").write_text("a,b\n1,2\n")
    assert "not recognised as logs, and not read: logs/stuff.csv" in run("audit", "logs", *MARCH).err
    assert "未识别为日志、未读取：logs/stuff.csv" in run("audit", "logs", *MARCH, "--lang", "zh").err
    assert run("audit", "logs", *MARCH, "-q").err == ""


@pytest.mark.usefixtures("spoilt")
def test_an_earlier_rejects_file_is_not_taken_for_a_log(run):
    run("audit", "spoilt", *MARCH, "--rejects", "spoilt/commsaudit-rejects.csv")
    assert "not recognised" not in run("audit", "spoilt", *MARCH).err


def test_words_read_as_other_are_counted(run, clean):
    clean.joinpath("complaints.csv").write_text(
        "complaint_id,project_id,received_at,responded_at,channel\n"
        "C-1,P1,2026-03-02,2026-03-03,pigeon\nC-2,P1,2026-03-02,2026-03-03,pigeon\n"
    )
    done = run("audit", "complaints.csv", *MARCH)
    assert "complaints.channel: unknown words read as 'other': pigeon (2)" in done.err


def test_a_log_without_rows_is_named(run, logs):
    (logs / "contacts.csv").write_text("contact_id,project_id,purpose,related_id,staff_role,started_at\n")
    said = "logs that hold no row: contacts"
    assert said in run("audit", "logs", *MARCH).err
    Path("commsaudit.toml").write_text('empty_log = "not_assessed"')
    assert said not in run("audit", "logs", *MARCH).err


@pytest.mark.usefixtures("logs")
def test_waivers_that_are_of_no_use_are_told(run):
    Path("w.toml").write_text(
        "".join(
            f'[[waiver]]\nproject_id = "P1"\nclause = "2.3.3"\nrecord_id = "{record}"\nreason = "agreed"\n'
            f'approved_by = "QA"\napproved_on = 2026-01-01\nexpires_on = {end}\n'
            for record, end in (("C-2", "2026-12-31"), ("C-3", "2026-02-28"), ("C-9", "2026-12-31"))
        )
    )
    done = run("audit", "logs", *MARCH, "--waivers", "w.toml", "-o", "r.json")
    assert "waiver expired on 2026-02-28: P1 2.3.3 C-3" in done.err
    assert "waiver that covers nothing: P1 2.3.3 C-9" in done.err
    assert result("r.json")["projects"][0]["score"]["score"] == "34.9"
    table = run("audit", "logs", *MARCH, "--waivers", "w.toml")
    assert "C-9" in table.out  # the table lists them itself,
    assert "C-9" not in table.err  # and they are not said twice


def test_an_audit_that_stands_later_than_now_is_warned_of(run, clean):
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    day = now - timedelta(days=1)
    clean.joinpath("complaints.csv").write_text(
        f"complaint_id,project_id,received_at,responded_at\nC-1,P1,{day:%Y-%m-%d} 09:00,{day:%Y-%m-%d} 09:30\n"
    )
    span = f"{day:%Y-%m-%d}..{now + timedelta(days=30):%Y-%m-%d}"
    Path("commsaudit.toml").write_text(f"[workdays]\nyears = [{day.year}, {day.year + 1}]\n")
    done = run("audit", "complaints.csv", "-p", span)
    assert "--as-of" in done.err
    assert "yet to come" in done.err
    assert "yet to come" not in run("audit", "complaints.csv", "-p", span, "--as-of", f"{day:%Y-%m-%d}T23:00").err
    assert "尚未到来" in run("audit", "complaints.csv", "-p", span, "--lang", "zh").err


@pytest.mark.usefixtures("logs")
def test_a_sample_is_drawn_by_its_seed(run):
    for seed, name in (("a", "a.json"), ("a", "b.json"), ("b", "c.json")):
        run("audit", "logs", *MARCH, "--sample", "1", "--seed", seed, "-o", name)
    assert Path("a.json").read_bytes() == Path("b.json").read_bytes()
    assert result("a.json")["settings"]["sample"] == {"size": 1, "seed": "a"}
    clause = next(each for each in result("c.json")["projects"][0]["clauses"] if each["id"] == "2.3.3")
    assert clause["obligations"] == 1


@pytest.mark.usefixtures("logs")
def test_findings_are_cut_and_their_number_is_kept(run):
    run("audit", "logs", *MARCH, "--max-findings", "1", "-o", "r.json")
    assert findings("r.json") == [("2.3.3", "C-2")]
    assert result("r.json")["findings_total"] == 2


@pytest.mark.usefixtures("logs")
def test_counting_by_clause_costs_once(run):
    run("audit", "logs", *MARCH, "--counting", "clause", "-o", "r.json")
    assert result("r.json")["projects"][0]["score"]["score"] == "34.9"
    assert result("r.json")["settings"]["counting"] == "clause"


def test_projects_are_chosen_by_globs(run, company, company_result):
    done = run("audit", str(company), *MARCH, "--project", "P0[12]", "--project", "P10", "-o", "r.json", "-q")
    assert done.code == 0
    assert [each["project_id"] for each in result("r.json")["projects"]] == ["P01", "P02", "P10"]
    everything = result(company_result / "result.json")
    wanted = [each for each in everything["findings"] if each["project_id"] in ("P01", "P02", "P10")]
    assert result("r.json")["findings"] == wanted


def test_the_company_is_written_as_json_and_csv(company_result):
    assert result(company_result / "result.json")["period"]["label"] == "2026-03"
    names = {path.name for path in company_result.iterdir()}
    assert {"result.scorecard.csv", "result.clauses.csv", "result.findings.csv"} <= names
    said = (company_result / "said.txt").read_text()
    assert "13 projects" in said
    assert "written:" in said


@pytest.mark.usefixtures("logs")
def test_a_new_folder_takes_the_rejects_too(run):
    with Path("logs/complaints.csv").open("a") as file:
        file.write("C-9,P1,05/04/2026,\n")
    done = run("audit", "logs", "-p", "2026-03", "-f", "csv", "-o", "new/")
    assert done.code == 3
    assert Path("new/commsaudit-rejects.csv").exists()
    assert Path("new/scorecard.csv").exists()


@pytest.mark.usefixtures("logs")
def test_standard_output_is_a_table_unless_a_format_is_given(run):
    assert run("audit", "logs", "-p", "2026-03", "-o", "-").out == run("audit", "logs", "-p", "2026-03").out


@pytest.mark.usefixtures("logs")
def test_nothing_is_cut_where_there_is_room(run, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    folder = Path("a_folder_with_a_name_that_is_long" * 3)
    Path("logs").rename(folder)
    said = run("audit", str(folder), "-p", "2026-03", "-f", "table", "-o", "r.txt")
    assert said.code == 0
    assert "…" not in Path("r.txt").read_text()
    assert "…" not in run("audit", str(folder), "-p", "2026-03").out
    monkeypatch.setenv("COLUMNS", "80")
    assert "…" in run("audit", str(folder), "-p", "2026-03").out
