"""Standard input as one log: spooled into a private file, and called ``-`` wherever it is named."""

from __future__ import annotations

import dataclasses
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from commsaudit.errors import CommsauditError, StorageError, UsageError, in_chinese
from commsaudit.logs.private import private_folder

if TYPE_CHECKING:
    from commsaudit.audit.request import AuditRun
    from commsaudit.model.inputs import InputFile, Reject
    from commsaudit.model.outcome import Evidence

DASH = "-"
_Entry = TypeVar("_Entry", "InputFile", "Evidence", "Reject")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The paths to read; ``spooled`` is the one that stands for standard input."""

    paths: tuple[str, ...]
    spooled: str | None = None

    def renamed(self, run: AuditRun) -> AuditRun:
        """The run with standard input called ``-``."""
        if self.spooled is None:
            return run
        name = self.spooled
        result = run.result
        inputs = [_called(entry, name) for entry in result.inputs]
        findings = [
            dataclasses.replace(finding, source=finding.source and _called(finding.source, name))
            for finding in result.findings
        ]
        result = dataclasses.replace(
            result,
            inputs=tuple(sorted(inputs, key=lambda entry: (entry.file, entry.log))),
            findings=tuple(findings),
        )
        return dataclasses.replace(run, result=result, rejects=[_called(reject, name) for reject in run.rejects])


def _called(entry: _Entry, name: str) -> _Entry:
    return dataclasses.replace(entry, file=DASH) if entry.file == name else entry


@contextmanager
def inputs(paths: Sequence[str], log: str | None) -> Iterator[Inputs]:
    """The paths of a call; ``-`` among them is read to its end first. Errors call it ``-`` too.

    Raises:
        UsageError: ``-`` without ``--log``, ``--log`` without ``-``, or an unknown log.
        StorageError: there is no room for it.
    """
    if DASH not in paths:
        if log is not None:
            raise UsageError("--log says what '-' holds; no PATH is '-'", "--log 用于说明“-”的内容，而路径中没有“-”")
        yield Inputs(tuple(paths))
        return
    _check(log)
    with private_folder() as folder:
        spooled = folder / f"{log}.csv"
        try:
            with spooled.open("xb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file, 1 << 20)
        except OSError as error:
            raise StorageError(
                f"standard input cannot be laid aside in {folder}: {error.strerror}; make room, or choose another place with"
                " TMPDIR",
                f"无法在 {folder} 暂存标准输入：{in_chinese(error)}；请清出空间，或用 TMPDIR 换一个位置",
            ) from error
        name = spooled.as_posix()
        try:
            yield Inputs(tuple(dict.fromkeys(name if path == DASH else path for path in paths)), name)
        except CommsauditError as error:
            error.en, error.zh = error.en.replace(name, DASH), error.zh.replace(name, DASH)
            raise


def _check(log: str | None) -> None:
    from commsaudit.audit.asking import unknown
    from commsaudit.model.schema import logs

    if log is None:
        raise UsageError(
            "say which log standard input holds: --log complaints (commsaudit logs list)",
            "请说明标准输入属于哪个日志：--log complaints（见 commsaudit logs list）",
        )
    if log not in logs():
        raise unknown("log", "日志", log, logs())
