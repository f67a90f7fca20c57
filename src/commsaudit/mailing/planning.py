"""Which mails a call makes: each project of what is sent to its recipients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Protocol

from commsaudit.errors import UsageError
from commsaudit.mailing.addresses import Mailbox
from commsaudit.mailing.recipients import Recipient, recipients_of


class Maker(Protocol):
    """Makes the mails of one thing that is sent."""

    def message(self, project_id: str, to: Mailbox, lang: str) -> bytes:
        """The mail of ``project_id`` to ``to``, as it goes over the wire."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is sent, as files name it. ``scopes``: each project of it, with the checksum of what its mails hold."""

    maker: Maker
    name: str
    scopes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Addressed:
    """A project of a source, and one who gets it."""

    source: Source
    project_id: str
    recipient: Recipient

    @property
    def scope(self) -> str:
        """The checksum of what the mail holds."""
        return self.source.scopes[self.project_id]


@dataclass(frozen=True, slots=True)
class Plan:
    """All mails; the projects that nobody gets, and the entries of the recipients file that fit no project."""

    mails: Sequence[Addressed]
    unread: Sequence[str]
    idle: Sequence[Recipient]


def planned(sources: Sequence[Source], recipients: Sequence[Recipient], wanted: Sequence[str] = ()) -> Plan:
    """The mails of ``sources``; ``wanted`` are patterns of projects, none: all.

    Raises:
        UsageError: a pattern fits no project, or no project has a recipient.
    """
    names = {name for source in sources for name in source.scopes}
    for pattern in wanted:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise UsageError(f"no project {pattern} in the result", f"结果中没有项目 {pattern}")
    chosen = {name for name in names if not wanted or any(fnmatchcase(name, pattern) for pattern in wanted)}
    mails, once = [], set()
    for source in sources:
        for name, scope in source.scopes.items():
            if name not in chosen:
                continue
            for recipient in recipients_of(recipients, name):
                mail = (scope, name, recipient.identity)
                if mail not in once:
                    once.add(mail)
                    mails.append(Addressed(source, name, recipient))
    if not mails:
        raise UsageError("no project has a recipient: nothing to send", "所有项目都没有收件人：没有可发送的邮件")
    idle = [each for each in recipients if not any(fnmatchcase(name, each.pattern) for name in names)]
    return Plan(mails, sorted(chosen - {mail.project_id for mail in mails}), idle)
