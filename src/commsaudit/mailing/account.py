"""Who sends, through which server: settings checked, and the password taken from where it is kept."""

from __future__ import annotations

import ipaddress
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from commsaudit.errors import UsageError, in_chinese
from commsaudit.mailing.transport import Account
from commsaudit.model.settings import MailSettings

PASSWORD_VARIABLE = "COMMSAUDIT_MAIL_PASSWORD"
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_LONGEST = 4_096


def account_of(mail: MailSettings, environment: Mapping[str, str]) -> Account:
    """The account that ``mail`` names.

    Raises:
        UsageError: no host, a password that is not where it should be, or one that would go over the net in the clear.
    """
    if not mail.host:
        raise UsageError(
            "which mail server? Add --host, or `host` under [mail] in commsaudit.toml; --dry-run DIR needs none",
            "用哪个邮件服务器？请加 --host，或在 commsaudit.toml 的 [mail] 中写 host；--dry-run 不需要服务器",
        )
    if not mail.host.isascii() or not mail.host.isprintable() or " " in mail.host:
        raise UsageError(f"host: {mail.host!r} is no host name", f"host：{mail.host!r} 不是主机名")
    if mail.user and mail.security == "none" and not _is_here(mail.host):
        raise UsageError(
            "security is none: a login would send the password in the clear; use starttls or tls, or leave the user out",
            "security 为 none：登录会以明文发送密码；请改用 starttls 或 tls，或不设置 user",
        )
    password = _password(mail, environment) if mail.user else ""
    port = mail.port or _PORTS[mail.security]
    return Account(mail.host, port, mail.security, mail.timeout, mail.user, password)


def _is_here(host: str) -> bool:
    """Whether the server is on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _password(mail: MailSettings, environment: Mapping[str, str]) -> str:
    if mail.password_file:
        return _from_file(mail.password_file)
    variable = mail.password_env or PASSWORD_VARIABLE
    password = environment.get(variable, "")
    if not password:
        raise UsageError(
            f"no password for {mail.user}: put it into the variable {variable}, or into a file and name that with --password-file",
            f"没有 {mail.user} 的密码：请放入环境变量 {variable}，或写入文件并用 --password-file 指定",
        )
    return password


def _from_file(path: Path) -> str:
    """The file's first line. Its content is in no message."""
    try:
        if path.stat().st_size > _LONGEST:
            raise _no_password(path, "it is too long for one", "文件过大")
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise _no_password(path, "it is no text", "不是文本文件") from None
    except OSError as error:
        raise _no_password(path, error.strerror or str(error), in_chinese(error)) from None
    lines = text.splitlines()
    if not lines or not lines[0]:
        raise _no_password(path, "its first line is empty", "第一行为空")
    return lines[0]


def _no_password(path: Path, en: str, zh: str) -> UsageError:
    return UsageError(f"password file {path}: {en}", f"密码文件 {path}：{zh}")


def is_open_to_others(path: Path) -> bool:
    """Whether others on this machine may read the file."""
    return os.name != "nt" and bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
