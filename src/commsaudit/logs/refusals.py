"""How this layer words a refusal: file, line, cause and way out, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from commsaudit.errors import InputError, in_chinese


def refusal(file: str, en: str, zh: str, line: int | None = None) -> InputError:
    """The error that says of ``file`` (and its physical line, from 1) what is wrong with it."""
    if line is None:
        return InputError(f"{file}: {en}", f"{file}：{zh}")
    return InputError(f"{file}, line {line}: {en}", f"{file} 第 {line} 行：{zh}")


def unopened(file: str, error: OSError) -> InputError:
    """The refusal of a file that the system does not open."""
    return refusal(file, f"cannot be opened ({error.strerror})", f"无法打开（{in_chinese(error)}）")


def cause_of(error: BaseException) -> str:
    """What a library says of a file, short enough for a message."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def did_you_mean(word: str, known: Iterable[str]) -> tuple[str, str]:
    """The sentence that proposes what ``word`` may have been meant to be, or two empty texts."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    if not near:
        return "", ""
    return f"; did you mean '{near[0]}'?", f"；是否想写“{near[0]}”？"


def shown(names: Iterable[str], limit: int = 12) -> str:
    """``names`` for a message, cut after ``limit``."""
    listed = [name if len(name) <= 40 else f"{name[:39]}…" for name in names if name]
    more = f", … ({len(listed)})" if len(listed) > limit else ""
    return ", ".join(listed[:limit]) + more
