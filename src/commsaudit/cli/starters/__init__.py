"""The files that ``init`` and ``checks new`` begin with."""

from __future__ import annotations

from pathlib import Path

from commsaudit.cli.language import spoken


def starter(name: str, **values: str) -> bytes:
    """The file called ``name``, in the language that is spoken where it has one; ``@NAME@`` is replaced by values."""
    folder = Path(__file__).parent
    stem, _, ending = name.rpartition(".")
    path = folder / f"{stem}.{spoken()}.{ending}"
    text = (path if path.is_file() else folder / name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text.encode()
