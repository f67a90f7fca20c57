"""Reads the table ``[mail]`` of the settings file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

from commsaudit.audit.settings_reader import Reader
from commsaudit.model.settings import MailSecurity, MailSettings

_TEXTS = ("host", "reply_to", "user", "password_env")
_PATHS = ("password_file", "recipients", "record")
MAIL = frozenset({*_TEXTS, *_PATHS, "from", "port", "security", "timeout", "retries", "attach"})
_MOST_PORT, _MOST_RETRIES, _MOST_SECONDS = 65_535, 20, 3_600


def mail_settings(reader: Reader, table: object) -> MailSettings:
    """How scorecards are mailed; paths are relative to the settings file.

    Raises:
        SettingsError: a key or value in it cannot be meant. A password is no key of it.
    """
    said = reader.known(table, MAIL, "mail")
    found: dict[str, Any] = {key: reader.is_a(said[key], str, f"mail.{key}") for key in _TEXTS if key in said}
    for key in _PATHS:
        if key in said:
            found[key] = reader.path.parent / Path(reader.is_a(said[key], str, f"mail.{key}"))
    if "from" in said:
        found["sender"] = reader.is_a(said["from"], str, "mail.from")
    if "security" in said:
        found["security"] = reader.one_of(said["security"], get_args(MailSecurity), "mail.security")
    if "attach" in said:
        found["attach"] = reader.texts(said["attach"], "mail.attach")
    for key, least, most in (("port", 1, _MOST_PORT), ("retries", 0, _MOST_RETRIES), ("timeout", 1, _MOST_SECONDS)):
        if key in said:
            found[key] = _number(reader, said[key], least, most, f"mail.{key}")
    if "password_env" in found and "password_file" in found:
        raise reader.wrong(
            "mail", "password_env and password_file: keep one of them", "password_env 和 password_file 只能保留一个"
        )
    return MailSettings(**found)


def _number(reader: Reader, value: object, least: int, most: int, where: str) -> int:
    number: int = reader.is_a(value, int, where)
    if not least <= number <= most:
        raise reader.wrong(where, f"{number} is not within {least} to {most}", f"{number} 不在 {least} 至 {most} 之间")
    return number
