"""The catalogue as commands ask for it: with the company's own checks, by clause id, unknown names refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from commsaudit.cli.context import State
from commsaudit.cli.language import spoken

if TYPE_CHECKING:
    from commsaudit.model.standard import Category, Clause, Item, Standard


def catalogue(state: State) -> Mapping[str, Standard]:
    """All standards, those of ``checks = […]`` in the settings among them, with what the company has decided that they cost.

    Raises:
        SettingsError, CheckError: as ``load_catalogue`` and ``priced``.
    """
    from commsaudit.checks.catalogue import load_catalogue
    from commsaudit.scoring.company import priced

    return priced(load_catalogue(state.settings.checks), state.settings)


def clauses(standards: Mapping[str, Standard]) -> Iterator[tuple[Standard, Clause]]:
    """Every clause with its standard, in catalogue order."""
    for standard in standards.values():
        for clause in standard.clauses:
            yield standard, clause


def find_clause(standards: Mapping[str, Standard], clause_id: str) -> tuple[Standard, Clause]:
    """The clause called ``clause_id``.

    Raises:
        UsageError: there is none; says which may be meant.
    """
    known = {clause.id: (standard, clause) for standard, clause in clauses(standards)}
    if clause_id not in known:
        from commsaudit.audit.asking import unknown

        raise unknown("clause", "条款", clause_id, known)
    return known[clause_id]


def check_known(kind: tuple[str, str], name: str | None, known: Sequence[str]) -> None:
    """See that ``name`` (where given) is one of ``known``; ``kind`` says what it is in English and in Chinese.

    Raises:
        UsageError: it is not.
    """
    if name is not None and name not in known:
        from commsaudit.audit.asking import unknown

        raise unknown(*kind, name, known)


def title(named: Standard | Category | Item | Clause) -> str:
    """What something is called in the language that is spoken."""
    return named.zh if spoken() == "zh" else named.en


def category_of(standard: Standard, clause: Clause) -> str | None:
    """The id of the clause's category, where its item is one of the standard's."""
    return next((item.category for item in standard.items if item.id == clause.item), None)
