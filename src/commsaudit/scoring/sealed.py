"""The bytes of a result file as data from strangers: of a size and depth that can be held, plain JSON, of our schema, unchanged."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NoReturn

import orjson

from commsaudit.errors import InputError, UsageError, in_chinese
from commsaudit.scoring.encode import SCHEMA, checksum

# A thousand findings are 0.4 MB. Read into memory, JSON takes about ten times its size.
MOST_BYTES = 1 << 30
# Settings are the deepest part of a result: six levels.
_PIECE = 1 << 20
_MOST_LEVELS = 32
_MOST_DIGITS = 19
_MOST_SHOWN = 80
_SHA256 = re.compile("[0-9a-f]{64}")


def read_bytes(path: Path) -> bytes:
    """The bytes of the result file ``path``.

    Raises:
        UsageError: there is no such file.
        InputError: it cannot be read, or is larger than a result may be.
    """
    try:
        with path.open("rb") as file:
            return bounded(file, str(path))
    except (FileNotFoundError, IsADirectoryError):
        raise UsageError(
            f"{path}: no such result file; `commsaudit audit … -o {path.name}` writes one",
            f"{path}：没有这个结果文件；可用 `commsaudit audit … -o {path.name}` 生成",
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        en, zh = (error.strerror, in_chinese(error)) if isinstance(error, OSError) else (str(error), "文件名无效")
        raise InputError(f"{path}: cannot be read: {en}", f"{path}：无法读取：{zh}") from None


def bounded(file: BinaryIO, name: str, most: int | None = None) -> bytes:
    """What ``file`` holds, a pipe without an end too; ``most`` bytes of it (None: as many as a result may have).

    Raises:
        InputError: it holds more.
    """
    limit = MOST_BYTES if most is None else most
    data = file.read(limit + 1)
    if len(data) > limit:
        raise InputError(
            f"{name}: larger than {limit >> 20} MB, which no result file may be; audit again with --max-findings, which"
            " lists fewer findings and counts them all",
            f"{name}：超过结果文件的上限 {limit >> 20} MB；请加 --max-findings 重新审计：少列不符合，但全部计数",
        )
    return data


def unsealed(data: bytes, name: str) -> dict[str, object]:
    """The content that the bytes hold, without ``schema`` and ``checksum``, which fit. ``name`` is what errors call the file.

    Raises:
        InputError: no JSON, nested too deeply, of another schema, or changed after it was written.
    """
    try:
        content, actual = _as_written(data) or _as_json(data)
        _refuse_depth(content.get("settings"))
        _verify(content, actual, name)
    except RecursionError:
        raise _no_result(name, "it is nested too deeply", "嵌套过深") from None
    except ValueError as error:
        raise _no_result(name, *_cause(error)) from None
    return content


def _as_written(data: bytes) -> tuple[dict[str, object], str] | None:
    """The content and its checksum, where the bytes are just what ``to_json`` writes; None where they are not.

    JSON that is the same when it is written again has no key twice and no number that a reader would take for another.
    """
    try:
        content = orjson.loads(data)
        if not isinstance(content, dict):
            return None
        written = orjson.dumps(content)
        if not _same_but_for_newlines(data, written):
            return None
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
    seal = b',"checksum":%b}' % orjson.dumps(content.get("checksum"))
    sealed = memoryview(written)[: -len(seal)] if written.endswith(seal) else written
    digest = hashlib.sha256(sealed)
    digest.update(b"}")
    return content, digest.hexdigest()


def _same_but_for_newlines(data: bytes, written: bytes) -> bool:
    """Piece by piece: a result may be a gigabyte, and a copy of it costs more than looking at it."""
    whole, place = memoryview(written), 0
    for begin in range(0, len(data), _PIECE):
        piece = data[begin : begin + _PIECE].replace(b"\n", b"")
        if whole[place : place + len(piece)] != piece:
            return False
        place += len(piece)
    return place == len(written)


def _as_json(data: bytes) -> tuple[dict[str, object], str]:
    """The content of any JSON, however it is spaced, and its checksum.

    Raises:
        RecursionError: it is nested too deeply.
        ValueError: it is no JSON that a result file may hold.
    """
    content = _loaded(data)
    rest = {key: value for key, value in content.items() if key != "checksum"}
    try:
        return content, checksum({"schema": None, **rest})
    except UnicodeEncodeError:
        return content, "of text that is not Unicode"


def stated_checksum(data: bytes) -> str:
    """The checksum that a result file states; ``unsealed`` has verified it."""
    return str(orjson.loads(data)["checksum"])


class _NotJson(ValueError):
    """JSON that Python's reader would take, and a result file must not hold."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh


def _no_result(name: str, en: str, zh: str) -> InputError:
    return InputError(
        f"{name}: this is no result file: {en}; give one that `commsaudit audit -f json` wrote",
        f"{name}：不是结果文件：{zh}；请给出 `commsaudit audit -f json` 写出的文件",
    )


def _loaded(data: bytes) -> dict[str, object]:
    content = json.loads(
        data.decode(),
        object_pairs_hook=_unique,
        parse_constant=_no_number,
        parse_float=_finite,
        parse_int=_whole,
    )
    if not isinstance(content, dict):
        raise _NotJson("it holds no JSON object", "内容不是 JSON 对象")
    return content


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        shown = _shown(twice)
        raise _NotJson(f"the key {shown} stands twice in one object", f"同一对象中键 {shown} 重复")
    return found


def _no_number(word: str) -> NoReturn:
    shown = word[:_MOST_SHOWN]
    raise _NotJson(f"{shown} is no JSON number that can be read", f"{shown} 不是可以读取的 JSON 数字")


def _finite(word: str) -> float:
    value = float(word)
    return value if math.isfinite(value) else _no_number(word)


def _whole(word: str) -> int:
    return int(word) if len(word) <= _MOST_DIGITS else _no_number(word)


def _refuse_depth(settings: object) -> None:
    """Settings alone may hold anything; all else has its shape, or is refused for it."""
    level: list[Iterable[object]] = [[settings]]
    for _ in range(_MOST_LEVELS):
        inner = (each for values in level for each in values)
        level = [each.values() if isinstance(each, dict) else each for each in inner if isinstance(each, dict | list)]
        if not level:
            return
    raise RecursionError


def _cause(error: ValueError) -> tuple[str, str]:
    match error:
        case _NotJson():
            return str(error), error.zh
        case UnicodeDecodeError():
            return f"byte {error.start + 1} is no UTF-8", f"第 {error.start + 1} 个字节不是 UTF-8"
        case json.JSONDecodeError():
            place = f"line {error.lineno}, column {error.colno}: {error.msg}"
            return place, f"第 {error.lineno} 行第 {error.colno} 列不符合 JSON 语法（{error.msg}）"
        case _:
            return str(error), str(error)


def _shown(value: object) -> str:
    """A value of a stranger, short and in one line."""
    text = ascii(value) if not isinstance(value, str) or not value.isprintable() else repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def _verify(content: dict[str, object], actual: str, name: str) -> None:
    """Check the schema's name and the checksum, which is ``actual``, and take both out of ``content``."""
    schema = content.pop("schema", None)
    if schema is None:
        raise _no_result(name, "it has no schema", "没有 schema")
    if schema != SCHEMA:
        shown = _shown(schema)
        raise InputError(
            f"{name}: the schema is {shown}, and this version reads {SCHEMA}; use the version that wrote the file",
            f"{name}：schema 为 {shown}，本版本只能读取 {SCHEMA}；请使用写出该文件的版本",
        )
    stated = content.pop("checksum", None)
    if stated != actual:
        shown = stated if isinstance(stated, str) and _SHA256.fullmatch(stated) else _shown(stated)
        raise InputError(
            f"{name}: the checksum is {shown}, and that of the content {actual}: the file was changed "
            "after it was written; run `commsaudit audit` again",
            f"{name}：文件中的校验和为 {shown}，而内容的校验和为 {actual}：文件写出后被改动过；请重新审计",
        )
