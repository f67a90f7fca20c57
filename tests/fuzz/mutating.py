"""Bad files made from good ones: one seeded change after another to bytes, rows, cells, headers, encodings, parts.

Every change takes a random generator and gives new bytes; nothing else is drawn, so a seed repeats a run.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq

Table = list[list[str]]
Change = Callable[[random.Random, bytes], bytes]
TableChange = Callable[[random.Random, Table], None]

CELLS = (
    "", " ", "　", "\u00a0", "0", "-1", "1e309", "NaN", "99999999999999999999", "0.1.2", "１２３", "2026-02-30", "2026-13-01",
    "03/05/2026", "9999-12-31 23:59:59.999999", "0001-01-01", "12026-01-01", "-2026-01-01", "2026-03-05T10:00:00+99:00",
    "2026-03-05 24:00", "46086", "true", "也许", "其他", ";", "；；", "a;b;c", '"', '""', "'", "\\", "\\N", "NULL", "=1+1",
    "@SUM(A1)", "\x1b[31mred\x1b[0m", "\x07", "a\rb", "a\nb", "a\r\nb", "\u202eabc", "\ufeff", "\ud7ff", "\U0010ffff",
    "P01", "P99", "..", "/etc/passwd", "${HOME}", "%s%n", "{0}", "'; DROP TABLE x; --", "x" * 70_000, "投" * 5_000, ",", "\t",
)  # fmt: skip
ENCODINGS = (
    "utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5", "shift_jis", "latin-1",
    "utf-7",
)  # fmt: skip


def changed(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    """``data`` after one to three changes that suit it, and the name that it is to be given."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data = rng.choice(_changes_of(data))(rng, data)
    if rng.random() < 0.05:
        stem = name.rpartition(".")[0]
        name = stem + rng.choice((".csv", ".xlsx", ".parquet", ".txt", ".xls", ".ods", ".xlsb"))
    return name, data


def _changes_of(data: bytes) -> tuple[Change, ...]:
    if data.startswith(b"PAR1") and data.endswith(b"PAR1") and len(data) > 12:
        return (of_bytes, of_ends, of_parquet_bytes, of_parquet, of_parquet, of_parquet)
    if data.startswith(b"PK"):
        return (of_bytes, of_ends, of_parts, of_parts, of_parts, of_part_order)
    return (of_bytes, of_bytes, of_ends, of_rows, of_rows, of_rows, of_rows, of_rows, of_encoding, of_dialect)


# Any bytes


def of_bytes(rng: random.Random, data: bytes) -> bytes:
    """Some bytes set, put in, taken out, doubled or moved."""
    found = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 50))):
        at = rng.randrange(len(found) + 1)
        length = rng.choice((1, 1, 2, 7, 300))
        match rng.randrange(6):
            case 0 if found:
                found[at % len(found)] = rng.choice((0, 10, 13, 34, 39, 44, 0x80, 0xFF, rng.randrange(256)))
            case 1:
                found[at:at] = rng.choice(
                    (b"\0", b'"', b"\r", b"\n", b"\xff", b"\xef\xbb\xbf", b",", b'""', b"\r\n\r\n")
                )
            case 2:
                del found[at : at + length]
            case 3:
                found[at:at] = found[at : at + length]
            case 4:
                found[at : at + length] = rng.randbytes(length)
            case _:
                there = rng.randrange(len(found) + 1)
                found[there:there] = found[at : at + length]
    return bytes(found)


def of_ends(rng: random.Random, data: bytes) -> bytes:
    """Cut off, emptied, doubled, or with something before or behind."""
    junk = rng.choice(
        (b"", b"\0" * 5000, b"\n" * 999, b'"', b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"PAR1", b"\x1a")
    )
    at = rng.randrange(len(data) + 1)
    return rng.choice((data[:at], data[at:], junk + data, data + junk, data + data, data[: rng.randrange(1, 40)], junk))


# CSV


def of_rows(rng: random.Random, data: bytes) -> bytes:
    """Changes to rows, cells and headers, written well again."""
    try:
        table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return of_bytes(rng, data)
    if not table:
        return data
    for _ in range(rng.choice((1, 2, 4, 12))):
        rng.choice((cell, cell, cell, cell, cell, column, column, row, row, row, header, width))(rng, table)
    text = io.StringIO(newline="")
    quoting = rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    ending = rng.choice(("\n", "\n", "\r\n", "\r\n", "\r"))
    csv.writer(text, delimiter=rng.choice(",,,,;\t|"), quoting=quoting, lineterminator=ending).writerows(table)
    return text.getvalue().encode("utf-8", "surrogatepass")


def cell(rng: random.Random, table: Table) -> None:
    """One cell holds something else."""
    line = rng.choice(table)
    if line:
        line[rng.randrange(len(line))] = rng.choice(CELLS)


def column(rng: random.Random, table: Table) -> None:
    """Many cells of a column do, or two columns change places in the rows but not in the header."""
    at, other = rng.randrange(max(map(len, table)) or 1), rng.randrange(max(map(len, table)) or 1)
    value, share = rng.choice(CELLS), rng.random()
    for line in table[1:]:
        if max(at, other) < len(line) and rng.random() < share:
            line[at], line[other] = (value, line[other]) if at == other else (line[other], line[at])


def row(rng: random.Random, table: Table) -> None:
    """A row comes twice, again at the end, is gone, is blank, or stands elsewhere."""
    at = rng.randrange(len(table))
    match rng.randrange(5):
        case 0:
            table.insert(at, list(table[at]))
        case 1:
            table.append(list(table[at]))
        case 2 if len(table) > 1:
            del table[at]
        case 3:
            table.insert(at, [""] * len(table[at]))
        case _:
            table.append(table.pop(at))


def header(rng: random.Random, table: Table) -> None:
    """A header is renamed, doubled, blank, taken out with or without its cells; or there are very many."""
    names = table[0]
    at = rng.randrange(len(names)) if names else 0
    match rng.randrange(6):
        case 0 if names:
            names[at] = rng.choice((*CELLS, names[rng.randrange(len(names))].upper()))
        case 1:
            for line in table:
                line[at:at] = line[at : at + 1]
        case 2:
            for line in table:
                del line[at : at + 1]
        case 3:
            names[at:at] = [rng.choice(CELLS)]
        case 4 if rng.random() < 0.1:
            names.extend(f"c{number}" for number in range(rng.choice((300, 20_000, 70_000))))
        case _:
            rng.shuffle(names)


def width(rng: random.Random, table: Table) -> None:
    """A row has too few or too many fields."""
    line = rng.choice(table)
    if rng.random() < 0.5:
        del line[rng.randrange(len(line) + 1) :]
    else:
        line.extend(rng.choices(CELLS, k=rng.choice((1, 1, 3, 400))))


def of_encoding(rng: random.Random, data: bytes) -> bytes:
    """Written in another encoding, or in two."""
    text = data.decode("utf-8-sig", "replace")
    at = rng.choice((0, 0, 0, rng.randrange(len(text) + 1)))
    first, second = rng.choices(ENCODINGS, k=2)
    return text[:at].encode(first, "replace") + text[at:].encode(second, "replace")


def of_dialect(rng: random.Random, data: bytes) -> bytes:
    """Other line ends, delimiters, quotes; lines above the header."""
    old, new = rng.choice(
        ((b"\n", b"\r\n"), (b"\n", b"\r"), (b"\n", b"\n\n"), (b"\r\n", b"\n"), (b",", b";"), (b",", b"\t"), (b",", b", "),
         (b",", b',"'), (b'"', b""), (b'"', b"'"), (b"2026", b'"2026"'), (b"-", b"\0"), (b"\n", b"\n#comment\n"))
    )  # fmt: skip
    count = rng.choice((-1, 1, 3))
    above = rng.choice((b"", b"", "导出时间,2026-04-01\n\n".encode(), b"sep=,\n", b'"', b"\n\n\n"))
    return above + data.replace(old, new, count)


# Workbooks


def _parts(data: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - a damaged archive may raise anything; then its bytes are changed instead
        return None


def _packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


_XML = (
    (b't="s"', b't="e"'), (b't="s"', b't="b"'), (b't="s"', b't="d"'), (b't="inlineStr"', b't="s"'), (b"<v>", b"<v>9"),
    (b' r="', b" q=\""), (b' r="A', b' r="ZZZZ'), (b' r="', b" r='"), (b"<row", b'<row r="1048576"'), (b"<c ", b"<x:c "),
    (b"</c>", b""), (b"</row>", b""), (b"<si>", b"<si><si>"), (b"</si>", b""), (b"<v>", b"<v>&lol;"), (b"<v>", b"<v>-"),
    (b"?>", b'?><!DOCTYPE a [<!ENTITY lol "lol"><!ENTITY b SYSTEM "file:///etc/passwd">]>'), (b"UTF-8", b"UTF-16"),
    (b"<sheet ", b"<sheet hidden=\"1\" "), (b'Target="', b'Target="../../'), (b'Id="', b'Id="x'), (b'name="', b'name="\x1b'),
    (b'numFmtId="', b'numFmtId="9'), (b"<v>4", b"<v>1e400"), (b"<dimension", b'<dimension ref="A1:XFD1048576"'), (b' s="', b' s="99'),
)  # fmt: skip


def of_parts(rng: random.Random, data: bytes) -> bytes:
    """A part of a workbook is changed, emptied, taken out, doubled or swapped."""
    parts = _parts(data)
    if not parts:
        return of_bytes(rng, data)
    name = rng.choice(list(parts))
    content = parts[name]
    match rng.randrange(7):
        case 0:
            parts[name] = of_bytes(rng, content) if content else b"x"
        case 1:
            parts[name] = content[: rng.randrange(len(content) + 1)]
        case 2:
            del parts[name]
        case 3:
            parts[name] = parts[rng.choice(list(parts))]
        case _:
            for _ in range(rng.choice((1, 2, 4))):
                old, new = rng.choice(_XML)
                for each in parts:
                    parts[each] = parts[each].replace(old, new, rng.choice((-1, 1, 5)))
    return _packed(parts, rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))


def of_part_order(rng: random.Random, data: bytes) -> bytes:
    """The parts in another order, or one byte of the archive's directory changed."""
    parts = _parts(data)
    if parts and rng.random() < 0.3:
        names = list(parts)
        rng.shuffle(names)
        return _packed({name: parts[name] for name in names})
    found = bytearray(data)
    start = max(found.rfind(b"PK\x05\x06") - 900, 0)
    found[rng.randrange(start, len(found))] = rng.randrange(256)
    return bytes(found)


# Parquet


def of_parquet_bytes(rng: random.Random, data: bytes) -> bytes:
    """Bytes of the footer or of a page's beginning changed."""
    found = bytearray(data)
    footer = int.from_bytes(data[-8:-4], "little")
    start, end = rng.choice(((max(len(found) - 8 - footer, 4), len(found)), (4, min(300, len(found)))))
    for _ in range(rng.choice((1, 1, 2, 8))):
        found[rng.randrange(start, end)] = rng.randrange(256)
    return bytes(found)


_TYPES: tuple[pa.DataType, ...] = (
    pa.large_string(), pa.binary(), pa.int8(), pa.int64(), pa.uint64(), pa.float32(), pa.float64(), pa.bool_(), pa.date32(),
    pa.timestamp("s"), pa.timestamp("ns"), pa.timestamp("us", "UTC"), pa.time64("us"), pa.decimal128(38, 10), pa.null(),
    pa.dictionary(pa.int32(), pa.string()), pa.list_(pa.string()), pa.list_(pa.list_(pa.int8())),
    pa.struct([("a", pa.string()), ("b", pa.int64())]), pa.map_(pa.string(), pa.int64()),
)  # fmt: skip


def _odd(rng: random.Random, kind: pa.DataType, rows: int) -> pa.Array:
    """A column of ``kind`` with as many values as it needs, or nulls where no text becomes one."""
    values = [rng.choice((None, rng.choice(CELLS))) for _ in range(rows)]
    if pa.types.is_nested(kind) or pa.types.is_null(kind):
        return pa.nulls(rows, kind)
    try:
        return pa.array([value and value.encode("utf-8", "replace").decode() for value in values], pa.string()).cast(
            kind
        )
    except pa.ArrowException:
        numbers = pa.array([rng.randrange(2) for _ in range(rows)], pa.int64())
        try:
            return numbers.cast(kind)
        except pa.ArrowException:
            return pa.nulls(rows, kind)


def _changed_columns(rng: random.Random, table: pa.Table) -> pa.Table:
    at = rng.randrange(table.num_columns)
    try:
        name = table.column_names[at]
    except UnicodeDecodeError:  # an earlier change of bytes hit a name
        name = CELLS[0]
    match rng.randrange(6):
        case 0:
            kind = rng.choice(_TYPES)
            try:
                return table.set_column(at, name, table.column(at).cast(kind))
            except pa.ArrowException:
                return table.set_column(at, name, _odd(rng, kind, table.num_rows))
        case 1:
            return table.set_column(at, name, _odd(rng, rng.choice(_TYPES), table.num_rows))
        case 2:
            return table.remove_column(at)
        case 3:
            return table.append_column(rng.choice((name, *CELLS[:50])), table.column(at))
        case 4:
            return table.slice(0, rng.choice((0, 1, 5, table.num_rows)))
        case _:
            return pa.concat_tables([table, table.slice(rng.randrange(table.num_rows + 1))])


def of_parquet(rng: random.Random, data: bytes) -> bytes:
    """Columns of other types, names and numbers; rows gone, doubled or none; other pages and packing."""
    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError, ValueError):
        return of_bytes(rng, data)
    for _ in range(rng.choice((1, 1, 3))):
        if table.num_columns:
            table = _changed_columns(rng, table)
    stream = io.BytesIO()
    packing = rng.choice(("none", "snappy", "gzip", "zstd", "lz4", "brotli"))
    try:
        pq.write_table(
            table, stream, compression=packing, row_group_size=rng.choice((1, 7, 1000)), use_dictionary=rng.random() < 0.5,
            data_page_version=rng.choice(("1.0", "2.0")), data_page_size=rng.choice((64, 1 << 20)),
        )  # fmt: skip
    except (pa.ArrowException, OSError, ValueError):
        return data
    return stream.getvalue()
