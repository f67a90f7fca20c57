"""What every command knows: the language, the settings file, and how to speak to the user."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from commsaudit.cli.language import SETTINGS_NAME, Text, spoken
from commsaudit.errors import SettingsError, printable

if TYPE_CHECKING:
    from pathlib import Path

    from commsaudit.model.settings import Settings


@dataclass
class State:
    """The state of one call; commands get it with ``click.pass_obj``."""

    quiet: bool = False
    settings_path: Path | None = None
    _settings: Settings | None = None

    @property
    def lang(self) -> str:
        """The language of this call."""
        return spoken()

    @property
    def settings(self) -> Settings:
        """The company's settings; the defaults where no file was read."""
        from commsaudit.model.settings import Settings

        return self._settings or Settings()

    def note(self, en: str, zh: str) -> None:
        """Say something beside the result, on stderr; nothing with ``--quiet``."""
        if not self.quiet:
            self.say(en, zh)

    def say(self, en: str, zh: str) -> None:
        """Say what must be said even with ``--quiet``, on stderr."""
        click.echo(printable(str(Text(en, zh))), err=True)

    @property
    def progress_shown(self) -> bool:
        """Whether long work shows how far it is: on a terminal, unless quiet."""
        return not self.quiet and sys.stderr.isatty()

    @property
    def coloured(self) -> bool:
        """Whether standard output is a terminal that wants colours (https://no-color.org)."""
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def load_settings(self, path: str | None) -> Mapping[str, Any]:
        """Read the settings file: ``path``, else ``commsaudit.toml`` here, where there is one.

        Returns the option defaults that it holds; paths in it are relative to the file.

        Raises:
            SettingsError: a named file is not there, or it cannot be meant.
        """
        from pathlib import Path

        chosen = Path(path or SETTINGS_NAME)
        if not chosen.is_file():
            if path:
                raise SettingsError(f"there is no settings file {path}", f"没有设置文件 {path}")
            return {}
        from commsaudit.audit.settings import read_settings

        self.settings_path = chosen
        read = read_settings(chosen)
        self._settings = read.settings
        return {name: _beside(chosen, value) if name in _PATHS else value for name, value in read.options.items()}


_PATHS = frozenset({"waivers", "rejects", "output", "history"})


def _beside(settings: Path, value: Any) -> Any:
    """A path of the settings file, or a list of them, seen from the working folder."""
    if isinstance(value, list):
        return [_beside(settings, each) for each in value]
    if not isinstance(value, str) or value == "-":
        return value
    slash = "/" if value.endswith("/") else ""
    return f"{(settings.parent / value).as_posix()}{slash}"
