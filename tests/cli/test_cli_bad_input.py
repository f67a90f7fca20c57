"""Bad input: each a clear error with the right exit code, in both languages, and never a traceback."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cli_calls import HEADER

MARCH = ("-p", "2026-03")
GOOD = "C-1,P1,2026-03-02 09:00,2026-03-03 10:00\n"


def _file(name: str, content: str | bytes) -> None:
    Path(name).parent.mkdir(exist_ok=True, parents=True)
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)


def empty_file() -> None:
    _file("in/complaints.csv", "")


def header_only() -> None:
    _file("in/complaints.csv", HEADER)


def nothing_recognised() -> None:
    _file("in/stuff.csv", "a,b\n1,2\n")


def empty_folder() -> None:
    Path("in").mkdir()


def truncated_parquet() -> None:
    stream = io.BytesIO()
    pq.write_table(pa.table({"complaint_id": ["C-1"] * 99, "project_id": ["P1"] * 99}), stream)
    _file("in/complaints.parquet", stream.getvalue()[:-20])


def encrypted_workbook() -> None:
    _file(
        "in/complaints.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )


def column_twice() -> None:
    _file("in/complaints.csv", "complaint_id,project_id,received_at,received_at\nC-1,P1,2026-03-02,2026-03-02\n")


def key_missing() -> None:
    _file("in/complaints.csv", "project_id,received_at\nP1,2026-03-02\n")


def two_shapes() -> None:
    _file("in/complaints_1.csv", HEADER + GOOD)
    _file("in/complaints_2.csv", "complaint_id,project_id,received_at\nC-2,P1,2026-03-02\n")


def utf32_garbage() -> None:
    _file("in/complaints.csv", struct.pack("<I", 0xFFFFFFFF) * 40 + b"\x81\x20\xff")


def a_picture() -> None:
    _file("in/complaints.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 50)


FILES: list[tuple[Callable[[], None], int, str, str]] = [
    (empty_file, 3, "in/complaints.csv, line 1: the file is empty", "in/complaints.csv 第 1 行：文件为空"),
    (header_only, 2, "there is no project to audit", "没有可检查的项目"),
    (nothing_recognised, 2, "holds no log that is recognised", "没有能按名称识别的日志"),
    (empty_folder, 2, "it holds no files", "其中没有文件"),
    (
        truncated_parquet,
        3,
        "in/complaints.parquet: the Parquet file is cut off",
        "in/complaints.parquet：Parquet 文件不完整",
    ),
    (encrypted_workbook, 3, "in/complaints.xlsx: the workbook is encrypted", "in/complaints.xlsx：工作簿已加密"),
    (column_twice, 3, "'received_at' (column 3) and 'received_at' (column 4)", "第 3 列"),
    (key_missing, 3, "lacks 'complaint_id'", "缺少“投诉编号”"),
    (
        two_shapes,
        3,
        "in/complaints_2.csv lacks columns that in/complaints_1.csv has: responded_at",
        "缺少 in/complaints_1.csv 中有的列",
    ),
    (utf32_garbage, 3, "in/complaints.csv", "in/complaints.csv"),
    (a_picture, 3, "this is a picture", "这是图片"),
]


@pytest.mark.parametrize(("make", "code", "en", "zh"), FILES, ids=[make.__name__ for make, *_ in FILES])
def test_files(run, make, code, en, zh):
    make()
    for lang, said in (("en", en), ("zh", zh)):
        done = run("audit", "in", *MARCH, "--lang", lang, "-o", "r.json")
        assert done.code == code
        assert said in done.err
        assert "Traceback" not in done.err
        assert not Path("r.json").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "en", "zh"),
    [
        (["nosuch", *MARCH], 2, "PATH 'nosuch' does not exist", "路径“nosuch”不存在"),
        (["no*.csv", *MARCH], 2, "no file matches 'no*.csv'", "没有与“no*.csv”匹配的文件"),
        (["logs"], 2, "which period? Add -p 2026-03", "检查哪个期间？请加 -p 2026-03"),
        (["logs", "-p", "2026-13"], 2, "'2026-13' is no period", "“2026-13”不是期间"),
        (["logs", "-p", "2222"], 2, "2222", "2222"),
        (["logs", *MARCH, "--as-of", "soon"], 2, "'soon' is no local moment", "“soon”不是本地时间"),
        (["logs", *MARCH, "--as-of", "2026-02-01"], 2, "lies before 2026-03", "早于 2026-03"),
        (["logs", *MARCH, "--standard", "suprvision"], 2, "did you mean 'supervision'?", "是否指“supervision”？"),
        (
            ["logs", *MARCH, "--project", "P11"],
            2,
            "no project 'P11'; did you mean 'P1'?",
            "没有项目“P11”；是否指“P1”？",
        ),
        (["logs", *MARCH, "--config", "no.toml"], 2, "there is no settings file no.toml", "没有设置文件 no.toml"),
        (["logs", *MARCH, "--waivers", "no.toml"], 2, "no.toml", "no.toml"),
        (
            ["logs", *MARCH, "--config", "clause.toml"],
            2,
            "unknown clause '2.3.33'; did you mean '2.3.3'?",
            "没有条款“2.3.33”；是否指“2.3.3”？",
        ),
        (["logs", *MARCH, "--config", "key.toml"], 2, "did you mean 'counting'?", "是否指“counting”？"),
        (["logs", *MARCH, "--config", "broken.toml"], 2, "broken.toml", "不是有效的 TOML"),
        (["logs", *MARCH, "--config", "claims.toml"], 3, "belongs to two logs", "同时属于两个日志"),
        (
            ["logs", *MARCH, "-o", "/dev/full", "-f", "json"],
            4,
            "/dev/full: cannot be written: No space left",
            "/dev/full：无法写入",
        ),
        (["logs", *MARCH, "-o", "file/r.json"], 2, "there is no such folder", "没有这个文件夹"),
        (
            ["logs", *MARCH, "--memory-limit", "1MB"],
            4,
            "out of memory; allow more with --memory-limit",
            "内存不足；请用 --memory-limit",
        ),
    ],
)
@pytest.mark.usefixtures("logs")
def test_arguments_and_settings(run, arguments, code, en, zh):
    _file("clause.toml", '[clauses."2.3.33"]\nmode = "off"\n')
    _file("key.toml", 'countng = "clause"\n')
    _file("broken.toml", "[clauses\n")
    _file("claims.toml", '[logs.requests]\nfiles = ["comp*.csv"]\n[logs.letters]\nfiles = ["*plaints.csv"]\n')
    _file("file", "")
    for lang, said in (("en", en), ("zh", zh)):
        done = run("audit", *arguments, "--lang", lang)
        assert done.code == code
        assert said in done.err
        assert "Traceback" not in done.err
        assert not done.out


@pytest.mark.usefixtures("logs")
def test_a_period_that_has_not_begun(run):
    Path("commsaudit.toml").write_text("[workdays]\nyears = [2222]\n")
    done = run("audit", "logs", "-p", "2222-01")
    assert done.code == 2
    assert "nothing can be judged yet" in done.err
    assert "还没有可评判的内容" in run("audit", "logs", "-p", "2222-01", "--lang", "zh").err


def test_nul_bytes_reject_their_row(run):
    _file("in/complaints.csv", HEADER.encode() + b"C-\0002,P1,2026-03-02,2026-03-09\n" + GOOD.encode())
    done = run("audit", "in", *MARCH, "-o", "r.json")
    assert done.code == 3
    assert "rows that could not be read: 1;" in done.err
    assert "\n" not in Path("commsaudit-rejects.csv").read_text("utf-8-sig").split("NUL")[0].splitlines()[-1]
    assert Path("commsaudit-rejects.csv").read_text("utf-8-sig").count("complaints,in/complaints.csv,2") == 1


def test_a_clause_that_inspections_name_wrong_rejects_its_row(run):
    _file(
        "in/inspections.csv",
        "inspection_id,project_id,clause,inspected_on,verdict\nI-1,P1,1.1.1,2026-03-05,pass\nI-2,P1,9.9.9,2026-03-05,fail\n",
    )
    done = run("audit", "in", *MARCH, "-o", "r.json")
    assert done.code == 3
    assert "9.9.9" in Path("commsaudit-rejects.csv").read_text("utf-8-sig")


@pytest.mark.usefixtures("spoilt")
def test_a_check_that_cannot_run_ends_in_4_and_is_named(run):
    _file(
        "ours/supervision/2.3.3-response.sql",
        '/*\nclause = "2.3.3"\nzh = "坏"\nen = "broken"\nunit = "0.1"\n'
        'reads = { complaints = ["received_at"] }\nsource = "complaints"\n*/\nSELECT nothing FROM complaints\n',
    )
    _file(
        "spoilt/inspections.csv",
        "inspection_id,project_id,clause,inspected_on,verdict\nI-1,P1,1.1.1,2026-03-05,pass\n",
    )
    Path("commsaudit.toml").write_text('checks = ["./ours"]\n')
    for lang, said in (("en", "the check of 2.3.3 could not run"), ("zh", "条款 2.3.3 的检查无法运行")):
        # Rejected rows are there too: the higher exit code counts. The result is written all the same.
        done = run("audit", "spoilt", *MARCH, "-o", "r.json", "--lang", lang, "--quiet")
        assert done.code == 4
        assert said in done.err
        assert '"status":"error"' in Path("r.json").read_text()
