"""How far long work is: one line on stderr, written over and over; nothing where nobody watches."""

from __future__ import annotations

import time

import click

from commsaudit.cli.context import State
from commsaudit.cli.formatting import columns_of
from commsaudit.cli.language import Text

_EVERY = 0.1


class ProgressLine:
    """Callable as the audit's ``Progress``. ``end`` takes the line away."""

    def __init__(self, state: State) -> None:
        self._shown = state.progress_shown
        self._last = 0.0
        self._on = False

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._shown or not step or now - self._last < _EVERY:
            return
        self._last, self._on = now, True
        text = str(Text(f"{done}/{total} {step}", f"{done}/{total} {step}"))
        while columns_of(text) > 78:
            text = text[:-1]
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)

    def end(self) -> None:
        """Leave an empty line behind for what is said next."""
        if self._on:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._on = False
