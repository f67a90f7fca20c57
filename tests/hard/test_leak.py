"""Nobody's name, telephone, room, citizen id or address leaves the logs: not in a report, a word on the terminal, a file or a mail."""

from __future__ import annotations

import email
import email.policy
import os
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet
import pytest
from click.testing import CliRunner
from planted_logs import ID_PHONE, ID_ROOM, MAILS, NAMES, PHONES, PRIVATE, PROJECT, ROOMS, STAFF, write_logs

from commsaudit.cli.main import root
from commsaudit.reports.formats import FORMATS

OUTPUTS = [
    part for name, form in FORMATS.items() if name != "json" for part in ("-f", name, "-o", f"{name}{form.endings[0]}")
]
MARCH = ("-p", "2026-03", "--as-of", "2026-04-02")
ESCAPED = str.maketrans("", "", "\\'")


@dataclass(frozen=True)
class Said:
    """A text that the tool gave away, and where."""

    place: str
    text: str


def called(*arguments: str, lang: str = "en") -> Iterator[Said]:
    """What a call says."""
    done = CliRunner().invoke(root, [*arguments, "--lang", lang])
    assert done.exit_code in (0, 1, 2, 3, 5), done.stderr
    assert "should not happen" not in done.stderr
    place = " ".join(arguments)
    yield Said(f"stdout of {place}", done.stdout)
    yield Said(f"stderr of {place}", done.stderr)


def written(folder: Path) -> Iterator[Said]:
    """What the files in ``folder`` hold, unpacked and decoded."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield Said(f"name of {path}", path.name)
            yield from (Said(str(path), text) for text in _texts(path))


def _texts(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            yield from (book.read(name).decode() for name in book.namelist())
    elif path.suffix == ".parquet":
        table = pyarrow.parquet.read_table(path)
        yield str(table.to_pylist()) + str(table.schema.metadata)
    elif path.suffix == ".eml":
        message = email.message_from_bytes(data, policy=email.policy.default)
        yield str(message["Subject"])
        for part in message.walk():
            if not part.is_multipart():
                yield (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    else:
        yield data.decode("utf-8", "replace")


def leaks(texts: Iterable[Said], words: Iterable[str]) -> list[str]:
    """Where one of ``words`` stands."""
    wanted = [*words]
    found = []
    for said in texts:
        plain = said.text.translate(ESCAPED)
        for word in wanted:
            at = plain.find(word)
            if at >= 0:
                found.append(f"{word} in {said.place}: …{plain[max(at - 60, 0) : at + 40]!r}")
    return found


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted logs."""
    folder = tmp_path_factory.mktemp("planted") / "logs"
    write_logs(folder)
    return folder


@pytest.fixture(scope="module")
def result(logs: Path) -> Path:
    """Audited, with a result file that the reports are made from, and a history beside it."""
    where = logs.parent
    outputs = ("-o", f"{where}/result.json", "--history", f"{where}/history", "--rejects", f"{where}/rejects.csv")
    assert not leaks(called("audit", str(logs), *MARCH, *outputs), (*PRIVATE, ID_PHONE, STAFF))
    for month in ("2026-01", "2026-02"):
        earlier = called(
            "audit", str(logs), "-p", month, "--standard", "supervision", "-o", f"{where}/{month}.json", *outputs[2:]
        )
        assert not leaks(earlier, (*PRIVATE, ID_PHONE, STAFF))
    return where / "result.json"


@pytest.fixture
def temporary(clean: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    folder = clean.parent / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


def test_an_audit_in_every_format(logs, temporary, clean):
    said = [*called("audit", str(logs), *MARCH, *OUTPUTS, "--all", lang="zh"), *written(clean)]
    assert not leaks(said, (*PRIVATE, ID_PHONE, ID_ROOM, STAFF))
    assert "***" in (clean / "commsaudit-rejects.csv").read_text("utf-8-sig")
    assert not [*temporary.iterdir()]


def test_revealed_on_request(logs, clean):
    list(called("audit", str(logs), *MARCH, "-f", "csv", "-o", "a.csv", "--reveal"))
    rejects = (clean / "commsaudit-rejects.csv").read_text("utf-8-sig")
    assert all(word in rejects for word in (NAMES[0], PHONES[0], ROOMS[0], MAILS[0]))


def test_the_result_file_and_the_history_hold_ids_and_nobody(result):
    said = [*written(result.parent / "history"), Said("result", result.read_text("utf-8"))]
    assert not leaks(said, (*PRIVATE, STAFF))
    assert ID_PHONE in said[-1].text


def test_reports_of_a_stored_result(result, clean):
    said = [*called("report", str(result), *OUTPUTS, "--all"), *called("report", str(result), "--all", lang="zh")]
    said += called("gate", str(result), "--max-findings", "0", "--no-rejects", "--all")
    said += called("gate", str(result), "--max-findings", "0", "-f", "json")
    said += called("compare", str(result), str(result), "--all", "-f", "md")
    said += called("trend", "--history", str(result.parent / "history"))
    for form in ("table", "md", "json"):
        said += called("review", "2026-Q1", "--history", str(result.parent / "history"), "--all", "-f", form)
        assert PROJECT in said[-2].text
    assert not leaks([*said, *written(clean)], (*PRIVATE, ID_PHONE, ID_ROOM, STAFF))


def test_verify_names_no_record(result, logs, clean):
    shutil.copytree(logs, clean / "logs")
    complaints = clean / "logs" / "complaints.csv"
    complaints.write_text(complaints.read_text("utf-8").replace(ID_PHONE, "13787654320"), "utf-8")
    assert not leaks(called("verify", str(result), "logs"), (*PRIVATE, ID_PHONE, ID_ROOM, "13787654320"))


def test_mails(result, clean):
    Path("who.csv").write_text(f"project_id,address\n{PROJECT},head@example.com\n")
    attach = [part for name in FORMATS if name != "json" for part in ("--attach", name)]
    said = called(
        "mail", str(result), "--recipients", "who.csv", "--from", "a@example.com", "--dry-run", "out", *attach
    )
    assert not leaks([*said, *written(clean / "out")], (*PRIVATE, ID_PHONE, ID_ROOM, STAFF))


@pytest.mark.parametrize("form", ["csv", "html"])
def test_what_is_due_names_staff_and_no_owner(logs, clean, form):
    said = [*called("due", str(logs), "--as-of", "2026-03-20", "--within", "7d", "-f", form, "-o", "due")]
    assert not leaks([*said, *written(clean)], (*PRIVATE, ID_PHONE, ID_ROOM))
    assert "2.3" in Path("due").read_text("utf-8-sig")


def test_logs_validate_and_its_proposals(logs, clean):
    strange = clean / "strange"
    strange.mkdir()
    for name in ("complaints", "meetings"):
        (strange / f"x{name}.csv").write_bytes((logs / f"{name}.csv").read_bytes())
    headless = (logs / "households.csv").read_bytes().split(b"\n", 1)[1]
    (strange / "households.csv").write_bytes(headless)
    (strange / "noheader.csv").write_bytes(headless)
    said = [*called("logs", "validate", str(logs), lang="zh"), *called("logs", "validate", str(strange), "--suggest")]
    said += called("audit", str(strange), *MARCH)
    assert not leaks(said, (*PRIVATE, ID_PHONE, STAFF))


def test_surveys_and_the_worksheet(logs, clean):
    said = [
        *called("survey", str(logs), "-p", "2026-03"),
        *called("worksheet", str(logs), "-p", "2026-03", "--sample", "5"),
    ]
    said += called("worksheet", str(logs), "-p", "2026-03", "--sample", "5", "-o", "sheet.xlsx")
    assert not leaks([*said, *written(clean)], (*PRIVATE, STAFF))


SECRET = "hunter2-Zy9"


def test_no_secret_is_said(result, clean, monkeypatch):
    monkeypatch.setenv("COMMSAUDIT_MAIL_PASSWORD", SECRET)
    Path("secret").write_text(f"{SECRET}\n")
    os.chmod("secret", 0o644)
    Path("who.csv").write_text(f"project_id,address\n{PROJECT},head@example.com\n")
    common = (
        "--recipients",
        "who.csv",
        "--from",
        "a@example.com",
        "--record",
        "sent",
        "--host",
        "127.0.0.1",
        "--user",
        "u",
    )
    common = (*common, "--port", "9", "--retries", "0", "--security", "tls")
    said = []
    for lang in ("en", "zh"):
        said += called("mail", str(result), *common, lang=lang)
        said += called("mail", str(result), *common, "--password-file", "secret", lang=lang)
        said += called("mail", "--help", lang=lang)
    Path("secret").unlink()
    assert not leaks([*said, *written(clean), *written(result.parent / "history")], [SECRET])
    assert re.search("not sent|未发送", "".join(each.text for each in said))
