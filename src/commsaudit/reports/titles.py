"""What the catalogue calls things, in the language of the report; an id where it has no name for them."""

from __future__ import annotations

from collections.abc import Iterable

from commsaudit.model.schema import Column, enumerations, logs
from commsaudit.model.standard import Category, Clause, Item, Standard
from commsaudit.scoring.explain import declared_items


class Titles:
    """Titles of standards, categories, items, clauses and logs."""

    def __init__(self, standards: Iterable[Standard], lang: str) -> None:
        standards = tuple(standards)
        self._zh = lang == "zh"
        self.declared = declared_items(standards)
        self._standards = {standard.id: self._of(standard) for standard in standards}
        self._clauses: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        for standard in standards:
            self._clauses.update((clause.id, self._of(clause)) for clause in standard.clauses)
            parts: tuple[Category | Item, ...] = (*standard.categories, *standard.items)
            for part in parts:
                # Of two standards that share an id, the later one's is qualified in results.
                self._parts.setdefault(part.id, self._of(part))
                self._parts[f"{standard.id}:{part.id}"] = self._of(part)

    def _of(self, named: Standard | Category | Item | Clause) -> str:
        return named.zh if self._zh else named.en

    def standard(self, standard_id: str) -> str:
        """The standard's title."""
        return self._standards.get(standard_id, standard_id)

    def part(self, part_id: str) -> str:
        """The title of a category or item; a standard or clause that is its own category has its title."""
        return self._parts.get(part_id) or self._standards.get(part_id) or self._clauses.get(part_id, "")

    def clause(self, clause_id: str) -> str:
        """The clause's title."""
        return self._clauses.get(clause_id, "")

    def log(self, name: str) -> str:
        """The log's name."""
        log = logs().get(name)
        return f"{log.zh}（{name}）" if log and self._zh else name

    def column(self, log: str, name: str) -> str:
        """The column's header, or its name."""
        column = _column(log, name)
        return column.zh if column and self._zh else name

    def value(self, log: str, column: str, value: str) -> str:
        """A value of a column as its readers say it: words of enumerations, yes and no."""
        if not self._zh:
            return value
        known = _column(log, column)
        if known and known.enum:
            words = enumerations()[known.enum].words
            return ";".join(words[word][0] if words.get(word) else word for word in value.split(";"))
        return _PLAIN.get(value, value)


_PLAIN = {"present": "有", "true": "是", "false": "否"}


def _column(log: str, name: str) -> Column | None:
    found = logs().get(log)
    if found is None:
        return None
    return next((column for column in found.columns if column.name == name), None)
