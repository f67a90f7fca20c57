"""Mails made of cards: a text part, an HTML part without images, and what is attached."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from commsaudit.errors import UsageError
from commsaudit.mailing.addresses import Mailbox
from commsaudit.mailing.card import Card, Cards
from commsaudit.mailing.narrowed import narrowed
from commsaudit.mailing.record import delivery_key
from commsaudit.mailing.words import MailWords
from commsaudit.model.result import AuditResult
from commsaudit.model.standard import Standard
from commsaudit.reports.formats.as_json import JSON
from commsaudit.reports.interface import Report, ReportContext
from commsaudit.reports.overview import Overview
from commsaudit.scoring.numbers import points_text

# What would be no file name somewhere, or an option of a command.
_NO_NAME = re.compile(r"[^\w.-]+|^[-.]+")
_MOST_NAME = 80


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    data: bytes


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
        self._stored, self._sender, self._reply_to, self._attach = stored, sender, reply_to, attach
        self._reveal = reveal
        self._cards: dict[str, Cards] = {}

    def message(self, project_id: str, to: Mailbox, lang: str) -> bytes:
        """The mail of ``project_id`` to ``to``, as it goes over the wire: lines end in CRLF, all of it ASCII."""
        attached = self._attachments(project_id, lang)
        card = self._of(lang).card(project_id, [each.name for each in attached])
        words = MailWords(lang)
        message = EmailMessage(policy=SMTP.clone(max_line_length=76))
        message["From"] = self._sender.header
        message["To"] = to.header
        if self._reply_to:
            message["Reply-To"] = self._reply_to.header
        message["Subject"] = card.subject
        message["Date"] = localtime()
        # The same for a letter that is sent again, so that a mailbox can tell that it has it.
        message["Message-ID"] = f"<{delivery_key(self._stored.checksum, project_id, to.address)}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        # base64: a line is never too long, and no server changes a byte.
        message.set_content(rendered("scorecard.txt.j2", card, words), cte="base64")
        message.add_alternative(rendered("scorecard.html.j2", card, words), subtype="html", cte="base64")
        for each in attached:
            main, _, sub = (guess_type(each.name)[0] or "application/octet-stream").partition("/")
            message.add_attachment(each.data, maintype=main, subtype=sub, filename=each.name, cte="base64")
        # Not before: the parts would take it with them.
        message["Content-Language"] = lang
        return message.as_bytes()

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


def stored_checksum(path: Path) -> str:
    """The checksum that stands in a result file, which ``read_result`` has verified."""
    return str(json.loads(path.read_bytes())["checksum"])


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


def rendered(template: str, card: Card, words: MailWords) -> str:
    """A template filled in; what goes into HTML is escaped."""
    values: Mapping[str, object] = {"card": card, "words": words}
    return _environment(template.endswith(".html.j2")).get_template(template).render(values)


@cache
def _environment(escape: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("commsaudit.mailing", "templates"),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["points"] = points_text
    return environment
