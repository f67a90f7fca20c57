"""The marked blocks of the documents: what stands between ``<!-- begin: … -->`` and ``<!-- end -->`` is generated.

Kinds of blocks::

    <!-- begin: run in=example show=1-15 -->   a console: each line that begins with "$ " is run, what it prints follows
    <!-- begin: file docs/example/x.toml -->   a file of the repository
    <!-- begin: notes -->                      the notes in the front matter of the checks, by standard

``in``: ``repo`` (the repository), ``example`` (a copy of docs/example), ``before`` (the same, before it has settings), ``new`` (an
empty folder); one of each for a document, so that a later block finds what an earlier one wrote. ``show``: lines 1-15, or ``P07..P08``: from the first line that
begins with P07 to the one before the first that begins with P08 (``P07..``: to the end). ``code``: the exit code, 0 unless given.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from commsaudit.checks.catalogue import load_catalogue, shipped_folder
from commsaudit.model.standard import Standard

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "docs" / "example"
COMMAND = Path(sys.executable).with_name("commsaudit")
_BLOCK = re.compile(r"<!-- begin: (?P<head>[^\n]*?) -->\n(?P<body>.*?)<!-- end -->", re.DOTALL)
_CUT = "…"


def read_text(path: Path) -> str:
    """A text file: UTF-8, or GB18030 where it is none."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return content.decode("gb18030").replace("\r\n", "\n")


@dataclass
class Document:
    """One document and the folders in which its commands run."""

    path: Path
    scratch: Path
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        """The language that its commands speak."""
        return "zh" if self.path.stem.endswith("zh-CN") else "en"

    def regenerated(self) -> str:
        """The document with every block as it should be."""
        return _BLOCK.sub(self._block, self.path.read_text("utf-8"))

    def _block(self, found: re.Match[str]) -> str:
        kind, *words = found["head"].split()
        match kind:
            case "run":
                body = self._console(found["body"], dict(word.split("=", 1) for word in words))
            case "file":
                path = REPOSITORY / words[0]
                body = fenced(info_of(path), read_text(path).rstrip("\n"))
            case "notes":
                body = notes()
            case _:
                raise ValueError(f"{self.path}: no such block: {kind}")
        return f"<!-- begin: {found['head']} -->\n{body}\n<!-- end -->"

    def _console(self, body: str, options: dict[str, str]) -> str:
        lines: list[str] = []
        for line in body.splitlines():
            if line.startswith("$ "):
                output = self._run(line[2:], options.get("in", "repo"), int(options.get("code", "0")))
                lines += [line, *shown(output.splitlines(), options.get("show"))]
        return fenced("console", "\n".join(line.rstrip() for line in lines))

    def _run(self, command: str, where: str, code: int) -> str:
        """What ``command`` prints, standard output before standard error; a repeated one is not run again."""
        if (where, command) not in self.seen:
            name, *arguments = shlex.split(command)
            assert name == "commsaudit", command
            done = subprocess.run(
                [COMMAND, *arguments],
                cwd=self._folder(where),
                env=self._environment(),
                capture_output=True,
                check=False,
            )
            output = (done.stdout + done.stderr).decode()
            assert done.returncode == code, f"{command}: exit code {done.returncode}\n{output}"
            self.seen[where, command] = output.replace(str(shipped_folder()), "checks")
        return self.seen[where, command]

    def _folder(self, where: str) -> Path:
        if where == "repo":
            return REPOSITORY
        folder = self.scratch / where
        if not folder.is_dir():
            if where == "new":
                folder.mkdir()
            else:
                shutil.copytree(EXAMPLE, folder)
            if where == "before":
                (folder / "commsaudit.toml").unlink()
        return folder

    def _environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("COMMSAUDIT_")}
        return ours | {"COMMSAUDIT_LANG": self.lang, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}


def info_of(path: Path) -> str:
    """The info string of a fence around a file: its language, and for TOML the name that says what it is."""
    language = path.suffix.lstrip(".")
    return f"toml {path.name}" if language == "toml" else language


def fenced(info: str, text: str) -> str:
    """A fenced code block."""
    return f"```{info}\n{text}\n```"


def shown(lines: list[str], part: str | None) -> list[str]:
    """The lines that are to be shown, with a mark where others are left out."""
    if part is None:
        return lines
    if ".." in part:
        first, last = (
            next(number for number, line in enumerate(lines) if line.startswith(f"{word} ")) if word else len(lines)
            for word in part.split("..")
        )
    else:
        first, last = (int(number) - place for number, place in zip(part.split("-"), (1, 0), strict=True))
    kept = lines[first:last]
    while kept and not kept[-1].strip():
        kept.pop()
    return [*([_CUT] if first else []), *kept, *([_CUT] if last < len(lines) else [])]


def notes() -> str:
    """The readings in the front matter of the shipped checks, by standard."""
    return "\n".join(line for standard in load_catalogue().values() for line in _notes(standard))


def _notes(standard: Standard) -> Iterator[str]:
    said = [f"- **{clause.id}** {clause.en}: {clause.note}" for clause in standard.clauses if clause.note]
    if standard.note:
        said.insert(0, f"- {standard.note}")
    if said:
        yield f"\n### {standard.en} (`{standard.id}`)\n"
        yield from said
