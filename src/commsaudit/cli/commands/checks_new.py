"""``commsaudit checks new``: the beginning of a check of one's own, or of another one for a clause that there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commsaudit.cli import common, completing
from commsaudit.cli.bilingual import argument, command, option
from commsaudit.cli.catalogue import catalogue, clauses
from commsaudit.cli.context import State
from commsaudit.cli.language import SETTINGS_NAME, Text
from commsaudit.cli.starters import starter
from commsaudit.errors import UsageError

if TYPE_CHECKING:
    from commsaudit.model.standard import Clause

_NAME = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")


@command(
    "new",
    Text(
        "Begin a check in DIR (./checks unless given): a working example with its cases, to be changed. It is observed until"
        " it gets a `unit`. For a clause that there is, a copy of its check, which then replaces it; for a standard that"
        " there is not, a standard too. Nothing is overwritten.",
        "在文件夹（默认 ./checks）中新建检查：一个可运行的示例及其用例，供修改；写上 unit 之前只观察、不扣分。"
        "若条款已存在，则复制其检查，用以替换；若标准不存在，则一并新建标准。不会覆盖已有文件。",
    ),
    ("commsaudit checks new OWN.1 --standard ours", Text("A standard of your own.", "自己的标准。")),
    ("commsaudit checks new 2.3.3 --standard supervision", Text("Another check for a clause.", "替换某一条款的检查。")),
)
@argument("clause_id", Text("", ""), Text("ID", "条款"))
@argument("folder", Text("", ""), Text("DIR", "文件夹"), required=False, default="checks")
@option(
    "--standard",
    text=Text("The standard that it belongs to.", "所属标准。"),
    shown=Text("NAME", "标准"),
    required=True,
    of_one_call=True,
    shell_complete=completing.standards,
)
@common.common
@click.pass_obj
def new(state: State, clause_id: str, folder: str, standard: str) -> int:
    """Write the files and say what to do next."""
    from commsaudit.reports.files import write_files

    for name in (clause_id, standard):
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"'{name}' cannot be a name: write letters, digits, and . _ - between them",
                f"“{name}”不能作为名称：请用字母、数字，中间可有 . _ -",
            )
    standards = catalogue(state)
    place = Path(folder) / standard
    files = _files(place, clause_id, _existing({each.id: each for _, each in clauses(standards)}, clause_id, standard))
    if standard not in standards:
        files[place / "standard.toml"] = starter("standard.toml", ID=standard)
    there = next((path for path in files if path.exists()), None)
    if there is not None:
        raise UsageError(f"{there} is there already", f"{there} 已存在")
    place.mkdir(parents=True, exist_ok=True)
    write_files([(path, [content]) for path, content in files.items()])
    for path in files:
        click.echo(path.as_posix())
    _say_next(state, Path(folder), clause_id)
    return 0


def _existing(known: dict[str, Clause], clause_id: str, standard: str) -> Clause | None:
    """The clause that a new check is to replace.

    Raises:
        UsageError: it belongs to another standard.
    """
    clause = known.get(clause_id)
    if clause is not None and clause.standard != standard:
        raise UsageError(
            f"{clause_id} is a clause of {clause.standard}: replace it with --standard {clause.standard}, or take another id",
            f"{clause_id} 是标准 {clause.standard} 的条款：如需替换请用 --standard {clause.standard}，否则请换一个编号",
        )
    return clause


def _files(place: Path, clause_id: str, existing: Clause | None) -> dict[Path, bytes]:
    if existing is None:
        stem = place / f"{clause_id}-new"
        return {
            stem.with_name(f"{stem.name}.sql"): starter("check.sql", ID=clause_id),
            stem.with_name(f"{stem.name}.cases.toml"): starter("check.cases.toml"),
        }
    from commsaudit.checks.cases import case_file

    sources = [path for path in (existing.path, case_file(existing)) if path.is_file()]
    return {place / path.name: path.read_bytes() for path in sources}


def _say_next(state: State, folder: Path, clause_id: str) -> None:
    known = [path.resolve() for path in state.settings.checks]
    if folder.resolve() not in known:
        state.note(
            f'Add to {SETTINGS_NAME}: checks = ["./{folder.as_posix()}"]',
            f'请在 {SETTINGS_NAME} 中加上：checks = ["./{folder.as_posix()}"]',
        )
    state.note(f"Then: commsaudit checks test {clause_id}", f"然后：commsaudit checks test {clause_id}")
