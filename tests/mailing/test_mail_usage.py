"""What must be said before anything is sent: settings, recipients, selections; and what --dry-run writes."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from cli_calls import called

from commsaudit.audit.settings import read_settings
from commsaudit.errors import CommsauditError, SettingsError
from commsaudit.mailing.addresses import AddressError, checked_address, mailbox_of
from commsaudit.mailing.recipients import Recipient, read_recipients, recipients_of
from commsaudit.model.settings import MailSettings


def dry(*more: str):
    return called("mail", "result.json", "--lang", "en", "--dry-run", "out", *more)


def test_a_dry_run_writes_files_and_touches_no_record():
    done = dry("--record", "mailed")
    assert (done.code, done.out) == (0, "out: 3 mails written, none sent\n"), done.err
    assert not Path("mailed").exists()
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(Path("out").iterdir())]
    assert [mail["To"] for mail in mails] == ["Ann <ann@example.com>", "李雷 <li@example.com>", "李雷 <li@example.com>"]
    assert all(file.suffix == ".eml" for file in Path("out").iterdir())


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ('pasword_env = "X"', "mail.pasword_env: unknown key; did you mean 'password_env'?"),
        ('password = "hunter2"', "mail.password: unknown key; did you mean"),
        ("port = 0", "mail.port: 0 is not within 1 to 65535"),
        ("port = true", "mail.port"),
        ('security = "ssl"', "mail.security: 'ssl' is none of starttls, tls, none"),
        ("retries = -1", "mail.retries: -1 is not within 0 to 20"),
        ('password_env = "A"\npassword_file = "b"', "password_env and password_file: keep one of them"),
        ("host = 5", "mail.host"),
    ],
)
def test_settings_that_cannot_be_meant(key, says):
    Path("commsaudit.toml").write_text(f"[mail]\n{key}\n")
    done = dry()
    assert done.code == 2
    assert says in done.err
    assert "hunter2" not in done.err


def test_settings_as_they_are_read():
    Path("sub").mkdir()
    Path("sub/s.toml").write_text(
        '[mail]\nhost = "h"\nport = 2525\nsecurity = "tls"\nfrom = "a@b.cn"\nreply_to = "c@b.cn"\nuser = "u"\n'
        'password_file = "p"\ntimeout = 9\nretries = 2\nrecipients = "r.csv"\nrecord = "mailed"\nattach = ["html"]\n'
    )
    assert read_settings(Path("sub/s.toml")).settings.mail == MailSettings(
        "h",
        2525,
        "tls",
        "a@b.cn",
        "c@b.cn",
        "u",
        "",
        Path("sub/p"),
        9,
        2,
        Path("sub/r.csv"),
        Path("sub/mailed"),
        ("html",),
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "which mail server?"),
        (["--host", "h"], "where is kept what was sent?"),
        (["--host", "h h", "--record", "m"], "is no host name"),
        (["--host", "h", "--record", "m", "--user", "u"], "no password for u: put it into the variable COMMSAUDIT_MAIL_PASSWORD"),
        (["--host", "h", "--record", "m", "--user", "u", "--password-env", "PW"], "variable PW"),
        (["--host", "h", "--record", "m", "--user", "u", "--password-file", "nowhere"], "password file nowhere"),
        (["--host", "h", "--record", "m", "--user", "u", "--security", "none"], "in the clear"),
        (["--password-env", "A", "--password-file", "b"], "give one of them"),
        (["--project", "P9"], "no project P9"),
        (["--project", "P04"], "nothing to send"),
        (["--attach", "htm"], "no format is called 'htm'; did you mean html?"),
        (["--attach", "json"], "add --reveal"),
        (["--from", "nobody"], "from: 'nobody' is no mail address"),
        (["--from", "a@b.cn\nBcc: x@y.cn"], "is no mail address"),
        (["--reply-to", "nobody"], "reply_to: 'nobody' is no mail address"),
        (["--recipients", "none.csv"], "recipients: none.csv"),
        (["--port", "70000"], "port"),
        (["nothing.json"], "no such result file"),
    ],
)  # fmt: skip
def test_wrong_usage_is_2_and_sends_nothing(arguments, says):
    done = called("mail", "result.json", "--lang", "en", *arguments)
    assert done.code == 2
    assert says in done.err
    assert not Path("mailed").exists()


def test_the_environment_speaks_for_options(monkeypatch):
    monkeypatch.setenv("COMMSAUDIT_MAIL_FROM", "other@example.com")
    monkeypatch.setenv("COMMSAUDIT_MAIL_ATTACH", "csv, html")
    assert dry("--project", "P02").code == 0
    (file,) = Path("out").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["From"] == "other@example.com"
    assert len(list(mail.iter_attachments())) == 6


BAD = [
    ("a.csv", "project_id,address\nP01,a@b.cn\nP02,nobody\nP03,x@-b-\n", ["line 3: 'nobody' is no mail address", "line 4: 'x@-b-'"]),
    ("a.csv", "项目编号,邮箱,姓名,语言\nP01,李@b.cn,,\n", ["line 2: '李@b.cn' is no mail address"]),
    ("a.csv", 'project_id,address\nP01,"a@b.cn\nBcc: x@y.cn"\n', ["line 3: 'a@b.cn Bcc: x@y.cn'"]),
    ("a.csv", "project_id,adress\nP01,a@b.cn\n", ["line 2: unknown: 'adress'; did you mean 'address'?"]),
    ("a.csv", "project_id,address,language\nP01,a@b.cn,fr\n", ["line 2: language: 'fr' is none of zh, en"]),
    ("a.csv", "project_id,address\nP01,a@b.cn,x\n", ["line 2: more fields than headers"]),
    ("a.csv", "project_id,address\n,a@b.cn\n", ["line 2: project_id is missing"]),
    ("a.csv", "project_id,address\n", ["nobody stands in it"]),
    ("a.toml", '[[recipient]]\nproject_id = "P1"\naddress = "a@b.cn"\n\n[[recipient]]\nproject_id = "P2"\naddress = "b"\n', ["line 7: 'b' is no"]),
    ("a.toml", '[[recipient]]\nproject_id = "P1"\n', ["line 1: address is missing"]),
    ("a.toml", 'recipient = [{project_id = "P1", address = 5}]', ["recipient 1: address: 5 is no text"]),
    ("a.toml", '[[recipients]]\nproject_id = "P1"\n', ["write [[recipient]] tables"]),
    ("a.toml", "[[recipient", ["a.toml"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "says"), BAD)
def test_bad_recipients_are_named_with_their_lines(name, text, says):
    Path(name).write_text(text, "utf-8")
    with pytest.raises(SettingsError) as error:
        read_recipients(Path(name))
    for each in says:
        assert each in error.value.en
    assert name in error.value.en
    assert error.value.zh != error.value.en


def test_recipients_of_a_project():
    Path("a.csv").write_bytes(
        "项目编号,邮箱,姓名,语言\nP*,Li@b.cn,李雷,中文\nP01,li@B.cn,,en\nP01,x@例子.cn,,\n".encode("gb18030")
    )
    read = read_recipients(Path("a.csv"))
    assert recipients_of(read, "P01") == [
        Recipient("P*", "Li@b.cn", "李雷", "zh"),
        Recipient("P01", "x@xn--fsqu00a.cn"),
    ]
    assert recipients_of(read, "P02") == [Recipient("P*", "Li@b.cn", "李雷", "zh")]


@pytest.mark.parametrize("good", ["a@b", "a.b+c@x-y.example.com", "o'neil@example.com"])
def test_good_addresses(good):
    assert checked_address(good) == good


@pytest.mark.parametrize("bad", ["", "a", "@b.cn", "a@", "a b@c.cn", "a@b..cn", ".a@b.cn", "a,b@c.cn", "a@b.cn>", "a\r@b.cn", f"{'a' * 65}@b.cn", "a@[1.2.3.4]"])  # fmt: skip
def test_bad_addresses(bad):
    with pytest.raises(AddressError):
        checked_address(bad)


def test_a_sender_with_a_name():
    box = mailbox_of('"Li, Lei" <a@b.cn>', "from")
    assert (box.name, box.address, box.domain) == ("Li, Lei", "a@b.cn", "b.cn")
    with pytest.raises(CommsauditError):
        mailbox_of("a@b.cn, c@d.cn", "from")
