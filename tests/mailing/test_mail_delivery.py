"""Mails against a real server: sent once, retried where that helps, and said where nobody knows."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from mail_server import DROP, HANG, PASSWORD, USER, Mailroom, Post
from reports_sample import sample_result

from commsaudit.scoring.encode import to_json

THREE = ["ann@example.com", "li@example.com", "li@example.com"]


def states(folder: str = "mailed") -> list[list[str]]:
    """What each delivery's file says, in order."""
    files = sorted(Path(folder).rglob("*.jsonl"))
    return sorted([json.loads(line)["state"] for line in file.read_text("utf-8").splitlines()] for file in files)


def test_each_project_goes_to_its_recipients_once(post):
    before = Path("result.json").read_bytes()
    first = post.mail()
    assert (first.code, first.out) == (0, "sent 3\n"), first.err
    assert "projects without a recipient: P03, P04" in first.err
    assert post.room.addresses == THREE
    assert states() == [["planned", "sending", "sent"]] * 3
    again = post.mail()
    assert (again.code, again.out) == (0, "sent 0, sent before 3\n")
    assert post.room.addresses == THREE
    assert Path("result.json").read_bytes() == before


def test_another_result_is_another_delivery(post, tmp_path):
    post.mail("--project", "P02")
    (tmp_path / "result.json").write_bytes(to_json(sample_result("P02")))
    assert post.mail("--project", "P02").out == "sent 1\n"


def test_a_result_named_twice_is_sent_once(post):
    done = post.mail("result.json", "--project", "P01")
    assert done.out == "sent 2\n"


def test_a_new_recipient_gets_what_others_have(post):
    post.mail()
    Path("recipients.csv").write_text("project_id,address\nP01,ANN@example.com\nP01,new@example.com\n")
    assert post.mail("--project", "P01").out == "sent 1, sent before 1\n"
    assert post.room.addresses == [*THREE, "new@example.com"]


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_temporary_refusal_is_tried_again(post, where):
    getattr(post.room, where).append("451 later")
    done = post.mail("--project", "P02")
    assert (done.code, done.out) == (0, "sent 1\n")
    assert post.room.addresses == ["li@example.com"]


def test_a_lasting_temporary_refusal_is_a_failure_that_a_later_run_mends(post):
    post.room.rcpt.extend(["451 later", "451 still \x1b[31mlater"])
    done = post.mail("--project", "P02")
    assert done.code == 5
    assert "P02 → li@example.com: not sent: the server refused: 451 still" in done.err
    assert "\x1b" not in done.err
    assert done.out == "sent 0, not sent 1\n"
    assert post.mail("--project", "P02").out == "sent 1\n"


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_permanent_refusal_is_not_tried_again_and_spoils_no_other(post, where):
    getattr(post.room, where).append("550 no such user")
    done = post.mail()
    assert (done.code, done.out) == (5, "sent 2, not sent 1\n")
    assert "550 no such user" in done.err
    assert getattr(post.room, f"{where}_count") == 3


def test_a_connection_that_drops_before_the_message_is_tried_again(post):
    post.room.rcpt.append(DROP)
    assert post.mail("--project", "P02").out == "sent 1\n"


@pytest.mark.parametrize("trouble", [DROP, HANG, "hello?"])
def test_no_answer_to_the_message_is_uncertain(post, trouble):
    post.room.data.append(trouble)
    done = post.mail("--project", "P02")
    assert (done.code, done.out) == (5, "sent 0, uncertain 1\n")
    assert "--resend-uncertain" in done.err
    assert states() == [["planned", "sending", "uncertain"]]
    again = post.mail("--project", "P02")
    assert (again.code, again.out) == (5, "sent 0, uncertain 1\n")
    assert post.room.data_count == 1
    resent = post.mail("--project", "P02", "--resend-uncertain")
    assert (resent.code, resent.out) == (0, "sent 1\n")
    assert post.mail("--project", "P02").out == "sent 0, sent before 1\n"


def test_a_server_that_hangs_before_the_message(post):
    post.room.rcpt.append(HANG)
    done = post.mail("--project", "P02", "--retries", "0")
    assert done.code == 5
    assert "the server does not answer" in done.err
    assert states() == [["planned", "failed"]]


def test_two_lost_connections_end_a_round(post):
    post.room.data.extend([DROP, DROP])
    done = post.mail()
    assert (done.code, done.out) == (5, "sent 1, uncertain 2\n")


def test_tls_where_none_is_spoken(post):
    post.options = ["--security", "tls"]
    done = post.mail("--project", "P02")
    assert done.code == 5
    assert "is the security right for this port?" in done.err


def test_nobody_listens(post):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.monotonic()
    done = post.mail("--port", str(port))
    assert (done.code, done.out) == (5, "sent 0, not sent 3\n")
    assert "nobody listens there" in done.err
    assert time.monotonic() - begun < 3  # one wait for all three


def test_a_server_that_says_nothing():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        done = Post(Mailroom(), silent.getsockname()[1]).mail("--retries", "0")
    assert (done.code, done.out) == (5, "sent 0, not sent 3\n")
    assert "the server does not answer" in done.err
    assert "not tried after that: 2 more" in done.err


def test_a_server_that_says_a_byte_now_and_then():
    def drip(listening: socket.socket) -> None:
        with suppress(OSError):
            connection, _ = listening.accept()
            with connection:
                while True:
                    connection.sendall(b"2")
                    time.sleep(0.3)

    with socket.socket() as dripping:
        dripping.bind(("127.0.0.1", 0))
        dripping.listen()
        threading.Thread(target=drip, args=(dripping,), daemon=True).start()
        begun = time.monotonic()
        done = Post(Mailroom(), dripping.getsockname()[1]).mail("--retries", "0")
    assert (done.code, done.out) == (5, "sent 0, not sent 3\n")
    assert time.monotonic() - begun < 6


def started(arguments: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "commsaudit", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def wait_for(condition, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def killed(process: subprocess.Popen[bytes]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def test_killed_before_the_message_it_is_sent_by_the_next_run(post):
    post.room.rcpt.append(HANG)
    process = started(post.arguments("--project", "P02", "--timeout", "20"))
    wait_for(lambda: post.room.rcpt_count)
    killed(process)
    assert states() == [["planned"]]
    assert post.mail("--project", "P02").out == "sent 1\n"


def test_killed_between_the_message_and_the_answer_it_is_uncertain(post):
    post.room.data.append(HANG)
    process = started(post.arguments("--project", "P02", "--timeout", "20"))
    wait_for(lambda: post.room.data_count)
    assert post.mail("--project", "P02").out == "sent 0, left to another run 1\n"
    killed(process)
    assert states() == [["planned", "sending"]]
    done = post.mail("--project", "P02")
    assert (done.code, done.out) == (5, "sent 0, uncertain 1\n")
    assert "uncertain from an earlier run" in done.err
    assert post.mail("--project", "P02", "--resend-uncertain").out == "sent 1\n"


def test_two_runs_at_once_send_each_mail_once(post):
    lines = "".join(f"P0{number},r{each}@example.com\n" for number in (1, 2, 3, 4) for each in range(4))
    Path("recipients.csv").write_text(f"project_id,address\n{lines}")
    post.room.slow = 0.02
    runs = [started(post.arguments()) for _ in range(2)]
    said = [run.communicate(timeout=30) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert len(post.room.taken) == 16
    assert len({(address, message["Subject"]) for address, message in post.room.taken}) == 16
    assert states() == [["planned", "sending", "sent"]] * 16


def test_a_line_that_was_not_finished_never_took_effect(post):
    post.mail("--project", "P02")
    (file,) = Path("mailed").rglob("*.jsonl")
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[1][:20])
    assert post.mail("--project", "P02").out == "sent 1\n"
    file.write_bytes(b"".join(lines[:2]) + lines[2][:20])
    assert post.mail("--project", "P02").out == "sent 0, uncertain 1\n"
    file.write_bytes(b"\0\0\0\n")
    assert post.mail("--project", "P02").out == "sent 0, uncertain 1\n"


def test_a_record_that_cannot_be_kept_sends_nothing(post):
    Path("mailed").write_text("a file")
    done = post.mail()
    assert done.code == 4
    assert "the delivery record cannot be kept" in done.err
    assert post.room.taken == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_with_a_login(serve, certificate, authority, monkeypatch, security):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[1]))
    monkeypatch.setenv("COMMSAUDIT_MAIL_PASSWORD", PASSWORD)
    if security == "tls":
        post = serve(login=True, ssl_context=certificate, auth_require_tls=False)
    else:
        post = serve(login=True, tls_context=certificate, require_starttls=True, auth_required=True)
    post.options = ["--security", security, "--user", USER]
    done = post.mail()
    assert (done.code, done.out) == (0, "sent 3\n"), done.err
    assert len(post.room.logins) == 1  # one connection for all
    if security == "starttls":
        assert post.room.encrypted == [True] * 3


def test_a_password_from_a_file(serve, certificate, authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[1]))
    Path("secret").write_text(f"{PASSWORD}\n")
    Path("secret").chmod(0o644)
    post = serve(login=True, tls_context=certificate, require_starttls=True, auth_required=True)
    post.options = ["--user", USER, "--password-file", "secret"]
    done = post.mail()
    assert (done.code, done.out) == (0, "sent 3\n"), done.err
    assert "secret can be read by others" in done.err
    assert PASSWORD not in done.err


def test_a_refused_login_names_no_password(serve, certificate, authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[1]))
    monkeypatch.setenv("COMMSAUDIT_MAIL_PASSWORD", "wrong-one")
    monkeypatch.setenv("COMMSAUDIT_DEBUG", "1")
    post = serve(login=True, tls_context=certificate, require_starttls=True, auth_required=True)
    post.options = ["--user", USER]
    done = post.mail()
    assert (done.code, done.out) == (5, "sent 0, not sent 3\n")
    assert "the login of auditor was refused (535)" in done.err
    assert "wrong-one" not in done.err
    assert not any("wrong-one" in file.read_text("utf-8") for file in Path("mailed").rglob("*.jsonl"))


def test_a_certificate_that_nobody_vouches_for(serve, certificate):
    post = serve(tls_context=certificate)
    post.options = []
    done = post.mail()
    assert done.code == 5
    assert "its certificate is not trusted" in done.err
    assert post.room.taken == []


def test_no_starttls_nothing_in_the_clear(post):
    post.options = []
    done = post.mail()
    assert done.code == 5
    assert "offers no STARTTLS" in done.err
    assert post.room.taken == []
