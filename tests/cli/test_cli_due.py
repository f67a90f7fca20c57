"""``commsaudit due``: its formats, exit codes and masking, and the lines for cron and systemd that its page shows."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cli_calls import Run

PAGE = Path(__file__).parents[2] / "docs" / "due.md"
AT = ("--as-of", "2026-03-10T08:00", "--lang", "en", "--standard", "supervision")


@pytest.fixture
def open_logs(clean: Path) -> Path:
    """2.3.3, one working day: one complaint overdue since Monday, one due today; a project with a name of markup."""
    folder = clean / "logs"
    folder.mkdir()
    (folder / "projects.csv").write_text("project_id,name,property_type\nP1,=<b>锦绣</b>,住宅\n", "utf-8")
    (folder / "staff.csv").write_text("project_id,staff_id,name,role\nP1,Y-1,张三,客服\n", "utf-8")
    (folder / "complaints.csv").write_text(
        "complaint_id,project_id,received_at,responded_at,handler_id\n"
        "C-1,P1,2026-03-06 09:00,,Y-1\n=2+3,P1,2026-03-09 09:00,,13912345678\n",
        "utf-8",
    )
    return folder


def test_the_table_is_grouped_and_not_coloured(run: Run, open_logs: Path) -> None:
    done = run("due", open_logs.name, *AT)
    assert done.code == 0
    *lines, unjudged = done.out.splitlines()
    assert lines == [
        "What falls due and what is overdue",
        "As of 2026-03-10 08:00; due from 2025-12-10 to 2026-03-17",
        "",
        "P1 =<b>锦绣</b>  1 overdue, 1 to do",
        "  张三 (Y-1)",
        "    2.3.3  A response within one working day",
        "      overdue  2026-03-09  1 d ago  C-1  logs/complaints.csv:2",
        "  ***",
        "    2.3.3  A response within one working day",
        "      to do  2026-03-10  today  =2+3  logs/complaints.csv:3",
        "",
        "1 overdue, 1 to do",
    ]
    assert unjudged.startswith("Clauses that could not be judged (logs or columns not supplied): ")
    assert "\x1b" not in done.out


def test_in_chinese(run: Run, open_logs: Path) -> None:
    done = run("due", str(open_logs), *AT, "--lang", "zh", "--reveal")
    assert "逾期 1 项，待办 1 项" in done.out
    assert "13912345678" in done.out
    assert not re.search("overdue|to do", done.out)


def test_exit_codes(run: Run, open_logs: Path) -> None:
    call = ("due", str(open_logs), *AT)
    assert run(*call, "--fail-if-overdue").code == 1
    assert run(*call, "--fail-if-overdue", "--since", "0d").code == 0
    assert run(*call, "--within", "soon").code == 2
    assert run("due", str(open_logs), "--standard", "supervison").code == 2
    assert run("due", "nowhere").code == 2
    with (open_logs / "complaints.csv").open("a", encoding="utf-8") as file:
        file.write("C-3,P1,03/04/2026,,\n")
    spoilt = run(*call, "--fail-if-overdue")
    assert spoilt.code == 3
    assert "complaints.csv, line 4 (received_at)" in spoilt.err
    assert run(*call, "--fail-if-overdue", "--max-rejects", "1").code == 1


def test_a_check_that_cannot_run(run: Run, open_logs: Path, clean: Path) -> None:
    ours = clean / "ours" / "own"
    ours.mkdir(parents=True)
    (ours / "standard.toml").write_text('zh = "自定"\nen = "Own"\nsource = "-"\ntypes = ["residential"]\n', "utf-8")
    (ours / "OWN.1-broken.sql").write_text(
        '/*\nclause = "OWN.1"\nzh = "坏"\nen = "Broken"\neach = "x"\nmet = "x"\n[reads]\ncomplaints = ["received_at"]\n*/\n'
        "SELECT nothing FROM complaints AS c\n",
        "utf-8",
    )
    (clean / "commsaudit.toml").write_text('checks = ["ours"]\n')
    done = run("due", str(open_logs), *AT, "--standard", "own")
    assert done.code == 4
    assert "the check of OWN.1 could not run" in done.err
    assert "C-1" in done.out


def test_csv_neutralises_formulas_and_masks(run: Run, open_logs: Path) -> None:
    done = run("due", str(open_logs), *AT, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["Record"] for row in rows] == ["C-1", "'=2+3"]
    assert [row["State"] for row in rows] == ["overdue", "to do"]
    assert [row["Days"] for row in rows] == ["-1", "0"]
    assert [(row["Person's id"], row["Person"]) for row in rows] == [("Y-1", "张三"), ("***", "")]
    assert rows[0]["Name"] == "'=<b>锦绣</b>"
    assert rows[0]["Line"] == "2"


def test_json(run: Run, open_logs: Path) -> None:
    done = run("due", str(open_logs), *AT, "-f", "json")
    content = json.loads(done.out)
    assert content["schema"] == "commsaudit.due/1"
    assert (content["as_of"], content["until"]) == ("2026-03-10T08:00:00.000000", "2026-03-17T23:59:59.999999")
    assert (content["overdue"], content["open"], content["waived"]) == (1, 1, 0)
    first, second = content["obligations"]
    assert first == {
        "id": "supervision/2.3.3/P1/C-1",
        "state": "overdue",
        "due_at": "2026-03-09T23:59:59.999999",
        "days": -1,
        "project_id": "P1",
        "project": "=<b>锦绣</b>",
        "person": {"id": "Y-1", "name": "张三"},
        "standard": "supervision",
        "clause": "2.3.3",
        "record_id": "C-1",
        "detail": "done=-; received_at=2026-03-06 09:00:00; responded_at=-",
        "source": {"log": "complaints", "file": f"{open_logs}/complaints.csv", "line": 2},
    }
    assert second["person"] == {"id": "***", "name": ""}


class Tags(HTMLParser):
    """The tags of a page, and whether any reaches out or runs."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.reaches: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.reaches += [name for name, _ in attrs if name in ("src", "href") or name.startswith("on")]


def test_html_is_one_page_with_everything_escaped(run: Run, open_logs: Path, clean: Path) -> None:
    done = run("due", str(open_logs), *AT, "-o", "due.html", "-o", "due.csv")
    assert done.code == 0
    assert not done.out
    assert "1 overdue, 1 to do; written: due.html, due.csv" in done.err
    page = (clean / "due.html").read_text("utf-8")
    tags = Tags()
    tags.feed(page)
    assert not tags.reaches
    assert not {"b", "script", "img", "link"} & set(tags.seen)
    assert tags.seen.count("tr") == 1 + 2
    assert "=&lt;b&gt;锦绣" in page
    assert "13912345678" not in page
    assert (clean / "due.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_long_lists_are_cut_for_people_and_whole_in_tables(run: Run, open_logs: Path, clean: Path) -> None:
    rows = "".join(f"C-{number:04},P1,2026-03-09 09:00,,Y-1\n" for number in range(511))
    (open_logs / "complaints.csv").write_text("complaint_id,project_id,received_at,responded_at,handler_id\n" + rows)
    done = run("due", str(open_logs), *AT, "-o", "-", "-o", "due.html", "-o", "due.csv")
    assert done.out.count("  to do  ") == 10
    assert "… and 501 more; -o due.csv lists all" in done.out
    page = (clean / "due.html").read_text("utf-8")
    assert page.count("<tr>") == 1 + 500
    assert "… and 11 more; -o due.csv lists all" in page
    assert len((clean / "due.csv").read_text("utf-8-sig").splitlines()) == 1 + 511


def test_nothing_open_says_so(run: Run, open_logs: Path) -> None:
    done = run("due", str(open_logs), "--as-of", "2026-03-01", "--lang", "en", "--standard", "supervision")
    assert done.code == 0
    assert "Nothing is overdue, and nothing falls due" in done.out


def test_waivers_are_counted(run: Run, open_logs: Path, clean: Path) -> None:
    (clean / "waivers.csv").write_text(
        "project_id,clause,record_id,reason,approved_by,approved_on,expires_on\nP1,2.3.3,C-1,x,y,2026-03-01,2026-03-31\n"
    )
    done = run("due", str(open_logs), *AT, "--waivers", "waivers.csv", "--fail-if-overdue")
    assert done.code == 0
    assert "C-1" not in done.out
    assert "Waived and not listed: 1" in done.out


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (("-o", "due.docx"), "the ending names no format"),
        (("-f", "csv", "-o", "a.csv", "-o", "b.csv"), "1 -f and 2 -o"),
        (("-f", "csv", "-f", "json"), "2 -f and 0 -o"),
        (("-o", "a.csv", "-o", "./a.csv"), "two outputs go to a.csv"),
        (("-o", "logs/complaints.csv"), "is one of the logs"),
        (("--since", "400d"), "--since: '400d' is no span of days"),
        (("--as-of", "soon"), "is no local moment"),
        (("--project", "P9"), "no project 'P9'"),
    ],
)
def test_what_cannot_be_meant(run: Run, open_logs: Path, said: tuple[str, ...], message: str) -> None:
    before = (open_logs / "complaints.csv").read_bytes()
    done = run("due", "logs", "--as-of", "2026-03-10", "--lang", "en", *said)
    assert done.code == 2
    assert message in done.err
    assert (open_logs / "complaints.csv").read_bytes() == before


def test_without_as_of_it_stands_now(run: Run, open_logs: Path) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    before = datetime.now(zone).replace(tzinfo=None)
    yesterday = before - timedelta(days=1)
    (open_logs / "complaints.csv").write_text(
        f"complaint_id,project_id,received_at,responded_at\nC-1,P1,{yesterday:%Y-%m-%d %H:%M},\n"
    )
    done = run("due", str(open_logs), "-f", "json", "--within", "30d")
    after = datetime.now(zone).replace(tzinfo=None)
    content = json.loads(done.out)
    assert before <= datetime.fromisoformat(content["as_of"]) <= after
    assert [each["record_id"] for each in content["obligations"] if each["clause"] == "2.3.3"] == ["C-1"]


# What the page shows ----------------------------------------------------------------------------------------
def blocks(info: str) -> str:
    found = re.search(rf"^```{re.escape(info)}\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    bin_folder = str(Path(sys.executable).parent)
    # As cron runs it: /bin/sh, and hardly any environment.
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env={"PATH": f"{bin_folder}{os.pathsep}/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_cron_line(open_logs: Path, clean: Path) -> None:
    line = blocks("crontab").splitlines()[1]
    *when, command = line.split(" ", 5)
    assert when == ["30", "7", "*", "*", "1-5"]
    assert "%" not in command  # cron would end the command there
    moved = command.replace("/srv/commsaudit", str(clean))
    done = shell(f"{moved} --as-of 2026-03-10T07:30", Path("/"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "逾期" in done.stdout
    assert "C-1" in done.stdout
    assert "\x1b" not in done.stdout
    assert (clean / "due.html").is_file()
    assert (clean / "due.csv").is_file()
    assert open_logs.is_dir()


def test_the_systemd_units(open_logs: Path, clean: Path) -> None:
    service, timer = blocks("ini commsaudit-due.service"), blocks("ini commsaudit-due.timer")
    start = re.search(r"^ExecStart=/usr/local/bin/(.*)$", service, re.MULTILINE)
    assert start
    done = shell(f"{start[1]} --as-of 2026-03-10T07:30", clean)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert "SuccessExitStatus=1" in service
    analyze = shutil.which("systemd-analyze")
    when = re.search(r"^OnCalendar=(.*)$", timer, re.MULTILINE)
    assert when
    if analyze:
        asked = subprocess.run([analyze, "calendar", when[1]], capture_output=True, encoding="utf-8", check=False)
        assert asked.returncode == 0, asked.stderr
    assert open_logs.is_dir()


def test_a_moment_beyond_the_calendar_is_refused(run: Run, open_logs: Path) -> None:
    assert run("due", open_logs.name, "--as-of", "9999-12-31").code == 2
