"""A real SMTP server on loopback (aiosmtpd) that can be told to refuse, to stall and to hang up."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cli_calls import Call, called

USER, PASSWORD = "auditor", "pass=word-17"
# Instead of an answer: the connection ends, or nothing is said.
DROP, HANG = "drop", "hang"


@dataclass
class Mailroom:
    """What came in, and what is answered next: to RCPT, and to the message itself; without more, everything is taken."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    rcpt: deque[str] = field(default_factory=deque)
    data: deque[str] = field(default_factory=deque)
    slow: float = 0.0
    logins: list[str] = field(default_factory=list)
    rcpt_count: int = 0
    data_count: int = 0
    encrypted: list[bool] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        return sorted(address for address, _ in self.taken)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del session, options
        self.rcpt_count += 1
        answer = await self._answer(server, self.rcpt.popleft() if self.rcpt else "250 fine")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.data_count += 1
        await asyncio.sleep(self.slow)
        answer = await self._answer(server, self.data.popleft() if self.data else "250 taken")
        if answer.startswith("2"):
            message = message_from_bytes(envelope.content or b"", policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.taken += [(address, message) for address in envelope.rcpt_tos]
            self.encrypted.append(session.ssl is not None)
        return answer

    async def _answer(self, server: SMTP, answer: str) -> str:
        if answer == DROP:
            assert server.transport is not None
            server.transport.abort()
        if answer in (DROP, HANG):
            await asyncio.sleep(30)
        return answer

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        del server, session, envelope
        assert isinstance(data, LoginPassword)
        self.logins.append(mechanism)
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False)


class Server(Controller):
    """The server in a thread of its own, on a port that the system chooses."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        with socket.create_connection((self.hostname, self.port), 5) as plain:
            if self.ssl_context is None:
                plain.recv(100)
                return
            anyone = ssl.create_default_context()
            anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
            with anyone.wrap_socket(plain) as wrapped:
                wrapped.recv(100)


@dataclass
class Post:
    """The server and ways to call what mails with it."""

    room: Mailroom
    port: int
    options: list[str] = field(default_factory=lambda: ["--security", "none"])

    @property
    def delivery(self) -> list[str]:
        return ["--record", "mailed", "--host", "127.0.0.1", "--port", str(self.port), *self.options]

    def arguments(self, *more: str) -> list[str]:
        return ["mail", "result.json", "--lang", "en", *self.delivery, *more]

    def mail(self, *more: str) -> Call:
        return called(*self.arguments(*more))
