"""What every command knows: the language, the settings file, and how to speak to the user."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from commsaudit.audit.settings import SettingsFile, read_settings
from commsaudit.errors import SettingsError

SETTINGS_NAME = "commsaudit.toml"


def default_lang() -> str:
    """zh where the locale is Chinese, else en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


@dataclass
class State:
    """The state of one invocation; commands get it with ``click.pass_obj``."""

    lang: str = "en"
    quiet: bool = False
    file: SettingsFile = field(default_factory=SettingsFile)
    settings_path: Path | None = None
    notes: list[str] = field(default_factory=list)

    def text(self, en: str, zh: str) -> str:
        """The text in the language of this run."""
        return zh if self.lang == "zh" else en

    def note(self, en: str, zh: str) -> None:
        """Say something beside the result, on stderr; nothing with ``--quiet``."""
        if not self.quiet:
            click.echo(self.text(en, zh), err=True)

    @property
    def progress_shown(self) -> bool:
        """Whether long work shows how far it is: on a terminal, unless quiet."""
        return not self.quiet and sys.stderr.isatty()

    def load_settings(self, path: str | None) -> Mapping[str, Any]:
        """Read the settings file: ``path``, else ``commsaudit.toml`` here, where there is one.

        Returns the option defaults that it holds.

        Raises:
            SettingsError: a named file is not there, or it cannot be meant.
        """
        chosen = Path(path) if path else Path(SETTINGS_NAME)
        if chosen.is_file():
            self.settings_path = chosen
            self.file = read_settings(chosen)
        elif path:
            raise SettingsError(f"there is no settings file {path}", f"没有设置文件 {path}")
        return self.file.options
