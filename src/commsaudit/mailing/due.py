"""What falls due, by mail: each project's part of the list to its recipients, once for each list and day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from commsaudit import __version__
from commsaudit.mailing.addresses import Mailbox
from commsaudit.mailing.composing import Content, Heads, message_bytes, rendered
from commsaudit.mailing.headers import one_line
from commsaudit.mailing.planning import Plan, Source, planned
from commsaudit.mailing.recipients import Recipient
from commsaudit.mailing.record import delivery_key
from commsaudit.mailing.words import MailWords
from commsaudit.model.standard import Standard
from commsaudit.reports.due import DueList, Shown, grouped, shown
from commsaudit.reports.due_words import DueWords
from commsaudit.reports.titles import Titles

# Mail programs cut long messages (at 100 KB, some of them): so many overdue entries are shown and so many to do, and more of
# the one where there are fewer of the other.
_HALF, _NAME, _TITLE, _DIGITS = 45, 60, 200, 16


@dataclass(frozen=True, slots=True)
class DueLine:
    """An entry as it is shown."""

    overdue: bool
    state: str
    due: str
    distance: str
    clause: str
    record: str
    place: str


@dataclass(frozen=True, slots=True)
class DueCard:
    """One project's part of the list in one language, as the templates show it; ``more`` entries are not shown."""

    subject: str
    title: str
    stands: str
    counts: str
    people: Sequence[tuple[str, Sequence[DueLine]]]
    more: int
    unknown: Sequence[str]
    footer: Sequence[str]


def due_plan(source: Source, due: DueList, recipients: Sequence[Recipient], *, with_empty: bool) -> Plan:
    """The mails of ``due``: a project with nothing open has none, unless ``with_empty``.

    Raises:
        UsageError: none of the projects looked at has a recipient.
    """
    plan = planned([source], recipients)
    told = source.scopes.keys() if with_empty else {entry.finding.project_id for entry in due.entries}
    return replace(
        plan,
        mails=[mail for mail in plan.mails if mail.project_id in told],
        unread=[project_id for project_id in plan.unread if project_id in told],
    )


def due_source(
    due: DueList, standards: Sequence[Standard], heads: Heads, *, errors: int = 0, reveal: bool = False
) -> Source:
    """The list as mails are made of it; ``errors``: so many checks could not run, and what they look at is not on it."""
    parts = {project_id: _part(due, project_id) for project_id in due.projects}
    scopes = {project_id: _scope(part) for project_id, part in parts.items()}
    maker = DueComposer(parts, scopes, standards, heads, errors, reveal=reveal)
    return Source(maker, f"due-{due.as_of.date().isoformat()}", scopes)


def _part(due: DueList, project_id: str) -> DueList:
    """``due`` as one project may see it: nothing in it is of another."""
    entries = [entry for entry in due.entries if entry.finding.project_id == project_id]
    return replace(due, entries=entries, projects={project_id: due.projects[project_id]}, waived=0)


def _scope(part: DueList) -> str:
    """The checksum of what is open, who has it in hand, and the day: another moment, path or line is no other list."""
    entries = [
        (entry.finding.id, entry.until.isoformat(), entry.is_overdue, entry.person.id if entry.person else "")
        for entry in part.entries
    ]
    content = json.dumps(["due", part.as_of.date().isoformat(), entries], ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()


class DueComposer:
    """Makes the mails of one list, of which ``parts`` are the projects'."""

    def __init__(self, parts: dict[str, DueList], scopes: dict[str, str], standards: Sequence[Standard], heads: Heads,
                 errors: int, *, reveal: bool) -> None:  # fmt: skip
        self._parts, self._scopes, self._heads = parts, scopes, heads
        self._errors, self._reveal = errors, reveal
        self._words = {lang: DueWords(lang, Titles(standards, lang)) for lang in ("zh", "en")}

    def message(self, project_id: str, to: Mailbox, lang: str) -> bytes:
        """The mail of ``project_id`` to ``to``."""
        card = self._card(project_id, self._words[lang], MailWords(lang))
        text, html = rendered("due", card=card, words=self._words[lang], mail=MailWords(lang))
        key = delivery_key(self._scopes[project_id], project_id, to.address)
        return message_bytes(self._heads, to, key, Content(lang, card.subject, text, html))

    def _card(self, project_id: str, words: DueWords, mail: MailWords) -> DueCard:
        part = self._parts[project_id]
        late, day = part.overdue, part.as_of.date().isoformat()
        listed = _soonest(shown(part, reveal=self._reveal))
        counts = words("counts", overdue=late, open=len(part.entries) - late) if part.entries else words("nothing")
        title = one_line(f"{project_id} {part.projects[project_id]}")
        footer = [
            *([] if self._reveal else [mail("due_masked")]),
            mail("due_written_by", version=__version__),
            mail("list", checksum=self._scopes[project_id][:_DIGITS]),
        ]
        return DueCard(
            subject=mail("due_subject", day=day, project=one_line(title, _NAME), counts=counts),
            title=title,
            stands=words(
                "stands",
                as_of=words.moment(part.as_of),
                since=part.since.date().isoformat(),
                until=part.until.date().isoformat(),
            ),
            counts=counts,
            people=list(_people(listed, words)),
            more=len(part.entries) - len(listed),
            unknown=[
                *([words("unjudged", count=len(part.unjudged))] if part.unjudged else []),
                *([mail("errors", count=self._errors)] if self._errors else []),
            ],
            footer=footer,
        )


def _soonest(entries: Sequence[Shown]) -> list[Shown]:
    """What of ``entries`` is shown: old arrears do not crowd out what falls due today."""
    late = [each for each in entries if each.entry.is_overdue]
    ahead = [each for each in entries if not each.entry.is_overdue]
    kept = late[: max(_HALF, 2 * _HALF - len(ahead))]
    return kept + ahead[: 2 * _HALF - len(kept)]


def _people(entries: Sequence[Shown], words: DueWords) -> Iterator[tuple[str, Sequence[DueLine]]]:
    """Each person with what is in their hands, by clause."""
    for _, people in grouped(entries):
        for person, clauses in people.items():
            lines = [_line(each, words) for together in clauses.values() for each in together]
            yield one_line(person) or words("nobody"), lines


def _line(each: Shown, words: DueWords) -> DueLine:
    clause = each.entry.finding.clause
    return DueLine(
        overdue=each.entry.is_overdue,
        state=words("overdue" if each.entry.is_overdue else "open"),
        due=words.moment(each.entry.until),
        distance=words.distance(each.days),
        clause=one_line(f"{clause} {words.titles.clause(clause)}", _TITLE),
        record=one_line(each.record),
        place=one_line(each.place, _TITLE),
    )
