"""Where reports go, and that what interrupts the writing leaves what was there."""

from __future__ import annotations

import errno
import os
import pty
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from reports_sample import STANDARDS, sample_result

from commsaudit.errors import StorageError, UsageError
from commsaudit.reports.files import write_files
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.output import format_for, format_named, paths_of, write_report
from commsaudit.scoring.decode import read_result

CONTEXT = ReportContext("en", STANDARDS)
PARTS = ("scorecard", "clauses", "findings", "standards", "metrics")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestNames:
    @pytest.mark.parametrize(
        ("target", "name"), [("a.json", "json"), ("a.JSON", "json"), ("x/y.csv", "csv"), ("a.b.txt", "table")]
    )
    def test_the_ending_decides(self, target, name):
        assert format_for(target).name == name

    @pytest.mark.parametrize("target", ["a", "a.xyz", ".json", "folder/"])
    def test_no_known_ending(self, target):
        with pytest.raises(UsageError, match="names no format") as caught:
            format_for(target)
        assert "请加 -f" in caught.value.zh

    def test_an_unknown_name_is_answered_with_a_near_one(self):
        with pytest.raises(UsageError, match=r"no format is called 'jsno'; did you mean json\?"):
            format_named("jsno")
        with pytest.raises(UsageError, match="there are table, json, csv"):
            format_named("zzz")

    @pytest.mark.parametrize(
        ("name", "target", "expected"),
        [
            ("json", "out/r.json", ["out/r.json"]),
            ("json", "out/r", ["out/r"]),
            ("json", "out/", ["out/result.json"]),
            ("csv", "x.csv", [f"x.{part}.csv" for part in PARTS]),
            (
                "csv",
                "x.2026-03",
                [f"x.2026-03.{part}.csv" for part in PARTS],
            ),
            ("csv", "out/", [f"out/{part}.csv" for part in PARTS]),
            ("json", "-", []),
        ],
    )
    def test_the_files_of_a_target(self, name, target, expected):
        assert paths_of(format_named(name), target) == tuple(map(Path, expected))

    def test_an_existing_folder_is_one_without_a_slash(self, tmp_path):
        assert paths_of(format_named("json"), str(tmp_path)) == (tmp_path / "result.json",)

    def test_several_files_do_not_go_to_standard_output(self):
        with pytest.raises(UsageError, match="5 files"):
            paths_of(format_named("csv"), "-")


class TestWriting:
    def test_each_format_writes_what_it_says(self, tmp_path):
        result = sample_result()
        for name, target in (("json", "r.json"), ("csv", "r.csv"), ("table", "r.txt")):
            report = format_named(name)
            written = write_report(report, result, str(tmp_path / target), CONTEXT)
            assert written == paths_of(report, str(tmp_path / target))
            assert all(path.stat().st_size for path in written)
        assert names(tmp_path) == [
            "r.clauses.csv",
            "r.findings.csv",
            "r.json",
            "r.metrics.csv",
            "r.scorecard.csv",
            "r.standards.csv",
            "r.txt",
        ]
        assert read_result(tmp_path / "r.json") == result

    def test_a_named_folder_is_made(self, tmp_path):
        write_report(format_named("csv"), sample_result(), f"{tmp_path}/a/b/", CONTEXT)
        assert names(tmp_path / "a/b") == sorted(f"{part}.csv" for part in PARTS)

    def test_a_missing_parent_is_an_error(self, tmp_path):
        with pytest.raises(UsageError, match="there is no such folder"):
            write_report(format_named("json"), sample_result(), f"{tmp_path}/a/r.json", CONTEXT)
        assert names(tmp_path) == []

    def test_a_folder_that_cannot_be_made(self, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(StorageError, match="the folder cannot be made"):
            write_report(format_named("json"), sample_result(), f"{tmp_path}/file/x/", CONTEXT)

    def test_standard_output(self, capfdbinary):
        assert write_report(format_named("json"), sample_result(), "-", CONTEXT) == ()
        assert capfdbinary.readouterr().out.startswith(b'{\n"schema":"commsaudit.result/1",')

    def test_a_binary_format_does_not_go_to_a_terminal(self, monkeypatch):
        class Binary:
            name, endings, is_text, part_names = "binary", (".bin",), False, ()

            def parts(self, _result, _context) -> Iterator[Part]:
                yield Part("", (b"\0",))

        inner, outer = pty.openpty()
        with os.fdopen(outer, "w") as terminal:
            monkeypatch.setattr(sys, "stdout", terminal)
            with pytest.raises(UsageError, match="no text for a terminal"):
                write_report(Binary(), sample_result(), "-", CONTEXT)
        os.close(inner)


class TestWholeOrNot:
    def test_the_old_file_stays_when_the_new_one_fails(self, tmp_path):
        path = tmp_path / "r.json"
        path.write_text("old")

        def failing() -> Iterator[bytes]:
            yield b"new"
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write_files([(path, failing())])
        assert path.read_text() == "old"
        assert names(tmp_path) == ["r.json"]

    def test_several_go_together(self, tmp_path):
        def failing() -> Iterator[bytes]:
            raise ValueError("no second")
            yield b""

        with pytest.raises(ValueError, match="no second"):
            write_files([(tmp_path / "a", [b"first"]), (tmp_path / "b", failing())])
        assert names(tmp_path) == []

    def test_the_mode_of_an_existing_file_stays(self, tmp_path):
        path = tmp_path / "r.json"
        path.write_text("old")
        path.chmod(0o640)
        write_files([(path, [b"new"])])
        assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o640)

    def test_a_new_file_has_the_usual_mode(self, tmp_path):
        write_files([(tmp_path / "r.json", [b"new"])])
        umask = os.umask(0)
        os.umask(umask)
        assert stat.S_IMODE((tmp_path / "r.json").stat().st_mode) == 0o666 & ~umask

    def test_a_link_stays_a_link(self, tmp_path):
        (tmp_path / "real").write_text("old")
        (tmp_path / "link").symlink_to("real")
        write_files([(tmp_path / "link", [b"new"])])
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real").read_text() == "new"

    def test_a_device_is_written_as_it_is(self):
        write_files([(Path("/dev/null"), [b"x"])])
        assert stat.S_ISCHR(os.stat("/dev/null").st_mode)

    def test_a_long_name_fits(self, tmp_path):
        path = tmp_path / ("x" * 250)
        write_files([(path, [b"new"])])
        assert path.read_bytes() == b"new"

    def test_no_space_is_an_error_not_a_short_file(self):
        with pytest.raises(StorageError, match=os.strerror(errno.ENOSPC)) as caught:
            write_files([(Path("/dev/full"), [b"x" * 100_000])])
        assert "/dev/full：无法写入" in caught.value.zh
        assert caught.value.exit_code == 4

    def test_a_folder_in_the_place_of_a_file(self, tmp_path):
        with pytest.raises(StorageError):
            write_files([(tmp_path, [b"x"])])

    def test_a_file_that_grows_too_large_leaves_the_old_one(self, tmp_path):
        (tmp_path / "r").write_text("old")
        done = run(tmp_path, "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))", "[b'x' * 5000]")
        assert "StorageError" in done.stderr
        assert names(tmp_path) == ["r"]
        assert (tmp_path / "r").read_text() == "old"

    def test_sigterm_leaves_nothing_half_written(self, tmp_path):
        (tmp_path / "r").write_text("old")
        process = subprocess.Popen([sys.executable, "-c", script("", "slow()")], cwd=tmp_path)
        for _ in range(200):
            if len(names(tmp_path)) > 1:
                break
            time.sleep(0.05)
        assert len(names(tmp_path)) == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 128 + signal.SIGTERM
        assert names(tmp_path) == ["r"]
        assert (tmp_path / "r").read_text() == "old"

    def test_the_handler_of_somebody_else_is_kept(self, tmp_path):
        done = run(tmp_path, "signal.signal(signal.SIGTERM, signal.SIG_IGN)", "[b'x']", "signal.getsignal(15).name")
        assert done.stdout.strip() == "SIG_IGN"
        done = run(tmp_path, "", "[b'x']", "signal.getsignal(15).name")
        assert done.stdout.strip() == "SIG_DFL"


def script(before: str, content: str, after: str = "''") -> str:
    return f"""
import resource, signal, time
from pathlib import Path
from commsaudit.reports.files import write_files

def slow():
    while True:
        yield b"new"
        time.sleep(0.05)

{before}
write_files([(Path("r"), {content})])
print({after})
"""


def run(folder: Path, *parts: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script(*parts)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
