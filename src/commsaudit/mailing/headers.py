"""Texts that go into mail headers: one line, and nothing that a mail program would obey."""

from __future__ import annotations

import unicodedata

_ELLIPSIS = "…"


def one_line(text: str, most: int = 120) -> str:
    """``text`` without line breaks, control characters and marks that turn the direction of writing, at most ``most`` long."""
    kept = "".join(" " if _obeyed(character) else character for character in text)
    line = " ".join(kept.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}{_ELLIPSIS}"


def _obeyed(character: str) -> bool:
    """Whether it is a control, a format mark, a line separator or half a character."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
