"""A disk that takes no more, at any byte of any file: an error that says so, the old file as it was, nothing half-written."""

from __future__ import annotations

import json
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from cli_calls import Call, called
from hard_runs import COMMAND, environment, hidden, no_file_beyond, write_logs
from mail_server import Mailroom, Post, Server
from reports_sample import sample_result

from commsaudit.engine.room import no_room
from commsaudit.errors import StorageError
from commsaudit.logs.private import private_folder
from commsaudit.logs.spill import Spill
from commsaudit.reports.formats import FORMATS
from commsaudit.reports.xlsx.writing import Book, Layout
from commsaudit.scoring.encode import to_json

# The spreadsheet library leaves the parts that it could not write to the garbage collector, which warns of open files.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

MARCH = ("-p", "2026-03", "--lang", "en")
OLD = b"the old one"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with logs, and a place for temporary files."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    for name, value in {"COMMSAUDIT_LANG": "en", "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    write_logs(tmp_path / "logs")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(size: int, *arguments: str, stdin: bytes | None = None, said: str = "File too large") -> Call:
    """A call that runs out of room after ``size`` bytes of a file, says so, and leaves every file as it was."""
    before = contents(Path())
    with no_file_beyond(size):
        done = called(*arguments, stdin=stdin)
    assert done.code == 4, (size, done)
    assert said in done.err
    assert contents(Path()) == before
    return done


def offsets(size: int) -> Iterator[int]:
    """The first byte, one in the middle, the last."""
    yield from sorted({0, size // 2, size - 1})


@pytest.fixture(scope="session")
def result(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The result file of an audit."""
    folder = tmp_path_factory.mktemp("result")
    logs = write_logs(folder / "logs")
    path = folder / "result.json"
    rejects = str(folder / "rejects.csv")
    assert called("audit", str(logs), *MARCH, "--project", "P0[12]", "-o", str(path), "--rejects", rejects).code == 3
    return path.read_bytes()


@pytest.fixture
def stored(folder: Path, result: bytes) -> Path:
    """A stored result."""
    (folder / "result.json").write_bytes(result)
    return folder / "result.json"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.usefixtures("stored")
def test_every_format(name):
    target = f"report{FORMATS[name].endings[0]}"
    arguments = ("report", "result.json", "-f", name, "-o", target, "--lang", "en")
    assert called(*arguments).code == 0
    written = [path for path in Path().glob("report*") if path.is_file()]
    largest = max(path.stat().st_size for path in written)
    for path in written:
        path.write_bytes(OLD)
    for size in offsets(largest):
        refused(size, *arguments)
    assert called(*arguments).code == 0
    assert all(path.read_bytes() != OLD for path in written)


def test_the_message_names_the_file_and_the_cause_in_both_languages(stored):
    arguments = ("report", stored.name, "-o", "report.json")
    assert "report.json: cannot be written: File too large" in refused(10, *arguments, "--lang", "en").err
    refused(10, *arguments, "--lang", "zh", said="report.json：无法写入：文件超出大小限制")


@pytest.mark.usefixtures("stored")
def test_several_outputs_stay_together_as_they_were():
    Path("rejects.csv").write_bytes(OLD)
    refused(20, "audit", "logs/complaints.csv", *MARCH, "-o", "result.json", "--rejects", "rejects.csv")


def test_the_history_takes_no_part_of_a_result_and_stays_readable(folder, stored):
    audit = ("audit", str(folder / "logs"), *MARCH, "--project", "P0[12]", "--history", "history")
    for size in (0, 10, stored.stat().st_size - 1):
        with no_file_beyond(size):
            done = called(*audit, "-o", "/dev/null", "-f", "json", "--rejects", "/dev/null", "--max-rejects", "9")
        assert done.code == 4, done
        assert "File too large" in done.err or "UTF-8 copy" in done.err
        assert list((folder / "history").glob("*")) == []
        assert hidden(folder / "history") == []
    assert called(*audit).code == 3
    (kept,) = (folder / "history").glob("*.json")
    assert len(kept.read_bytes()) > stored.stat().st_size // 2
    with no_file_beyond(0):  # the index cannot be renewed: what is there is read all the same
        (folder / "history" / ".commsaudit-index").unlink()
        assert called("trend", "--history", "history", "--lang", "en").code == 0
    assert hidden(folder / "history") == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("init", "work"),
        ("demo", "shown"),
        ("logs", "template", "complaints", "-o", "empty.csv"),
        ("logs", "template", "complaints", "-o", "empty.xlsx"),
        ("worksheet", "logs/complaints.csv", "-p", "2026-03", "-o", "inspections.xlsx"),
        ("due", "logs/complaints.csv", "--as-of", "2026-03-05", "-o", "due.json"),
        ("gate", "result.json", "--min-score", "1", "-f", "json", "-o", "gate.json"),
        ("checks", "new", "X.1", "own", "--standard", "ours"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("stored")
def test_whatever_is_written(arguments):
    Path("shown").mkdir()
    Path("shown/.commsaudit-demo").touch()
    refused(50, *arguments)


def test_a_copy_of_what_is_read_finds_no_room():
    assert "its UTF-8 copy in" in refused(100, "audit", "logs/events.csv", "logs/complaints.csv", *MARCH).err
    said = refused(10, "audit", "-", "--log", "complaints", *MARCH, stdin=Path("logs/complaints.csv").read_bytes())
    assert "standard input cannot be laid aside" in said.err


def test_a_workbook_whose_parts_found_room_and_which_does_not():
    with private_folder() as folder:
        book = Book(folder, "t")
        for number in range(20):
            book.table(f"s{number}", ["text"], [[secrets.token_hex(1500)]], Layout())
        with no_file_beyond(20_000), pytest.raises(OSError, match="File too large"):
            list(book.chunks())


def test_rows_that_are_laid_aside_find_no_room(folder):
    rows = Spill(1, folder / "temp")

    def lay_aside() -> None:
        for _ in range(90_000):
            rows.add(["x" * 800])

    with no_file_beyond(1000), pytest.raises(StorageError, match=r"cannot be laid aside.*TMPDIR"):
        lay_aside()


def test_the_engine_finds_no_room(folder):
    head = "complaint_id,project_id,received_at,responded_at,text\n"
    with (folder / "complaints.csv").open("w") as file:
        file.write(head)
        for nth in range(150_000):
            file.write(f"C-{nth},P1,2026-03-{1 + nth % 28:02} 09:00,,{nth * 7**40:0120}\n")
    arguments = ("audit", "complaints.csv", *MARCH, "--memory-limit", "40MB", "-o", "result.json")
    refused(1 << 20, *arguments, said="the disk has no room for the engine's temporary files")


def test_the_engine_may_not_use_all_of_the_disk(folder):
    many = "SELECT hash(range), hash(range, 1), hash(range, 2), hash(range, 3) FROM range(600000)"
    with duckdb.connect(config={"memory_limit": "20MB", "temp_directory": str(folder / "temp")}) as connection:
        connection.execute("SET max_temp_directory_size = '1MB'")
        with pytest.raises(duckdb.Error) as caught:
            connection.execute(f"CREATE TABLE many AS {many}")
    assert isinstance(no_room(caught.value), StorageError)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("audit logs -p 2026-03 > /dev/full", "stdout: cannot be written"),
        ("audit logs -p 2026-03 -f json > /dev/full", "stdout: cannot be written"),
        ("--help > /dev/full", "No space left on device"),
        ("audit nothing -p 2026-03 2> /dev/full", ""),
    ],
)
def test_standard_output_and_error_take_no_more(folder, command, said):
    shell = f"{' '.join(COMMAND)} {command}"
    done = subprocess.run(
        shell, shell=True, cwd=folder, env=environment(folder / "temp"), capture_output=True, text=True, check=False
    )
    assert done.returncode == (4 if said else 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "ignored" not in done.stderr


def states() -> list[str]:
    """What the record of the one delivery says, in order; a line that was not finished says nothing."""
    (path,) = Path("mailed").rglob("*.jsonl")
    return [json.loads(line)["state"] for line in path.read_bytes().splitlines(keepends=True) if line[-1:] == b"\n"]


@pytest.mark.parametrize(
    ("lines", "got", "then"), [(0, 0, "sent 1\n"), (1, 0, "sent 1\n"), (2, 1, "sent 0, uncertain 1\n")]
)
def test_a_mail_that_cannot_be_recorded(lines, got, then):
    """Without room for its lines nothing is sent; what was sent and not recorded is uncertain, and never sent again by itself."""
    Path("result.json").write_bytes(to_json(sample_result("P02")))
    Path("recipients.csv").write_text("project_id,address\nP02,li@example.com\n")
    Path("commsaudit.toml").write_text('[mail]\nfrom = "audit@example.com"\nrecipients = "recipients.csv"\n')
    server = Server(Mailroom(), hostname="127.0.0.1", port=0)
    server.start()
    try:
        post = Post(server.handler, server.port)
        assert post.mail().out == "sent 1\n"
        (path,) = Path("mailed").rglob("*.jsonl")
        whole = path.read_bytes().splitlines(keepends=True)
        path.unlink()
        post.room.taken.clear()
        with no_file_beyond(sum(map(len, whole[:lines])) + 50):
            done = post.mail()
        assert done.code == 4
        assert "the delivery record cannot be kept: File too large" in done.err
        assert (len(post.room.taken), states()) == (got, ["planned", "sending", "sent"][:lines])
        assert post.mail().out == then
    finally:
        server.stop()
