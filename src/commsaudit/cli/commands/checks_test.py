"""``commsaudit checks test``: the cases of the catalogue, run through the same typing and judging as an audit."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import click

from commsaudit.cli import common, completing
from commsaudit.cli.bilingual import argument, command
from commsaudit.cli.catalogue import catalogue, clauses, find_clause
from commsaudit.cli.context import State
from commsaudit.cli.language import Text, many
from commsaudit.cli.progress import ProgressLine
from commsaudit.errors import CommsauditError

if TYPE_CHECKING:
    from commsaudit.model.standard import Clause

_FAILED = 4


@command(
    "test",
    Text(
        "Run the cases of all checks, or of these clauses. A case that fails is shown with its differences; then the exit"
        " code is 4.",
        "运行全部检查或指定条款的用例。未通过的用例会列出差异，此时退出码为 4。",
    ),
    ("commsaudit checks test", Text("All cases.", "全部用例。")),
    ("commsaudit checks test 2.3.3 2.3.5", Text("Those of two clauses.", "两个条款的用例。")),
)
@argument("ids", Text("", ""), Text("ID", "条款"), nargs=-1, shell_complete=completing.clauses)
@common.common
@click.pass_obj
def test(state: State, ids: tuple[str, ...]) -> int:
    """Run the cases and show what differs."""
    standards = catalogue(state)
    chosen = [find_clause(standards, each)[1] for each in dict.fromkeys(ids)] or [
        clause for _, clause in clauses(standards)
    ]
    cases, failed, bare = _run(state, chosen)
    if bare:
        state.note(f"without cases: {', '.join(bare)}", f"没有用例：{'、'.join(bare)}")
    click.echo(
        str(
            Text(
                f"{many(cases, 'case')} of {many(len(chosen), 'clause')}: {cases - failed} hold, {failed} fail",
                f"{len(chosen)} 个条款的 {cases} 个用例：{cases - failed} 个通过，{failed} 个未通过",
            )
        )
    )
    return _FAILED if failed else 0


def _run(state: State, chosen: list[Clause]) -> tuple[int, int, list[str]]:
    """How many cases were run and failed, and the clauses that have none."""
    from commsaudit.checks.cases import read_cases, run_case, without_rows

    cases = {clause.id: list(read_cases(clause)) for clause in chosen}
    progress = ProgressLine(state)
    bare = [clause for clause in chosen if not cases[clause.id]]
    todo = [case for listed in cases.values() for case in listed]
    todo += [without_rows(clause) for clause in bare if clause.sql]
    failed = 0
    # A case is mostly the engine's work, which threads share out over the processors.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [(case, pool.submit(run_case, case)) for case in todo]
        try:
            for nth, (case, run) in enumerate(running):
                progress(case.id, nth, len(todo))
                problems = _problems(run)
                if problems:
                    failed += 1
                    progress.end()
                    click.echo(f"{click.style('FAIL', fg='red')} {case.id}")
                    for problem in problems:
                        click.echo(f"    {problem}")
        finally:
            pool.shutdown(cancel_futures=True)
            progress.end()
    return len(todo), failed, [clause.id for clause in bare]


def _problems(run: Future[list[str]]) -> list[str]:
    """What differs; an error in the check or in the case is a difference too, and the others still run."""
    try:
        return run.result()
    except CommsauditError as error:
        return [str(Text(error.en, error.zh))]
