"""Which encoding a file is in, and a UTF-8 transcription of one that is in another."""

from __future__ import annotations

import codecs
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from commsaudit.errors import SettingsError, StorageError, in_chinese
from commsaudit.logs.counting import CHUNK, ByteFacts
from commsaudit.logs.refusals import refusal

UTF8 = ("utf-8", "utf-8-sig")
# The longer marks first: that of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 16
_MANY = 10_000
MARK_BAD = "commsaudit-mark"


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Stand each byte that cannot be decoded as a lone surrogate, which no valid text holds."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(MARK_BAD, _mark)


def marked_encoding(head: bytes) -> str | None:
    """The encoding that a byte-order mark at the beginning of ``head`` tells."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def named_encoding(name: str, log: str) -> str:
    """The codec called ``name`` in the settings of ``log``.

    Raises:
        SettingsError: there is none.
    """
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        found = None
    if found is None or not getattr(found, "_is_text_encoding", True):
        raise SettingsError(
            f"[logs.{log}] encoding: '{name}' is no encoding; write utf-8, gb18030, utf-16, big5 …",
            f"[logs.{log}] encoding：“{name}”不是字符编码；请写 utf-8、gb18030、utf-16、big5 等",
        )
    return found.name


def found_encoding(path: Path, facts: ByteFacts, file: str) -> str:
    """The encoding of a file without a mark: strict UTF-8, else GB18030.

    Raises:
        InputError: it is neither; or all but single bytes are UTF-8.
    """
    if facts.utf8:
        return "utf-8"
    good, bad, line = _as_utf8(path)
    if good > 2 * bad:
        raise refusal(
            file,
            "holds bytes that are not UTF-8, though the rest of it is: export it again, or set"
            ' encoding = "utf-8" for this log to set such lines aside',
            '含有不是 UTF-8 的字节，而文件其余部分是 UTF-8：请重新导出，或为该日志设置 encoding = "utf-8"，'
            "将这些行单独列出",
            line,
        )
    if _is_gb18030(path):
        return "gb18030"
    raise refusal(
        file,
        "is neither UTF-8 nor GB18030 text (this line holds the first byte that is not UTF-8); name its"
        ' encoding: encoding = "…" for this log',
        '既不是 UTF-8 也不是 GB18030 文本（此行有第一个非 UTF-8 字节）；请为该日志设置 encoding = "…"',
        line,
    )


def _pieces(path: Path, size: int = CHUNK) -> Iterator[bytes]:
    """The file in pieces, and an empty one that says that it ends."""
    with path.open("rb") as stream:
        while chunk := stream.read(size):
            yield chunk
    yield b""


def _as_utf8(path: Path) -> tuple[int, int, int]:
    """How many characters beyond ASCII are valid UTF-8, how many bytes are not, and the first such line.

    What has many bad bytes is not UTF-8, and is not read to its end.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(MARK_BAD)
    good = bad = first = 0
    lines = 1
    for piece in _pieces(path, 1 << 16):
        text = decoder.decode(piece, final=not piece)
        valid = text.encode("utf-32-le", "ignore")
        bad += len(text) - len(valid) // 4
        good += len(valid) // 4 - len(text.encode("ascii", "ignore"))
        if bad and not first:
            first = lines + text.count("\n", 0, next(at for at, char in enumerate(text) if _is_mark(char)))
        if bad > _MANY:
            break
        lines += text.count("\n")
    return good, bad, first


def _is_mark(char: str) -> bool:
    return "\udc00" <= char <= "\udcff"


def _is_gb18030(path: Path) -> bool:
    """Whether all of it decodes, and into characters as Chinese text has them.

    Nearly any bytes in pairs decode as GB18030. In real text most characters are signs or common (level 1)
    hanzi, in other encodings mistaken for it few are.
    """
    decoder = codecs.getincrementaldecoder("gb18030")("strict")
    sample = ""
    try:
        for piece in _pieces(path):
            text = decoder.decode(piece, final=not piece)
            if len(sample) < _SAMPLE:
                sample += "".join(char for char in text[:_SAMPLE] if char > "\x7f")
    except UnicodeDecodeError:
        return False
    common = sum(_is_common(char) for char in sample)
    return len(sample) < 8 or 2 * common >= len(sample)


def _is_common(char: str) -> bool:
    """Whether GB 2312 has it among its signs (rows 1 to 9) or its level-1 hanzi (rows 16 to 55)."""
    code = char.encode("gb18030")
    return len(code) == 2 and code[1] >= 0xA1 and (0xA1 <= code[0] <= 0xA9 or 0xB0 <= code[0] <= 0xD7)


def transcribe(path: Path, encoding: str, folder: Path, file: str) -> Path | None:
    """A private UTF-8 copy of ``path`` in ``folder``, or None where some bytes cannot be decoded.

    Raises:
        StorageError: the copy cannot be written.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        handle, name = tempfile.mkstemp(suffix=".csv", dir=folder)
        copy = Path(name)
        with os.fdopen(handle, "wb") as stream:
            for piece in _pieces(path):
                text = decoder.decode(piece, final=not piece)
                stream.write((text if stream.tell() else text.removeprefix("\ufeff")).encode("utf-8"))
    except UnicodeError:
        copy.unlink()
        return None
    except OSError as error:
        raise StorageError(
            f"{file}: its UTF-8 copy in {folder} cannot be written ({error.strerror}); make room, or choose another place with"
            " TMPDIR",
            f"{file}：无法在 {folder} 写入其 UTF-8 副本（{in_chinese(error)}）；请清出空间，或用 TMPDIR 换一个位置",
        ) from None
    return copy


def small_text(path: Path, what: tuple[str, str]) -> str:
    """A small file that people keep by hand, as text: UTF-8, else GB18030, as spreadsheets in China save CSV.

    ``what`` it is stands in messages, in English and in Chinese.

    Raises:
        SettingsError: it cannot be read, or is neither.
    """
    en, zh = what
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{en}: {path}: {error.strerror}", f"{zh}：{path}：{in_chinese(error)}") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SettingsError(
        f"{en}: {path}: neither UTF-8 nor GB18030 text; save it as CSV or TOML",
        f"{zh}：{path}：不是 UTF-8 或 GB18030 文本；请另存为 CSV 或 TOML",
    )
