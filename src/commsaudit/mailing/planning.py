"""Which mails a call makes: each project of each result to its recipients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from commsaudit.errors import UsageError
from commsaudit.mailing.composing import Composer
from commsaudit.mailing.recipients import Recipient, recipients_of
from commsaudit.model.result import AuditResult


@dataclass(frozen=True, slots=True)
class Addressed:
    """A project of a result, and one who gets it."""

    composer: Composer
    checksum: str
    period: str
    project_id: str
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class Plan:
    """All mails; the projects that nobody gets, and the entries of the recipients file that fit no project."""

    mails: Sequence[Addressed]
    unread: Sequence[str]
    idle: Sequence[Recipient]


def planned(
    results: Sequence[tuple[AuditResult, str, Composer]], recipients: Sequence[Recipient], wanted: Sequence[str]
) -> Plan:
    """The mails of ``results`` (each with its checksum and composer); ``wanted`` are patterns of projects, none: all.

    Raises:
        UsageError: a pattern fits no project, or no project has a recipient.
    """
    names = {project.project_id for result, _, _ in results for project in result.projects}
    for pattern in wanted:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise UsageError(f"no project {pattern} in the result", f"结果中没有项目 {pattern}")
    chosen = {name for name in names if not wanted or any(fnmatchcase(name, pattern) for pattern in wanted)}
    mails, once = [], set()
    for result, checksum, composer in results:
        for project in result.projects:
            if project.project_id not in chosen:
                continue
            for recipient in recipients_of(recipients, project.project_id):
                mail = (checksum, project.project_id, recipient.identity)
                if mail not in once:
                    once.add(mail)
                    mails.append(Addressed(composer, checksum, result.period.label, project.project_id, recipient))
    if not mails:
        raise UsageError(
            "no project of the result has a recipient: nothing to send", "结果中的项目都没有收件人：没有可发送的邮件"
        )
    idle = [each for each in recipients if not any(fnmatchcase(name, each.pattern) for name in names)]
    return Plan(mails, sorted(chosen - {mail.project_id for mail in mails}), idle)
