"""Running an audit for a command: from its options to a run, and from a run to what is shown and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commsaudit.cli import keeping, outputs, rejects
from commsaudit.cli.context import State
from commsaudit.cli.language import many
from commsaudit.cli.notes import note_run
from commsaudit.cli.progress import ProgressLine
from commsaudit.cli.stdin import inputs
from commsaudit.errors import UsageError, parted

if TYPE_CHECKING:
    from commsaudit.audit.request import AuditRun, Request
    from commsaudit.model.result import AuditResult
    from commsaudit.reports.interface import ReportContext

_REJECTED, _ERRED = 3, 4


def request_for(state: State, paths: Sequence[str], said: Mapping[str, Any]) -> Request:
    """The audit that the options ``said`` ask for.

    Raises:
        UsageError: no period, or an option that cannot be meant.
    """
    from commsaudit.audit.request import Request
    from commsaudit.checks.running import Sample
    from commsaudit.model.period import parse_period

    if not said["period"]:
        raise UsageError(
            "which period? Add -p 2026-03 (or `period` in commsaudit.toml)",
            "检查哪个期间？请加 -p 2026-03（或在 commsaudit.toml 中写 period）",
        )
    settings = state.settings
    if said["counting"]:
        settings = replace(settings, counting=said["counting"])
    return Request(
        paths=paths,
        period=parse_period(said["period"], said["as_of"]),
        settings=settings,
        standards=said["standard"],
        projects=said["project"],
        sample=Sample(said["sample"], said["seed"]) if said["sample"] else None,
        waivers=waivers_of(state, said["waivers"]),
        max_findings=said["max_findings"],
        memory_limit=said["memory_limit"],
        threads=said["threads"],
    )


def waivers_of(state: State, path: str | None) -> tuple[Any, ...]:
    """The approved exceptions in a file; none where there is no file."""
    if path is None:
        return ()
    from commsaudit.audit.waivers import read_waivers
    from commsaudit.checks.catalogue import load_catalogue

    catalogue = load_catalogue(state.settings.checks)
    return read_waivers(Path(path), [clause.id for standard in catalogue.values() for clause in standard.clauses])


def run(state: State, request: Request, log: str | None = None) -> AuditRun:
    """Run ``request``, with progress; standard input among its paths holds ``log``.

    Raises:
        CommsauditError: as ``run_audit``.
    """
    from commsaudit.audit.story import run_audit

    progress = ProgressLine(state)
    with ExitStack() as stack:
        stack.callback(progress.end)
        given = stack.enter_context(inputs(request.paths, log))
        return given.renamed(run_audit(replace(request, paths=given.paths, progress=progress)))


def deliver(state: State, done: AuditRun, asked: Sequence[outputs.Output], said: Mapping[str, Any]) -> int:
    """Write and show what was asked for; say what should be known beside it. Returns the exit code.

    Raises:
        UsageError: an output would take the place of a log that was read.
    """
    outputs.spare_inputs(asked, [entry.file for entry in done.result.inputs])
    outputs.make_folders(asked)
    rejects_file = _write_rejects(done, asked, said)
    context = _context(state, done, said, rejects_file)
    written = outputs.write(asked, done.result, context)
    shown = any(output.report.name == "table" and output.target == outputs.STDOUT for output in asked)
    note_run(state, done, waivers=not shown, reveal=said["reveal"])  # the table lists them itself
    if done.rejects and rejects_file is not None:
        more = done.unlisted_rows
        state.note(
            f"rows that could not be read: {done.rejected_rows}; see {rejects_file.as_posix()}"
            + (f" ({more} of them are not listed there: rejects in [limits])" if more else ""),
            f"无法读取的行：{done.rejected_rows}；见 {rejects_file.as_posix()}"
            + (f"（其中 {more} 行未列出：见 [limits] 的 rejects）" if more else ""),
        )
    for clause, error in done.errors.items():
        en, zh = parted(error)
        state.say(f"the check of {clause} could not run: {en}", f"条款 {clause} 的检查无法运行：{zh}")
    if written and not any(output.target == outputs.STDOUT for output in asked):
        _summarise(state, done.result, written)
    rejected = _REJECTED if done.rejected_rows > said["max_rejects"] else 0
    return max(rejected, _ERRED if done.errors else 0)


def _write_rejects(done: AuditRun, asked: Sequence[outputs.Output], said: Mapping[str, Any]) -> Path | None:
    """The rejects file, where there is something to write or one was asked for."""
    if not done.rejects and not said["rejects"]:
        return None
    path = Path(said["rejects"]) if said["rejects"] else outputs.first_folder(asked) / rejects.NAME
    rejects.write_rejects(path, done.rejects, reveal=said["reveal"])
    return path


def _context(state: State, done: AuditRun, said: Mapping[str, Any], rejects_file: Path | None) -> ReportContext:
    from commsaudit.reports.interface import ReportContext

    audited = {entry.id for entry in done.result.standards}
    return ReportContext(
        lang=state.lang,
        standards=[standard for name, standard in done.standards.items() if name in audited],
        show_all=said["all"],
        color=state.coloured,
        reveal=said["reveal"],
        expired=[use.waiver for use in done.waivers if use.expired],
        idle=[use.waiver for use in done.waivers if not use.covers and not use.expired],
        details=() if rejects_file is None else (rejects_file.as_posix(),),
        rejects=rejects.worded(done.rejects, reveal=said["reveal"]),
        history=keeping.earlier(state, said.get("history"), done.result),
    )


def _summarise(state: State, result: AuditResult, written: Sequence[Path]) -> None:
    """One line on stderr for a result that went to files alone."""
    from commsaudit.scoring.numbers import points_text

    names = ", ".join(path.as_posix() for path in written)
    scores = [project.score for project in result.projects if project.score is not None]
    if len(result.projects) == 1 and scores:
        points = f"{points_text(scores[0].score)}/{points_text(scores[0].points)}"
        what, was = f"{result.projects[0].project_id} {points}", f"{result.projects[0].project_id} {points}"
    else:
        what, was = many(len(result.projects), "project"), f"{len(result.projects)} 个项目"
    modes = {entry.id: entry.mode for entry in result.standards}
    beside = sum(
        clause.outcome.findings
        for project in result.projects
        for clause in project.clauses
        if project.score is not None and clause.unit is None and modes.get(clause.outcome.standard) == "observe"
    )
    observed = (f", {beside} of them only observed", f"，其中 {beside} 处仅观察") if beside else ("", "")
    state.note(
        f"{result.period.label}: {what}, {many(result.findings_total, 'finding')}{observed[0]}; written: {names}",
        f"{result.period.label}：{was}，{result.findings_total} 处不符合{observed[1]}；已写出：{names}",
    )
