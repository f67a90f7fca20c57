"""Opens a workbook in a process of its own first, with a limit of memory: what would fill it ends that process, not ours.

The library lays sheets out as dense grids and cannot be told a limit; where it gets no memory, it ends the process. For
a plain xlsx the grid is known beforehand (``workbook``). Other kinds, and xlsx that is written in unusual ways, are tried.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import python_calamine as calamine

from commsaudit.logs.refusals import refusal
from commsaudit.model.options import Limits

# What the interpreter and the library need themselves.
_OWN = 1 << 29
_SECONDS = 600
_NO_MEMORY = 9


def open_workbook(path: Path) -> calamine.CalamineWorkbook:
    """The workbook, taken for what its ending says, and where it is not that, for what it is.

    Raises:
        CalamineError: it cannot be read.
    """
    try:
        return calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError:
        raise
    except calamine.CalamineError as error:
        try:
            with path.open("rb") as stream:
                return calamine.CalamineWorkbook.from_filelike(stream)
        except calamine.CalamineError:
            raise error from None


def refuse_too_large(path: Path, file: str, limits: Limits) -> None:
    """See that the sheets of ``path`` can be laid out within the limit; whatever else is wrong with it is no matter here.

    Raises:
        InputError: they cannot.
    """
    # -P: nothing is imported from the folder in which somebody works.
    call = [sys.executable, "-P", "-m", __name__, str(path.absolute()), str(limits.workbook_bytes + _OWN)]
    try:
        silent = subprocess.DEVNULL
        ended = subprocess.run(call, stdin=silent, stdout=silent, stderr=silent, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise refusal(
            file,
            f"the workbook could not be opened in {_SECONDS} seconds; export it as CSV or Parquet",
            f"工作簿在 {_SECONDS} 秒内未能打开；请导出为 CSV 或 Parquet",
        ) from None
    if ended.returncode < 0 or ended.returncode == _NO_MEMORY:
        limit = limits.workbook_bytes >> 20
        raise refusal(
            file,
            f"the workbook takes more memory than it may ({limit} MiB: workbook_bytes in [limits]); delete stray cells"
            " at the far end of its sheets, or export it as CSV or Parquet",
            f"工作簿占用的内存超出上限（{limit} MiB：[limits] 的 workbook_bytes）；请删除工作表远处的多余单元格，"
            "或导出为 CSV 或 Parquet",
        )


def _try(path: Path, most: int) -> int:
    """Lay every sheet out. Where the memory ends, Rust ends the process by a signal; other errors are the caller's to meet."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        workbook = open_workbook(path)
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name)
    except MemoryError:
        return _NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(_try(Path(sys.argv[1]), int(sys.argv[2])))
