"""What lies in a folder and is no file, or does not stay as it was: refused with its name and cause, never waited for."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from log_reading import ABC, log_file, opened, rows

from commsaudit.errors import CommsauditError, InputError, printable
from commsaudit.logs import careful, raw
from commsaudit.logs.discover import LogFile, find_inputs
from commsaudit.logs.raw import open_carefully, open_raw
from commsaudit.model.options import Limits, LogOptions

DATA = b"a,b,c\n1,2,3\n4,5,6\n"


def _open(path: Path, limits: Limits | None = None) -> raw.RawTable:
    return open_raw(log_file(path, ABC), ABC, LogOptions(), path.parent, limits or Limits())


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _full(path: Path) -> None:
    path.symlink_to("/dev/full")


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent / "none")


NO_FILES = [
    (_fifo, "is no file but a folder, pipe or device"),
    (_folder, "is no file but a folder, pipe or device"),
    (_endless, "is no file but a folder, pipe or device"),
    (_full, "is no file but a folder, pipe or device"),
    (_loop, "cannot be opened"),
    (_dangling, "cannot be opened"),
]


@pytest.mark.parametrize(("make", "cause"), NO_FILES, ids=[make.__name__ for make, _ in NO_FILES])
def test_what_is_no_file_is_refused_and_not_waited_for(
    tmp_path: Path, make: Callable[[Path], None], cause: str
) -> None:
    make(tmp_path / "x.csv")
    with pytest.raises(InputError, match=rf"x\.csv: {cause}"):
        _open(tmp_path / "x.csv")


def test_what_is_no_file_is_found_in_a_folder_and_by_name(tmp_path: Path) -> None:
    """A pipe among the logs is named, not passed over: whoever put it there meant it to be read."""
    os.mkfifo(tmp_path / "complaints.csv")
    (tmp_path / "contacts.csv").mkdir()
    (tmp_path / "contacts.csv" / "notices.csv").write_bytes(DATA)
    for given in ([str(tmp_path)], [str(tmp_path / "complaints.csv"), str(tmp_path / "contacts.csv")]):
        assert [file.log for file in find_inputs(given, {}).files] == ["complaints", "notices"]


def test_folders_that_link_to_themselves_are_walked_once(tmp_path: Path) -> None:
    (tmp_path / "complaints.csv").write_bytes(DATA)
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert len(find_inputs([str(tmp_path)], {}).files) == 1


ODD_NAMES = [
    "complaints\n1.csv",
    "complaints \x1b[2J.csv",
    "complaints'; DROP.csv",
    "complaints*[1].csv",
    "complaints \u202egpj.csv",
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=["newline", "escape", "quote", "pattern", "direction"])
def test_odd_names_are_read_and_shown_without_what_a_terminal_obeys(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(DATA)
    (file,) = find_inputs([str(tmp_path)], {}).files
    assert file.name == printable(file.name)
    assert "\n" not in file.name
    table = open_raw(LogFile("abc", file.path, file.name), ABC, LogOptions(), tmp_path, Limits())
    assert rows(table) == [("1", "2", "3"), ("4", "5", "6")]


def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/complaints \xff.csv"))
    path.write_bytes(DATA)
    (file,) = find_inputs([str(tmp_path)], {}).files
    with pytest.raises(InputError, match="is not UTF-8; rename it") as caught:
        open_raw(file, ABC, LogOptions(), tmp_path, Limits())
    assert "\\udcff" in str(caught.value)
    caught.value.en.encode()


@pytest.mark.parametrize("said", ["\x1b]0;x\x07", "a\rb", "\x00", "\u2028", "\udcff", "\x9b31m"])
def test_no_message_holds_what_a_terminal_obeys(said: str) -> None:
    error = CommsauditError(f"{said}: wrong", f"{said}：错误")
    for text in (error.en, error.zh, str(error)):
        assert said not in text
        text.encode()


def _grown(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"7,8,9\n")


def _shrunk(path: Path) -> None:
    os.truncate(path, 12)


def _rewritten(path: Path) -> None:
    """As many bytes as before, others, and later."""
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"4", b"9"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))


def _replaced(path: Path) -> None:
    """Another file of the same length and time in its place."""
    before = path.stat()
    other = path.with_name("other")
    other.write_bytes(path.read_bytes().replace(b"4", b"9"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def _gone(path: Path) -> None:
    path.unlink()


CHANGES = [_grown, _shrunk, _rewritten, _replaced, _gone]


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
@pytest.mark.parametrize("step", ["resolve", "read_carefully"])
def test_a_file_that_changes_while_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], step: str
) -> None:
    """The change comes between two readings: after the bytes were counted, or before the rows are split."""
    path = tmp_path / "x.csv"
    path.write_bytes(DATA + (b'7,"8,9\n' if step == "read_carefully" else b""))
    real = getattr(raw, step)

    def late(*arguments: object) -> object:
        change(path)
        return real(*arguments)

    monkeypatch.setattr(raw, step, late)
    with pytest.raises(InputError, match=r"x\.csv: changed while being read"):
        _open(path)


@pytest.mark.parametrize("ending", [".parquet", ".xlsx"])
def test_other_kinds_that_change_while_they_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = tmp_path / f"x{ending}"
    pq.write_table(pa.table({"a": ["1"], "b": ["2"], "c": ["3"]}), path)
    real = raw.kind_of

    def late(*arguments: object) -> object:
        kind = real(*arguments)
        _grown(path)
        return kind

    monkeypatch.setattr(raw, "kind_of", late)
    with pytest.raises(InputError, match="changed while being read"):
        _open(path)


def test_a_thread_that_goes_on_writing_is_never_half_counted(tmp_path: Path) -> None:
    """However it falls out: all that was there at one moment, or a refusal."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b,c\n" + b"1,2,3\n" * 2_000)
    done = threading.Event()

    def write() -> None:
        while not done.wait(0.001):
            _grown(path)

    writer = threading.Thread(target=write)
    writer.start()
    refused = 0
    try:
        for _ in range(5):
            try:
                table = open_carefully(log_file(path, ABC), ABC, LogOptions(), tmp_path, Limits())
            except InputError as error:
                refused += "changed while being read" in error.en
            else:
                assert table.stamp
                assert len(rows(table)) == (table.stamp.size - 6) // 6
    finally:
        done.set()
        writer.join()
    assert refused


@pytest.mark.parametrize("columns", [3, 2])
def test_columns_up_to_the_limit(tmp_path: Path, columns: int) -> None:
    limits = Limits(columns=columns)
    stream = pa.BufferOutputStream()
    pq.write_table(pa.table({name: ["1"] for name in "abc"}), stream)
    for name, data in (("x.csv", DATA), ("x.parquet", stream.getvalue().to_pybytes())):
        if columns == 3:
            assert len(rows(opened(tmp_path, data, name=name, limits=limits))[0]) == 3
        else:
            with pytest.raises(
                InputError, match=rf"{name}.*: has 3 columns, more than 2; .* set columns in \[limits\]"
            ):
                opened(tmp_path, data, name=name, limits=limits)


def test_a_header_of_65536_columns_and_one_of_a_megabyte(tmp_path: Path) -> None:
    wide = ",".join(f"x{number}" for number in range(65_536))
    with pytest.raises(InputError, match="has 65539 columns, more than 16384"):
        opened(tmp_path, f"a,b,c,{wide}\n1\n".encode())
    with pytest.raises(InputError, match=r"x\.csv, line 1: the header is longer than 1 MiB"):
        opened(tmp_path, b"a,b,c," + b"x" * (1 << 20) + b"\n1,2,3,4\n")


@pytest.mark.parametrize("delimiter", [b"", b'"'], ids=["plain", "quoted"])
def test_a_field_up_to_the_limit_on_every_way(tmp_path: Path, delimiter: bytes) -> None:
    """The strict reader knows nothing of the limit: a file that could hold such a field goes the careful way."""
    limits = Limits(field_chars=1000)
    just, over = (delimiter + b"x" * length + delimiter for length in (1000, 1001))
    table = opened(tmp_path, b"a,b,c\n1,2," + just + b"\n1,2," + over + b"\n1,2,3\n", limits=limits)
    assert [len(row[2] or "") for row in rows(table)] == [1000, 1]
    assert [reject.line for reject in table.rejects] == [3]


def test_rejects_kept_up_to_the_limit_and_all_counted(tmp_path: Path) -> None:
    data = b"a,b,c\n" + b"1,2,3\n1,2\n" * 30
    for most, kept in ((30, 30), (29, 29), (5, 5), (31, 30)):
        table = opened(tmp_path, data, limits=Limits(rejects=most))
        assert (len(table.rejects), table.faulty, len(rows(table))) == (kept, 30, 30)


@pytest.mark.parametrize("count", [3, 4])
def test_files_up_to_the_limit(tmp_path: Path, count: int) -> None:
    for number in range(count):
        (tmp_path / f"complaints-{number}.csv").write_bytes(DATA)
    if count == 3:
        assert len(find_inputs([str(tmp_path)], {}, Limits(files=3)).files) == 3
    else:
        with pytest.raises(InputError, match=r"4 log files, more than 3; give fewer, or set files in \[limits\]"):
            find_inputs([str(tmp_path)], {}, Limits(files=3))


def test_the_careful_reader_keeps_to_memory_with_lines_that_never_end(tmp_path: Path) -> None:
    data = b"a,b,c\n" + b"x" * 100_000 + b"\n1,2,3\n"
    table = opened(tmp_path, data, limits=Limits(field_chars=1000))
    assert rows(table) == [("1", "2", "3")]
    assert len(table.rejects[0].value) <= careful._SHOWN
