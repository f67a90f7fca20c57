"""What a file is, by its first bytes: endings lie (an .xls that is xlsx, a .csv that is a workbook)."""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from commsaudit.errors import InputError
from commsaudit.logs.refusals import refusal, unopened

Kind = Literal["csv", "parquet", "sheet"]

# All that reading a damaged zip archive, or XML in it, can raise.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    LookupError,
    ValueError,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HEAD = 4096
_MARKUP = re.compile(rb"\s*<(!doctype|html|table|\?xml|meta|head|div)", re.IGNORECASE)
# What other kinds of file begin with, and what each is called.
_FOREIGN = (
    (b"%PDF", "a PDF", "PDF 文件"),
    (b"\x1f\x8b", "a gzip archive", "gzip 压缩文件"),
    (b"7z\xbc\xaf", "a 7z archive", "7z 压缩文件"),
    (b"Rar!", "a RAR archive", "RAR 压缩文件"),
    (b"BZh", "a bzip2 archive", "bzip2 压缩文件"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "zstd 压缩文件"),
    (b"SQLite format 3\0", "an SQLite database", "SQLite 数据库"),
    (b"PARE", "an encrypted Parquet file", "加密的 Parquet 文件"),
    (b"ARROW1", "an Arrow file", "Arrow 文件"),
    (b"\x89PNG", "a picture", "图片"),
    (b"\xff\xd8\xff", "a picture", "图片"),
    (b"{\\rtf", "an RTF document", "RTF 文档"),
)


def kind_of(path: Path, file: str) -> Kind:
    """What ``path`` is, whatever it is called. ``file`` is its name in messages.

    Raises:
        InputError: it cannot be opened, holds nothing, or is something that is no table.
    """
    _refuse_no_file(path, file)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise unopened(file, error) from None
    if not head:
        raise refusal(
            file,
            "the file is empty (0 bytes); export it again, or take it out of the folder",
            "文件为空（0 字节）；请重新导出，或将其移出文件夹",
            1,
        )
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(path, file)
    if head.startswith(_OLE):
        return _in_ole(path, file)
    _refuse_foreign(head, file)
    return "csv"


def _refuse_no_file(path: Path, file: str) -> None:
    """A pipe or a device may never end, and can be read only once; the engine knows only names in Unicode."""
    try:
        os.fspath(path).encode()
        regular = stat.S_ISREG(path.stat().st_mode)
    except UnicodeEncodeError:
        raise refusal(
            file,
            "the name of the file or of its folder is not UTF-8; rename it",
            "文件名或文件夹名不是 UTF-8；请重命名",
        ) from None
    except OSError as error:
        raise unopened(file, error) from None
    if not regular:
        raise refusal(
            file,
            "is no file but a folder, pipe or device; give a file, or '-' with --log for standard input",
            "不是普通文件，而是文件夹、管道或设备；请提供文件，或用“-”和 --log 从标准输入读取",
        )


def _refuse_foreign(head: bytes, file: str) -> None:
    for magic, en, zh in _FOREIGN:
        if head.startswith(magic):
            raise refusal(
                file,
                f"this is {en}, not a table; give the CSV, Parquet or xlsx itself",
                f"这是{zh}，不是表格；请提供 CSV、Parquet 或 xlsx 文件本身",
            )
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise refusal(
            file,
            "this is a web page or XML, whatever its ending; open it in a spreadsheet and save it as xlsx",
            "这是网页或 XML 内容（与扩展名无关）；请用电子表格软件打开后另存为 xlsx",
            1,
        )


def _in_zip(path: Path, file: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype") if "mimetype" in names else b""
    except ZIP_ERRORS:
        raise refusal(
            file,
            "the workbook is cut off or damaged (its zip directory cannot be read); export it again",
            "工作簿不完整或已损坏（无法读取其 zip 目录）；请重新导出",
        ) from None
    if any(name.startswith("xl/") for name in names) or b"opendocument.spreadsheet" in mimetype:
        return "sheet"
    raise refusal(
        file,
        "this is a zip archive without a workbook in it; unpack it and give the files in it",
        "这是不含工作簿的 zip 压缩包；请解压后提供其中的文件",
    )


def _in_ole(path: Path, file: str) -> Kind:
    """An old .xls, or the shell of an encrypted workbook, whose directory names the encrypted part."""
    tail = b""
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            if _ENCRYPTED in tail + chunk:
                raise encrypted(file)
            tail = chunk[-len(_ENCRYPTED) :]
    return "sheet"


def encrypted(file: str) -> InputError:
    """The refusal of a workbook with a password."""
    return refusal(
        file,
        "the workbook is encrypted; open it with its password and save it without one",
        "工作簿已加密；请用密码打开后另存为不加密的文件",
    )
