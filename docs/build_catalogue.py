"""Writes the catalogue of all shipped standards, ``docs/catalogue.md`` and ``docs/catalogue.zh-CN.md``, from the checks.

    python docs/build_catalogue.py        (or: make catalogue)

A test compares the two files with what comes out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from commsaudit.checks.catalogue import load_catalogue
from commsaudit.model.schema import enumerations, logs
from commsaudit.model.standard import Clause, ParameterValue, Standard
from commsaudit.scoring.numbers import points_text

Language = Literal["zh", "en"]
FILES: Mapping[Language, str] = {"en": "catalogue.md", "zh": "catalogue.zh-CN.md"}
_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("标准与条款目录", "Catalogue of standards and clauses"),
    "generated": (
        "本文件由 `make catalogue` 根据 `checks/` 生成，请勿手工修改。",
        "Generated from `checks/` by `make catalogue`; not to be edited by hand.",
    ),
    "standard": ("标准", "Standard"),
    "clauses": ("条款数", "Clauses"),
    "points": ("满分", "Points"),
    "observed": ("仅观察", "observed"),
    "source": ("出处", "Source"),
    "types": ("适用的物业类型", "Applies to"),
    "unless": ("不适用于", "Not where"),
    "note": ("说明", "Note"),
    "unit": ("每处扣分", "Unit"),
    "item": ("督导项", "Item"),
    "each": ("每", "Each"),
    "due": ("时限", "Due"),
    "met": ("符合条件", "Must hold"),
    "standing": ("常设，期末判断", "standing: judged at the period's end"),
    "by": ("只由检查人员判断", "judged by inspectors alone"),
    "params": ("参数", "Parameters"),
    "sourced": ("原文数值", "the source's figure"),
    "ours": ("本工具的理解", "our reading"),
    "reads": ("读取", "Reads"),
    "overlaps": ("与其重叠", "Overlaps"),
    "postpone": ("可延期，审批人", "May be postponed by"),
    "only": ("仅限", "only"),
    "none": ("无", "none"),
}


def catalogue_text(lang: Language) -> str:
    """The whole catalogue in one language, as Markdown."""
    return "\n".join(_Catalogue(lang).lines()) + "\n"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


class _Catalogue:
    def __init__(self, lang: Language) -> None:
        self._zh = lang == "zh"
        self._standards = load_catalogue()

    def _word(self, key: str) -> str:
        return _WORDS[key][0 if self._zh else 1]

    def _title(self, named: Standard | Clause) -> str:
        return named.zh if self._zh else named.en

    def _colon(self) -> str:
        return "：" if self._zh else ": "

    def _listed(self, words: list[str]) -> str:
        return ("、" if self._zh else ", ").join(words)

    def lines(self) -> Iterator[str]:
        yield f"# {self._word('title')}"
        yield ""
        yield self._word("generated")
        yield ""
        heads = [self._word(key) for key in ("standard", "clauses", "points", "source")]
        yield f"| {' | '.join(heads)} |"
        yield "|---|---|---|---|"
        for standard in self._standards.values():
            points = self._word("observed") if standard.points is None else points_text(standard.points)
            name = f"[{self._title(standard)}](#{standard.id}) (`{standard.id}`)"
            yield f"| {name} | {len(standard.clauses)} | {points} | {_escaped(standard.source)} |"
        for standard in self._standards.values():
            yield from self._standard(standard)

    def _standard(self, standard: Standard) -> Iterator[str]:
        yield ""
        yield f'## <a id="{standard.id}"></a>{self._title(standard)}'
        yield ""
        yield from self._facts(
            source=standard.source,
            types=self._listed([self._enum("property_type", word) for word in standard.types]),
            unless=self._columns("projects", (standard.unless,)) if standard.unless else "",
            note=standard.note_zh if self._zh else standard.note,
        )
        for clause in standard.clauses:
            yield ""
            yield f"### {clause.id} {self._title(clause)}"
            yield ""
            yield from self._clause(clause)

    def _facts(self, **facts: str) -> Iterator[str]:
        for key, said in facts.items():
            if said:
                yield f"- {self._word(key)}{self._colon()}{_escaped(said)}"

    def _clause(self, clause: Clause) -> Iterator[str]:
        costs = "" if clause.unit is None else points_text(clause.unit)
        if clause.by_inspection:
            yield from self._facts(unit=costs, item=clause.item or "")
            yield f"- {self._word('by')}"
            yield from self._facts(note=clause.note_zh if self._zh else clause.note)
            return
        yield from self._facts(
            unit=costs,
            item=clause.item or "",
            each=clause.each_zh if self._zh else clause.each,
            due=(clause.due_zh if self._zh else clause.due) or self._word("standing"),
            met=clause.met_zh if self._zh else clause.met,
        )
        yield from self._parameters(clause)
        yield from self._facts(
            reads=("；" if self._zh else "; ").join(
                self._columns(log, columns) for log, columns in clause.reads.items()
            ),
            overlaps=self._listed(list(clause.overlaps)),
            postpone=self._postpone(clause),
            note=clause.note_zh if self._zh else clause.note,
        )

    def _postpone(self, clause: Clause) -> str:
        if clause.postpone is None:
            return ""
        only = f" ({self._word('only')} {clause.postpone_units})" if clause.postpone_units else ""
        return self._enum("role", clause.postpone) + only

    def _enum(self, name: str, word: str) -> str:
        return enumerations()[name].words[word][0] if self._zh else word

    def _columns(self, log: str, columns: tuple[str, ...]) -> str:
        held = logs()[log]
        names = [held.column(name).zh if self._zh else name for name in columns]
        title = held.zh if self._zh else held.name
        if not names:
            return title
        return f"{title}（{self._listed(names)}）" if self._zh else f"{title} ({self._listed(names)})"

    def _parameters(self, clause: Clause) -> Iterator[str]:
        if not clause.parameters:
            return
        said = [
            f"`{name} = {_toml(value)}` ({self._word('sourced' if name in clause.sourced else 'ours')})"
            for name, value in clause.parameters.items()
        ]
        yield f"- {self._word('params')}{self._colon()}{self._listed(said)}"


def _toml(value: ParameterValue) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value) if isinstance(value, int) else f'"{value}"'


def main() -> None:
    """Write both files."""
    for lang, name in FILES.items():
        (Path(__file__).parent / name).write_text(catalogue_text(lang), "utf-8")


if __name__ == "__main__":
    main()
