"""What a mail holds: both parts, no image, everything escaped, nothing of others, nothing that could be a header."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from reports_sample import STANDARDS, sample_result

from commsaudit.mailing.addresses import Mailbox
from commsaudit.mailing.composing import Composer, Stored, attachable, file_stem
from commsaudit.mailing.headers import one_line
from commsaudit.model.result import AuditResult, WaiverNote
from commsaudit.reports.formats import FORMATS
from commsaudit.scoring.decode import parse_result

CHECKSUM = "c" * 64
SENDER = Mailbox("audit@example.com", "审计组")
VOID = {"meta", "br"}


def raw(result: AuditResult, project: str = "P01", lang: str = "zh", attach=(), reveal=False, to=None) -> bytes:
    composer = Composer(
        Stored(result, CHECKSUM, STANDARDS), SENDER, None, [FORMATS[name] for name in attach], reveal=reveal
    )
    return composer.message(project, to or Mailbox("li@example.com", "李雷"), lang)


def mail(*arguments, **options) -> EmailMessage:
    message = message_from_bytes(raw(*arguments, **options), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return body.get_content()


def changed(**project) -> AuditResult:
    result = sample_result()
    return replace(result, projects=(replace(result.projects[0], **project), *result.projects[1:]))


class Balance(HTMLParser):
    """Whether every element that is opened is closed, in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag, attrs):
        del attrs
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_figures_in_both_languages():
    # P01 by hand: 2.3.3 4 × 0.1, 6.2.1 5 × 0.5 = 2.5 of which the item's cap leaves 2.0: 17.0 − 2.4.
    zh, en = mail(sample_result()), mail(sample_result(), lang="en")
    assert zh["Subject"] == "2026-03 P01 望江苑 得分 14.6/17.0"
    assert en["Subject"] == "2026-03 P01 望江苑: score 14.6/17.0"
    for kind in ("plain", "html"):
        assert "投诉处理及关闭" not in part(en, kind)
        assert "一个工作日内回应" in part(zh, kind)
        assert "A response within one working day" in part(en, kind)
        assert "findings: 5, deducted: 0.4; waived among them: 1" in part(en, kind)
        assert "Absorbed by caps: 0.5" in part(en, kind)
        assert "投诉_2026-03.csv 第 12 行" in part(zh, kind)
    assert en["Content-Language"] == "en"
    assert en["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{64}@example\.com>", en["Message-ID"])
    assert mail(sample_result(), lang="en")["Message-ID"] == en["Message-ID"]


@pytest.mark.parametrize("project", ["P01", "P02", "P03", "P04"])
def test_html_reads_without_images_scripts_or_the_network(project):
    html = part(mail(sample_result(), project, "en"), "html")
    reader = Balance()
    reader.feed(html)
    assert reader.open == []
    assert not reader.seen & {"img", "script", "link", "style", "iframe", "svg", "form"}
    assert "http" not in html
    assert "url(" not in html
    assert len(html.encode()) < 100_000


def test_what_differs_between_projects():
    assert "Nothing failed of what was assessed." in part(mail(sample_result(), "P04", "en"), "plain")
    assert "Not assessed: 5" in part(mail(sample_result(), "P03", "en"), "plain")
    waived = part(mail(sample_result(), "P02", "en"), "plain")
    assert "waived: 系统升级 (王总, until 2026-03-31)" in waived


def test_everything_is_escaped_in_html_and_plain_in_text():
    message = mail(changed(name="<b onclick=x>&\"'"), lang="en")
    assert "<b onclick" not in part(message, "html")
    assert "P01 &lt;b onclick=x&gt;&amp;&#34;&#39;" in part(message, "html")
    assert "P01 <b onclick=x>&\"'" in part(message, "plain")


EVIL = "望江\r\nBcc: victim@example.com\r\n\r\n<p>\u2028\u202e\x00x"


def test_no_text_becomes_a_header():
    data = raw(changed(name=EVIL), to=Mailbox("li@example.com", one_line(EVIL)))
    message = message_from_bytes(data, policy=policy.default)
    assert message["Bcc"] is None
    assert message["Subject"].startswith("2026-03 P01 望江 Bcc: victim@example.com")
    assert [each.addr_spec for each in message["To"].addresses] == ["li@example.com"]
    assert set(map(str.lower, message.keys())) == {
        "from", "to", "subject", "date", "message-id", "auto-submitted", "content-language", "mime-version", "content-type",
    }  # fmt: skip
    assert b"\nBcc" not in data


@pytest.mark.parametrize("name", ["x" * 5000, "望" * 5000, "a " * 3000, "📮" * 500, '名, "引号" <a@b.cn>' * 20])
def test_long_and_odd_names_keep_lines_short_and_ascii(name):
    data = raw(changed(name=name), to=Mailbox("li@example.com", one_line(name)))
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")
    message = message_from_bytes(data, policy=policy.default)
    assert [each.addr_spec for each in message["To"].addresses] == ["li@example.com"]


def with_phone() -> AuditResult:
    result = sample_result()
    waiver = WaiverNote("业主 13812345678 要求", "3-1204 王总", result.findings[1].due_at.date())
    findings = [replace(each, waiver=waiver) if each.waiver else each for each in result.findings]
    return replace(result, findings=findings)


def test_masked_unless_revealed():
    hidden, shown = mail(with_phone(), "P02"), mail(with_phone(), "P02", reveal=True)
    for kind in ("plain", "html"):
        assert "13812345678" not in part(hidden, kind)
        assert "3-1204" not in part(hidden, kind)
        assert "姓名、电话和房号已遮盖" in part(hidden, kind)
        assert "13812345678" in part(shown, kind)
        assert "已遮盖" not in part(shown, kind)


def test_attachments_hold_one_project_alone():
    waivers = [{"project_id": name, "reason": f"reason-{name}"} for name in ("P01", "P02")]
    settings = {
        "waivers": waivers,
        "projects": ["P0*"],
        "rules": {"projects": {"P02": {"clauses": {}}, "P*": {"clauses": {}}}},
    }
    result = replace(sample_result(), settings=settings)
    message = mail(result, attach=["html", "csv", "json"], reveal=True)
    files = {each.get_filename(): each.get_payload(decode=True) for each in message.iter_attachments()}
    assert list(files) == [
        "2026-03-P01.html", "2026-03-P01.scorecard.csv", "2026-03-P01.clauses.csv", "2026-03-P01.findings.csv",
        "2026-03-P01.standards.csv", "2026-03-P01.metrics.csv", "2026-03-P01.json",
    ]  # fmt: skip
    for data in files.values():
        assert b"P02" not in data
        assert b"Riverside" not in data
    read = parse_result(files["2026-03-P01.json"], "attached")
    # Beside the scored 5 + 5 there is the observed one: CB-1.
    assert read.findings_total == 11
    assert json.loads(files["2026-03-P01.json"])["settings"]["projects"] == ["P01"]
    assert "附件：2026-03-P01.html、" in part(message, "plain")


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"json"}))
def test_every_format_can_be_attached(name):
    attachable([FORMATS[name]], reveal=False)
    message = mail(sample_result(), attach=[name])
    assert all(each.get_payload(decode=True) for each in message.iter_attachments())
    assert len(list(message.iter_attachments())) == max(len(FORMATS[name].part_names), 1)


def test_file_names_are_names():
    assert file_stem("2026-03", "../a/b c") == "2026-03-__a_b_c"
    assert file_stem("-x", "项目") == "_x-项目"


def test_one_line():
    assert one_line("a\r\n b\tc\u202ed\x1b[0m") == "a b c d [0m"
    assert one_line("x" * 200) == "x" * 119 + "…"
