"""A mail server for each test, an empty working folder, and a result with four projects."""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from commsaudit.scoring.encode import to_json

if TYPE_CHECKING:
    from mail_server import Post, Server

for beside in ("reports", "cli"):  # reports_sample, cli_calls
    sys.path.insert(0, str(Path(__file__).parents[1] / beside))

RECIPIENTS = "project_id,address,name,language\nP01,ann@example.com,Ann,en\nP0[12],li@example.com,李雷,zh\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a result, recipients and settings, and an environment that says nothing."""
    from reports_sample import sample_result

    for name in os.environ:
        if name.startswith("COMMSAUDIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    Path("result.json").write_bytes(to_json(sample_result()))
    Path("recipients.csv").write_text(RECIPIENTS, "utf-8")
    Path("commsaudit.toml").write_text(
        '[mail]\nfrom = "审计组 <audit@example.com>"\nrecipients = "recipients.csv"\ntimeout = 1\nretries = 1\n',
        "utf-8",
    )
    return tmp_path


Serve = Callable[..., "Post"]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers, and stops them in the end."""
    from mail_server import Mailroom, Post, Server

    running: list[Server] = []

    def start(**options: Any) -> Post:
        room = Mailroom()
        if options.pop("login", False):
            options["authenticator"] = room.authenticate
        server = Server(room, hostname="127.0.0.1", port=0, **options)
        server.start()
        running.append(server)
        return Post(room, server.port)

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def post(serve: Serve) -> Post:
    """A plain server."""
    return serve()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    """A certificate authority of the test, and the file that makes it trusted."""
    authority = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return authority, path


@pytest.fixture
def certificate(authority: tuple[trustme.CA, Path]) -> ssl.SSLContext:
    """What a server at 127.0.0.1 shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority[0].issue_cert("127.0.0.1").configure_cert(context)
    return context
