"""One message to one address over SMTP, and what became of it: sent, refused for now, refused for good, or nobody knows."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from commsaudit.mailing.headers import one_line
from commsaudit.model.settings import MailSecurity

Kind = Literal["temporary", "permanent", "uncertain"]
_OK, _FORWARDED, _GO_ON = 250, 251, 354
_CLOSING = 421
_TEMPORARY = range(400, 500)
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_MOST_SAID = 200
# A server that says something now and then may take so many times the timeout for one answer.
_PATIENCE = 2


@dataclass(frozen=True, slots=True)
class Account:
    """The server, and who we are there. ``timeout`` is the longest wait in seconds for any answer."""

    host: str
    port: int
    security: MailSecurity
    timeout: float
    user: str = ""
    password: str = field(default="", repr=False)


class SendError(Exception):
    """A message was not sent, or nobody knows; both languages.

    ``of_server``: no other message would fare better now. ``lost``: the connection broke; others may fare no better.
    """

    def __init__(self, kind: Kind, en: str, zh: str, *, of_server: bool = False, lost: bool = False) -> None:
        super().__init__(en)
        self.kind, self.en, self.zh, self.of_server, self.lost = kind, en, zh, of_server, lost


class _Patient(smtplib.SMTP):
    """Waits for an answer only so long, however the server spends the time: the socket's timeout starts anew with every byte."""

    def getreply(self) -> tuple[int, bytes]:
        """The answer.

        Raises:
            smtplib.SMTPServerDisconnected, OSError: it did not end in time, or the connection did.
        """
        timer = threading.Timer(_PATIENCE * self.timeout, self._cut)
        timer.daemon = True
        timer.start()
        try:
            return super().getreply()
        finally:
            timer.cancel()

    def _cut(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class _Wrapped(_Patient, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class Transport:
    """A connection that serves message after message, and is made anew where it is lost."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._smtp: smtplib.SMTP | None = None

    def send(self, sender: str, address: str, message: bytes, before: Callable[[], None]) -> str:
        """Send ``message`` (lines end in CRLF); gives the server's answer.

        ``before`` is called when the server has agreed to take it: from its return to the answer nobody knows what became of it.

        Raises:
            SendError: it was refused, there is no connection, or the answer did not come.
        """
        smtp = self._connection()
        try:
            self._envelope(smtp, sender, address, len(message))
            before()
            return self._data(smtp, message)
        except SendError:
            raise
        except BaseException:
            # Within a message there is no polite end: the server would take it for a line of the message.
            self._drop()
            raise

    def close(self) -> None:
        """End the connection, politely where the server listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _connection(self) -> smtplib.SMTP:
        """The connection, tried first where it was used before: servers close those that idle."""
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._smtp.noop()[0] == _OK:
                    return self._smtp
            self._drop()
        self._smtp = _connected(self._account)
        return self._smtp

    def _envelope(self, smtp: smtplib.SMTP, sender: str, address: str, size: int) -> None:
        """Sender, recipient and DATA: until here nothing was taken."""
        commands: tuple[Callable[[], tuple[int, bytes]], ...] = (
            lambda: smtp.mail(sender, [f"size={size}"] if smtp.has_extn("size") else []),
            lambda: smtp.rcpt(address),
            lambda: smtp.docmd("DATA"),
        )
        try:
            for command in commands:
                code, said = command()
                if code not in (_OK, _FORWARDED, _GO_ON):
                    self._refused(smtp, code)
                    raise _refusal(code, said)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise _lost(error) from error

    def _data(self, smtp: smtplib.SMTP, message: bytes) -> str:
        """The message itself, and the answer to it."""
        try:
            smtp.send(_LEADING_DOT.sub(b"..", message) + b".\r\n")
        except (OSError, smtplib.SMTPException) as error:
            # The end of the message could not be handed over, and no server takes one without its end.
            self._drop()
            raise _lost(error) from error
        try:
            code, said = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            en, zh = _words(error)
            raise SendError(
                "uncertain",
                f"the message was handed over, and no answer came ({en}): it may have arrived",
                f"邮件已交给服务器，但没有收到答复（{zh}）：可能已送达",
                lost=True,
            ) from error
        if code < 0:
            self._drop()
            raise SendError(
                "uncertain",
                f"the message was handed over, and the answer is none ({_readable(said)}): it may have arrived",
                f"邮件已交给服务器，但答复无法识别（{_readable(said)}）：可能已送达",
            )
        if code != _OK:
            self._refused(smtp, code)
            raise _refusal(code, said)
        return f"{code} {_readable(said)}"

    def _refused(self, smtp: smtplib.SMTP, code: int) -> None:
        """Make the connection ready for the next message; one that the server closes is dropped."""
        if code == _CLOSING or code < 0:
            self._drop()
            return
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()


def _connected(account: Account) -> smtplib.SMTP:
    """A connection that is encrypted and logged in as the account asks.

    Raises:
        SendError: there is none; nothing is ever sent in the clear where the account asks for TLS.
    """
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _opened(account)
        if account.user:
            smtp.login(account.user, account.password)
    except BaseException as error:
        if smtp is not None:
            smtp.close()
        if isinstance(error, OSError | smtplib.SMTPException | UnicodeError):
            # No cause: what a server or codec says of a login may hold the password.
            raise _no_connection(account, error) from None
        raise
    return smtp


def _opened(account: Account) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if account.security == "tls":
        smtp: smtplib.SMTP = _Wrapped(account.host, account.port, timeout=account.timeout, context=context)
    else:
        smtp = _Patient(account.host, account.port, timeout=account.timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if account.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _no_connection(account: Account, error: Exception) -> SendError:
    """Why there is no connection, in words that never hold what was sent to log in."""
    place = f"{account.host}:{account.port}"
    kind: Kind = "permanent"
    match error:
        case UnicodeError():
            en, zh = "the user name or password holds characters beyond ASCII", "用户名或密码含有 ASCII 以外的字符"
        case smtplib.SMTPAuthenticationError():
            kind = "temporary" if error.smtp_code in _TEMPORARY else "permanent"
            en, zh = (
                f"the login of {account.user} was refused ({error.smtp_code})",
                f"{account.user} 登录被拒绝（{error.smtp_code}）",
            )
        case smtplib.SMTPNotSupportedError() if account.security == "starttls" and "STARTTLS" in str(error):
            en, zh = (
                "the server offers no STARTTLS; nothing is sent in the clear",
                "服务器不支持 STARTTLS；不会以明文发送",
            )
        case smtplib.SMTPNotSupportedError():
            en, zh = "the server offers no login", "服务器不支持登录"
        case ssl.SSLCertVerificationError():
            en, zh = (
                f"its certificate is not trusted: {error.verify_message}; SSL_CERT_FILE can name a CA of your own",
                f"证书不受信任：{error.verify_message}；可用 SSL_CERT_FILE 指定自己的 CA",
            )
        case ssl.SSLError():
            en, zh = (
                f"no TLS: {error.reason or error}; is the security right for this port?",
                f"无法建立 TLS：{error.reason or error}；security 与端口是否相符？",
            )
        case smtplib.SMTPResponseException():
            kind = "temporary" if error.smtp_code in _TEMPORARY or error.smtp_code < 0 else "permanent"
            en = zh = str(error.smtp_code)
        case _:
            kind = "temporary"
            en, zh = _words(error)
    return SendError(kind, f"{place}: {en}", f"{place}：{zh}", of_server=True)


def _refusal(code: int, said: bytes) -> SendError:
    kind: Kind = "temporary" if code in _TEMPORARY or code < 0 else "permanent"
    answer = f"{code} {_readable(said)}".strip()
    return SendError(kind, f"the server refused: {answer}", f"服务器拒绝：{answer}")


def _lost(error: Exception) -> SendError:
    en, zh = _words(error)
    return SendError("temporary", f"the connection was lost: {en}", f"连接中断：{zh}", lost=True)


def _words(error: Exception) -> tuple[str, str]:
    match error:
        case TimeoutError():
            return "the server does not answer", "服务器没有响应"
        case smtplib.SMTPServerDisconnected():
            if isinstance(error.__context__, TimeoutError) or "timed out" in str(error):
                return "the server does not answer", "服务器没有响应"
            return "the server closed the connection", "服务器关闭了连接"
        case ConnectionRefusedError():
            return "nobody listens there", "端口无服务"
        case OSError():
            said = one_line(error.strerror or str(error), _MOST_SAID)
            return said, said
        case _:
            return type(error).__name__, type(error).__name__


def _readable(said: bytes) -> str:
    """A server's words as they may be shown: one line, nothing that a terminal would obey."""
    return one_line(said.decode("utf-8", "replace"), _MOST_SAID)
