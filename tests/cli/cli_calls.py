"""Calling the command in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from click.testing import CliRunner, Result

from commsaudit.cli.main import root

HEADER = "complaint_id,project_id,received_at,responded_at\n"


@dataclass(frozen=True)
class Call:
    """What a call left: its exit code and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Call]


def called(*arguments: str, stdin: bytes | None = None) -> Call:
    """Run the command in this process."""
    result: Result = CliRunner().invoke(root, arguments, input=stdin)
    return Call(result.exit_code, result.stdout, result.stderr)
