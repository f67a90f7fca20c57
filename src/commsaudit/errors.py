"""The errors that a user can meet, each with its exit code and its two languages.

CommsauditError
├── UsageError          2  wrong usage or settings
│   ├── SettingsError   2  commsaudit.toml, a waivers file or an environment variable is wrong
│   └── NothingToAudit  2  the selection leaves nothing, or nothing could be judged
├── InputError          3  a file cannot be read as what it claims to be
├── CheckError          4  a check could not run or does not keep its contract
├── StorageError        4  a result could not be written
└── DeliveryError       5  a delivery failed; the result stands

Every message says what, where (file, line, column) and the way out; ``cli.main`` alone turns them into
output.
"""

from __future__ import annotations

import errno
import re

_CAUSES = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只读的磁盘",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件超出大小限制",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "不是文件夹",
    errno.EEXIST: "已经存在",
    errno.EIO: "磁盘读写出错",
}


# Names of files, headers and cells may hold anything. What a terminal obeys or cannot write is shown as ``\x1b``.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """``text`` with control characters, marks that turn the direction, and lone surrogates written out."""
    return _UNSHOWN.sub(lambda found: ascii(found[0])[1:-1], text)


def in_chinese(error: OSError) -> str:
    """What the operating system says, in Chinese where it is one of the usual things."""
    return _CAUSES.get(error.errno or 0, error.strerror or str(error))


_JOINT = " / "


def parted(text: str) -> tuple[str, str]:
    """A text of both languages, or of one, as (English, Chinese)."""
    en, _, zh = text.partition(_JOINT)
    return en, zh or en


class CommsauditError(Exception):
    """Base of all errors that are shown to a user.

    ``en`` and ``zh`` are the same message in both languages; ``zh`` falls back to ``en``. Nothing in them moves a cursor.
    """

    exit_code = 4

    def __init__(self, en: str, zh: str | None = None) -> None:
        self.en = printable(en)
        self.zh = printable(zh or en)
        super().__init__(self.en)

    def text(self, lang: str) -> str:
        """The message in ``lang`` ("zh" or "en")."""
        return self.zh if lang == "zh" else self.en

    @property
    def both(self) -> str:
        """The message in both languages, as one text that a result can hold; ``parted`` takes it apart."""
        return self.en if self.zh == self.en else f"{self.en}{_JOINT}{self.zh}"


class UsageError(CommsauditError):
    """Wrong usage: an option, a period, an unknown clause, project, log or format."""

    exit_code = 2


class SettingsError(UsageError):
    """A settings or waivers file says something that cannot be meant."""


class NothingToAudit(UsageError):
    """The selection leaves nothing to audit, or nothing could be judged."""


class InputError(CommsauditError):
    """A file cannot be read as a log, or not as the log that it claims to be."""

    exit_code = 3


class CheckError(CommsauditError):
    """A check could not run, or does not keep the column contract."""


class StorageError(CommsauditError):
    """A file could not be written: no space, no permission."""


class DeliveryError(CommsauditError):
    """A delivery failed; the result stands."""

    exit_code = 5
