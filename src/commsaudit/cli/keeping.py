"""Results that are kept in a history, and histories that commands read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commsaudit.cli.context import State
from commsaudit.cli.progress import ProgressLine
from commsaudit.errors import CommsauditError, StorageError, UsageError

if TYPE_CHECKING:
    from commsaudit.model.result import AuditResult
    from commsaudit.reports.interface import HistoryPoint
    from commsaudit.results.history import History


def prepare(folder: str | None) -> None:
    """Make the history's folder before the audit, where one is asked for.

    Raises:
        StorageError: it cannot be made.
    """
    if folder:
        from commsaudit.results.history import History

        History(Path(folder)).prepare()


def keep(state: State, folder: str | None, result: AuditResult) -> int:
    """Keep ``result`` in the history, where one is asked for; returns the exit code.

    A history that takes no more is said and costs the exit code, but what else was asked for is still written.
    """
    if not folder:
        return 0
    from commsaudit.results.history import History

    try:
        path, new = History(Path(folder)).add(result)
    except StorageError as error:
        state.say(error.en, error.zh)
        return error.exit_code
    if new:
        state.note(f"kept in the history: {path.as_posix()}", f"已存入历史：{path.as_posix()}")
    else:
        state.note(
            f"the history has this result already: {path.as_posix()}", f"历史中已有相同的结果：{path.as_posix()}"
        )
    return 0


def earlier(state: State, folder: str | None, result: AuditResult) -> Sequence[HistoryPoint]:
    """The scores of the periods before the result's, for its reports; none without a history.

    What is wrong with an older file is said, and spoils no report of the new result.
    """
    if not folder:
        return ()
    from commsaudit.results.history import History, earlier_points

    try:
        return earlier_points(History(Path(folder)), result.period)
    except UsageError:  # nothing is kept yet
        return ()
    except CommsauditError as error:
        state.say(error.en, error.zh)
        return ()


def history_at(state: State, folder: str | None) -> History:
    """The history that a command reads, with progress where files must be read that its index does not know.

    Raises:
        UsageError: none is named, or there is no result in it.
        InputError: a file in it is no result.
    """
    if not folder:
        raise UsageError(
            "which history? Add --history DIR (or `history` in commsaudit.toml)",
            "哪个历史文件夹？请加 --history 文件夹（或在 commsaudit.toml 中写 history）",
        )
    from commsaudit.results.history import History

    progress = ProgressLine(state)
    history = History(Path(folder), progress)
    try:
        _ = history.entries
    finally:
        progress.end()
    return history
