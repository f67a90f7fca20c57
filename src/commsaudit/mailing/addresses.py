"""Mail addresses that any server takes: plain local parts (RFC 5322, dot-atom), domains in ASCII or as IDNA."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import getaddresses

from commsaudit.errors import CommsauditError, UsageError
from commsaudit.mailing.headers import one_line

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LOCAL_LENGTH, _LENGTH = 64, 254


class AddressError(CommsauditError):
    """A text is no mail address that could be sent to."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and the name that is shown with it."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """What follows the ``@``."""
        return self.address.rpartition("@")[2]

    @property
    def header(self) -> Address:
        """As a header has it."""
        local, _, domain = self.address.rpartition("@")
        return Address(self.name, local, domain)


def checked_address(text: str) -> str:
    """``text`` as an address in ASCII.

    Raises:
        AddressError: it is none, or none that every server takes.
    """
    local, at, domain = text.rpartition("@")
    shown = one_line(text)
    if not at or not _LOCAL.fullmatch(local) or len(local) > _LOCAL_LENGTH:
        raise AddressError(
            f"'{shown}' is no mail address (name@example.com)", f"“{shown}”不是邮箱地址（如 name@example.com）"
        )
    plain = _ascii(domain)
    if not plain or len(local) + 1 + len(plain) > _LENGTH:
        raise AddressError(
            f"'{shown}': '{one_line(domain)}' is no domain", f"“{shown}”：“{one_line(domain)}”不是有效的域名"
        )
    return f"{local}@{plain}"


def _ascii(domain: str) -> str:
    """The domain in ASCII; empty where it is none."""
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return plain if all(_LABEL.fullmatch(label) for label in plain.split(".")) else ""


def mailbox_of(text: str, option: str) -> Mailbox:
    """The mailbox that an option or setting names: ``a@b.cn`` or ``Name <a@b.cn>``.

    Raises:
        UsageError: it is none; ``option`` says where it stands.
    """
    # A line break would be taken for white space; it is no part of any address.
    found = getaddresses([text]) if text.isprintable() else []
    name, address = found[0] if len(found) == 1 else ("", "")
    try:
        return Mailbox(checked_address(address), one_line(name))
    except AddressError:
        shown = one_line(text)
        raise UsageError(
            f"{option}: '{shown}' is no mail address; write a@example.com or Name <a@example.com>",
            f"{option}：“{shown}”不是邮箱地址；请写 a@example.com 或 姓名 <a@example.com>",
        ) from None
