"""``commsaudit due --mail`` against a real server: each project's part to its recipients, once for each list and day."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cli_calls import Call, called
from mail_server import DROP, Post

AT = "2026-03-10T08:00"
WHO = "project_id,address,name,language\nP1,ann@example.com,Ann,en\nP[12],li@example.com,李雷,zh\n"
COMPLAINTS = "complaint_id,project_id,received_at,responded_at,handler_id\n"
# 2.3.3 gives one working day: overdue since Monday; due today; P3 has answered.
OVERDUE = "C-1,P1,2026-03-06 09:00,,Y-1\n"
TODAY = "<b>C-2</b>,P1,2026-03-09 09:00,,13912345678\n"
OTHER = "C-3,P2,2026-03-09 10:00,,Y-2\n"
DONE = "C-4,P3,2026-03-09 10:00,2026-03-09 11:00,Y-3\n"


@pytest.fixture(autouse=True)
def logs(folder: Path) -> Path:
    logs = folder / "logs"
    logs.mkdir()
    Path("recipients.csv").write_text(WHO, "utf-8")
    names = "P1,<i>锦绣</i>,住宅\nP2,翠湖,住宅\nP3,云山,住宅\n"
    (logs / "projects.csv").write_text(f"project_id,name,property_type\n{names}", "utf-8")
    (logs / "staff.csv").write_text("project_id,staff_id,name,role\nP1,Y-1,张三,客服\nP2,Y-2,李四,客服\n", "utf-8")
    complain(OVERDUE, TODAY, OTHER, DONE)
    return logs


def complain(*rows: str) -> None:
    Path("logs/complaints.csv").write_text(COMPLAINTS + "".join(rows), "utf-8")


def due(*more: str, at: str = AT) -> Call:
    return called("due", "logs", "--as-of", at, "--lang", "en", "--standard", "supervision", "--mail", *more)


def sent(post: Post, *more: str, at: str = AT) -> Call:
    return due(*post.delivery, *more, at=at)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def mail_to(post: Post, address: str, project: str) -> EmailMessage:
    (found,) = [mail for to, mail in post.room.taken if to == address and f" {project} " in mail["Subject"]]
    return found


class Tags(HTMLParser):
    """The tags of a part, and whether any reaches out or runs."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.reaches: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.reaches += [name for name, _ in attrs if name in ("src", "href") or name.startswith("on")]


def test_each_part_goes_to_its_recipients_and_nothing_where_nothing_is_open(post):
    done = sent(post)
    assert (done.code, done.out) == (0, "sent 3\n"), done.err
    assert post.room.addresses == ["ann@example.com", "li@example.com", "li@example.com"]
    mail = mail_to(post, "ann@example.com", "P1")
    assert mail["Subject"] == "2026-03-10 P1 <i>锦绣</i>: 1 overdue, 1 to do"
    assert (mail["To"], mail["Content-Language"]) == ("Ann <ann@example.com>", "en")
    text = part(mail, "plain")
    assert text.splitlines()[:13] == [
        "What falls due and what is overdue",
        "P1 <i>锦绣</i>",
        "",
        "As of 2026-03-10 08:00; due from 2025-12-10 to 2026-03-17",
        "1 overdue, 1 to do",
        "",
        "== 张三 (Y-1) ==",
        "- overdue | 2026-03-09 | 1 d ago | C-1",
        "  2.3.3 A response within one working day",
        "  logs/complaints.csv:2",
        "",
        "== *** ==",
        "- to do | 2026-03-10 | today | <b>C-2</b>",
    ]
    assert "Clauses that could not be judged" in text
    for kind in ("plain", "html"):
        assert not re.search("C-3|翠湖|李四|13912345678", part(mail, kind))
    assert mail_to(post, "li@example.com", "P2")["Subject"] == "2026-03-10 P2 翠湖：逾期 0 项，待办 1 项"


def test_the_html_part_is_escaped_and_reaches_nowhere(post):
    sent(post, "--project", "P1")
    html = part(mail_to(post, "li@example.com", "P1"), "html")
    tags = Tags()
    tags.feed(html)
    assert not tags.reaches
    assert not {"script", "style", "img", "link", "b", "i"} & tags.seen
    for escaped in ("&lt;i&gt;锦绣", "&lt;b&gt;C-2", "张三 (Y-1)", "逾期", "已过 1 天", "logs/complaints.csv:2"):
        assert escaped in html


def test_what_is_revealed_is_there(post):
    sent(post, "--project", "P1", "--reveal")
    text = part(mail_to(post, "ann@example.com", "P1"), "plain")
    assert "13912345678" in text
    assert "masked" not in text


def test_none_twice_for_the_same_list_on_a_day(post):
    assert sent(post).out == "sent 3\n"
    again = sent(post, at="2026-03-10T09:30")
    assert (again.code, again.out) == (0, "sent 0, sent before 3\n")
    # P2's list has changed, that of P1 has not.
    complain(OVERDUE, TODAY, OTHER, DONE, "C-5,P2,2026-03-09 11:00,,Y-2\n")
    assert sent(post, at="2026-03-10T10:00").out == "sent 1, sent before 2\n"
    # The next day everything is told anew, though no log has changed.
    assert sent(post, at="2026-03-11T08:00").out == "sent 3\n"
    assert len({mail["Message-ID"] for _, mail in post.room.taken}) == 7
    states = [json.loads(file.read_text("utf-8").splitlines()[-1])["state"] for file in Path("mailed").rglob("*.jsonl")]
    assert states == ["sent"] * 7


def test_what_was_done_is_told_no_more(post):
    complain("C-6,P2,2026-03-09 10:00,,Y-2\n")
    assert sent(post).out == "sent 1\n"
    # Answered: nothing is open any more, and nothing is told.
    complain("C-6,P2,2026-03-09 10:00,2026-03-10 08:30,Y-2\n")
    assert sent(post, at="2026-03-10T09:00").out == "sent 0\n"


def test_mail_empty(post):
    Path("recipients.csv").write_text("project_id,address,language\nP3,wu@example.com,en\n")
    nothing = sent(post)
    assert (nothing.code, nothing.out) == (0, "sent 0\n")
    assert "projects without a recipient: P1, P2" in nothing.err
    assert sent(post, "--mail-empty").out == "sent 1\n"
    mail = mail_to(post, "wu@example.com", "P3")
    assert mail["Subject"] == "2026-03-10 P3 云山: Nothing is overdue, and nothing falls due"
    assert "Nothing is overdue" in part(mail, "html")
    assert sent(post, "--mail-empty").out == "sent 0, sent before 1\n"


def test_failures_are_5_and_the_list_is_written_all_the_same(post):
    post.room.rcpt.append("550 no such user")
    failed = sent(post, "--project", "P2", "-o", "due.csv", "--fail-if-overdue")
    assert (failed.code, failed.out) == (5, "sent 0, not sent 1\n")
    assert "P2 → li@example.com: not sent: the server refused: 550 no such user" in failed.err
    assert "C-3" in Path("due.csv").read_text("utf-8-sig")
    post.room.data.append(DROP)
    uncertain = sent(post, "--project", "P2")
    assert (uncertain.code, uncertain.out) == (5, "sent 0, uncertain 1\n")
    assert sent(post, "--project", "P2", "--resend-uncertain").out == "sent 1\n"


def test_the_list_on_standard_output_stays_alone(post):
    done = sent(post, "-f", "json", "--fail-if-overdue")
    assert done.code == 1
    assert json.loads(done.out)["overdue"] == 1
    assert "sent 3" in done.err


def test_a_dry_run_writes_files_and_needs_no_server():
    done = due("--dry-run", "out", "--project", "P1")
    assert (done.code, done.out) == (0, "out: 2 mails written, none sent\n"), done.err
    assert "not there" not in done.err
    names = sorted(file.name for file in Path("out").iterdir())
    assert [name[:-13] for name in names] == ["due-2026-03-10-P1-ann_example.com", "due-2026-03-10-P1-li_example.com"]
    mail = message_from_bytes((Path("out") / names[0]).read_bytes(), policy=policy.default)
    assert mail["From"] == "审计组 <audit@example.com>"
    assert not Path("mailed").exists()


def test_a_long_list_is_cut_and_counted_whole():
    late = [f"L-{number:03},P2,2026-03-06 09:00,,Y-2\n" for number in range(75)]
    complain(*late, *(f"C-{number:03},P2,2026-03-09 09:00,,Y-2\n" for number in range(50)))
    due("--dry-run", "out")
    (file,) = Path("out").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail["Subject"] == "2026-03-10 P2 翠湖：逾期 75 项，待办 50 项"
    html = part(mail, "html")
    assert part(mail, "plain").count("| L-") == html.count(">L-") == 45
    assert part(mail, "plain").count("| C-") == html.count(">C-") == 45
    assert "另有 35 处" in html
    assert len(html.encode()) < 100_000


def test_few_to_do_leave_room_for_what_is_overdue():
    late = [f"L-{number:03},P2,2026-03-06 09:00,,Y-2\n" for number in range(75)]
    complain(*late, "C-1,P2,2026-03-09 09:00,,Y-2\n")
    due("--dry-run", "out")
    (file,) = Path("out").iterdir()
    text = part(message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default), "plain")
    assert text.count("\n- ") == 76
    assert "另有" not in text


@pytest.mark.parametrize("name", ["市民服务中心 二期 东区 三号楼 会议室 五号 六号 七号", "Long " * 11])
def test_a_long_subject_keeps_its_spaces(logs, name):
    (logs / "projects.csv").write_text(f"project_id,name,property_type\nP2,{name.strip()},住宅\n", "utf-8")
    complain(OTHER)
    due("--dry-run", "out")
    (file,) = Path("out").iterdir()
    raw = file.read_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Subject"] == f"2026-03-10 P2 {name.strip()}：逾期 0 项，待办 1 项"
    assert max(map(len, raw.partition(b"\r\nFrom:")[0].split(b"\r\n"))) <= 76


def test_a_check_that_could_not_run_is_said():
    ours = Path("ours/own")
    ours.mkdir(parents=True)
    (ours / "standard.toml").write_text('zh = "自定"\nen = "Own"\nsource = "-"\ntypes = ["residential"]\n', "utf-8")
    (ours / "OWN.1-broken.sql").write_text(
        '/*\nclause = "OWN.1"\nzh = "坏"\nen = "Broken"\neach = "x"\nmet = "x"\n[reads]\ncomplaints = ["received_at"]\n*/\n'
        "SELECT nothing FROM complaints AS c\n",
        "utf-8",
    )
    settings = Path("commsaudit.toml")
    settings.write_text('checks = ["ours"]\n' + settings.read_text("utf-8"), "utf-8")
    done = due("--standard", "own", "--project", "P2", "--dry-run", "out")
    assert done.code == 4
    (file,) = Path("out").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert "检查出错 1 条" in part(mail, "plain")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (["--mail"], "which mail server?"),
        (["--mail", "--host", "h"], "where is kept what was sent?"),
        (["--mail", "--recipients", "none.csv"], "recipients: none.csv"),
        (["--mail", "--from", "nobody"], "from: 'nobody' is no mail address"),
        (["--dry-run", "out"], "--dry-run is of mails: add --mail"),
        (["--mail-empty"], "--mail-empty is of mails: add --mail"),
        (["--resend-uncertain"], "--resend-uncertain is of mails: add --mail"),
    ],
)
def test_wrong_usage_is_2_before_anything_is_read(said, message):
    done = called("due", "nowhere", "--lang", "en", *said)
    assert done.code == 2
    assert message in done.err
    assert not Path("mailed").exists()


def test_the_cron_line_of_the_page(post, folder):
    page = (Path(__file__).parents[2] / "docs" / "due.md").read_text("utf-8")
    (line,) = re.findall(r"^```crontab mail\n(?:MAILTO=.*\n)?(.*)\n```$", page, re.MULTILINE)
    *when, command = line.split(" ", 5)
    assert when == ["30", "7", "*", "*", "1-5"]
    assert "%" not in command  # cron would end the command there
    with Path("commsaudit.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'host = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\nrecord = "mailed"\n')
    head, tail = command.replace("/srv/commsaudit", str(folder)).split(" > ")
    done = subprocess.run(
        ["/bin/sh", "-c", f"{head} --as-of {AT} --standard supervision > {tail}"],
        cwd="/",
        env={"PATH": f"{Path(sys.executable).parent}{os.pathsep}/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert post.room.addresses == ["ann@example.com", "li@example.com", "li@example.com"]


def test_recipients_of_no_project_are_an_error():
    Path("recipients.csv").write_text("project_id,address\nP9,x@example.com\n")
    done = due("--dry-run", "out")
    assert done.code == 2
    assert "no project has a recipient" in done.err
