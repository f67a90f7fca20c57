"""Which of the two languages is spoken, and texts in both of them."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

LANGUAGES = ("zh", "en")
SETTINGS_NAME = "commsaudit.toml"
_DOMAIN = "commsaudit"
_LOCALES = os.path.join(os.path.dirname(__file__), "locale")
_spoken: ContextVar[str] = ContextVar("spoken", default="en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in both languages; ``str()`` gives it in the one that is spoken."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.zh if _spoken.get() == "zh" else self.en


def many(count: int, thing: str) -> str:
    """English for so many of a thing: 1 row, 2 rows."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak ``lang``, click's own words too: these come through gettext, which listens to LANGUAGE alone."""
    token, before, domain = _spoken.set(lang), os.environ.get("LANGUAGE"), gettext.textdomain()
    gettext.bindtextdomain(_DOMAIN, _LOCALES)
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = lang
    try:
        yield
    finally:
        _spoken.reset(token)
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of a call, before it is parsed: so that help and errors speak it wherever ``--lang`` stands.

    ``--lang`` wins, then COMMSAUDIT_LANG, then ``lang`` of the settings file, then the locale.
    """
    said = (
        _value_of("--lang", arguments)
        or environment.get("COMMSAUDIT_LANG")
        or _from_settings(_value_of("--config", arguments) or environment.get("COMMSAUDIT_CONFIG"))
    )
    return said if said in LANGUAGES else _from_locale(environment)


def _value_of(option: str, arguments: Sequence[str]) -> str | None:
    found = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option and place + 1 < len(arguments):
            found = arguments[place + 1]
        elif argument.startswith(f"{option}="):
            found = argument.partition("=")[2]
    return found


def _from_settings(path: str | None) -> str | None:
    """``lang`` of the settings file; what else is wrong with the file is said where it is read."""
    path = path or SETTINGS_NAME
    if not os.path.isfile(path):
        return None
    import tomllib

    try:
        with open(path, encoding="utf-8-sig") as file:
            said = tomllib.loads(file.read()).get("lang")
    except (OSError, ValueError):
        return None
    return said if isinstance(said, str) else None


def _from_locale(environment: Mapping[str, str]) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    import locale

    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
