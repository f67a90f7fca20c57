"""Mails: a text part, an HTML part without images, and what is attached; those of a result are made of its cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from mimetypes import guess_type

from commsaudit.errors import UsageError
from commsaudit.mailing.addresses import Mailbox
from commsaudit.mailing.card import Cards
from commsaudit.mailing.headers import one_line
from commsaudit.mailing.narrowed import narrowed
from commsaudit.mailing.record import delivery_key
from commsaudit.mailing.words import MailWords
from commsaudit.model.result import AuditResult
from commsaudit.model.standard import Standard
from commsaudit.reports.formats.as_json import JSON
from commsaudit.reports.interface import Report, ReportContext
from commsaudit.reports.overview import Overview
from commsaudit.reports.templating import environment

# What would be no file name somewhere, or an option of a command.
_NO_NAME = re.compile(r"[^\w.-]+|^[-.]+")
_MOST_NAME, _MOST_SUBJECT = 80, 300
_CRLF = "\r\n"
_HERE = "commsaudit.mailing"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Heads:
    """Who sends, and who gets the answers."""

    sender: Mailbox
    reply_to: Mailbox | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail says, in one language."""

    lang: str
    subject: str
    text: str
    html: str
    attached: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """A result that was read from a file, and its checksum."""

    result: AuditResult
    checksum: str
    standards: Sequence[Standard]


class Composer:
    """Makes the mails of one stored result."""

    def __init__(self, stored: Stored, sender: Mailbox, reply_to: Mailbox | None, attach: Sequence[Report], *,
                 reveal: bool) -> None:  # fmt: skip
        self._stored, self._heads, self._attach = stored, Heads(sender, reply_to), attach
        self._reveal = reveal
        self._cards: dict[str, Cards] = {}

    def message(self, project_id: str, to: Mailbox, lang: str) -> bytes:
        """The mail of ``project_id`` to ``to``."""
        attached = self._attachments(project_id, lang)
        card = self._of(lang).card(project_id, [each.name for each in attached])
        text, html = rendered("scorecard", card=card, words=MailWords(lang))
        key = delivery_key(self._stored.checksum, project_id, to.address)
        return message_bytes(self._heads, to, key, Content(lang, card.subject, text, html, attached))

    def _of(self, lang: str) -> Cards:
        if lang not in self._cards:
            self._cards[lang] = Cards(Overview(self._stored.result, self._context(lang)), self._stored.checksum)
        return self._cards[lang]

    def _context(self, lang: str) -> ReportContext:
        return ReportContext(lang=lang, standards=self._stored.standards, reveal=self._reveal)

    def _attachments(self, project_id: str, lang: str) -> list[Attachment]:
        """The project's part of the result in each format that is asked for; nothing of other projects."""
        if not self._attach:
            return []
        alone = narrowed(self._stored.result, project_id)
        context = replace(self._context(lang), show_all=True)
        stem = file_stem(alone.period.label, project_id)
        return [
            Attachment(_name(stem, part.name, report), b"".join(part.chunks))
            for report in self._attach
            for part in report.parts(alone, context)
        ]


def message_bytes(heads: Heads, to: Mailbox, key: str, content: Content) -> bytes:
    """A mail as it goes over the wire: lines end in CRLF, all of it ASCII. ``key`` is what makes its delivery one."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))
    message["From"] = heads.sender.header
    message["To"] = to.header
    if heads.reply_to:
        message["Reply-To"] = heads.reply_to.header
    message["Date"] = localtime()
    # The same for a letter that is sent again, so that a mailbox can tell that it has it.
    message["Message-ID"] = f"<{key}@{heads.sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    # base64: a line is never too long, and no server changes a byte.
    message.set_content(content.text, cte="base64")
    message.add_alternative(content.html, subtype="html", cte="base64")
    for each in content.attached:
        main, _, sub = (guess_type(each.name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(each.data, maintype=main, subtype=sub, filename=each.name, cte="base64")
    # Not before: the parts would take it with them.
    message["Content-Language"] = content.lang
    return _subject(content.subject) + message.as_bytes()


def _subject(text: str) -> bytes:
    """The subject's lines. EmailMessage would lose spaces where it parts what it encodes (python/cpython#92081)."""
    line = one_line(text, _MOST_SUBJECT)
    header = Header(line, "ascii" if line.isascii() else "utf-8", 76, header_name="Subject")
    return f"Subject: {header.encode(linesep=_CRLF)}{_CRLF}".encode("ascii")


def attachable(reports: Sequence[Report], *, reveal: bool) -> None:
    """Check that what is to be attached may be mailed.

    Raises:
        UsageError: the result file itself is asked for, which is never masked, and nothing is to be revealed.
    """
    if JSON in reports and not reveal:
        raise UsageError(
            f"--attach {JSON.name}: the result file holds record ids and waivers as they are; add --reveal, or attach another"
            " format",
            f"--attach {JSON.name}：结果文件中的记录编号和豁免未经遮盖；请加 --reveal，或改用其他格式",
        )


def file_stem(*parts: str) -> str:
    """A file name of ``parts`` that no system or shell takes for anything else."""
    return "-".join(_NO_NAME.sub("_", part)[:_MOST_NAME] or "_" for part in parts)


def _name(stem: str, part: str, report: Report) -> str:
    return f"{stem}.{part}{report.endings[0]}" if part else f"{stem}{report.endings[0]}"


def rendered(template: str, **values: object) -> tuple[str, str]:
    """The text and the HTML of a template filled in; what goes into HTML is escaped."""
    text = environment(_HERE, escape=False).get_template(f"{template}.txt.j2").render(values)
    return text, environment(_HERE).get_template(f"{template}.html.j2").render(values)
