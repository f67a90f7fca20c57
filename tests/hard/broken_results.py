"""What a stranger may put into a result file: a seeded mutator of its JSON, its bytes and its checksum."""

from __future__ import annotations

import copy
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from commsaudit.model.result import percentage
from commsaudit.scoring.numbers import points_text

ESCAPES = "\x1b[31m\x1b]0;owned\x07"
# A text for every reader: terminals, spreadsheets, Markdown, HTML, XML, workflow commands, file systems, mail headers.
TEXTS = (
    "",
    " ",
    "../../../escaped",
    "/tmp/escaped",
    "C:\\escaped",
    "CON",
    "a\nb\r\nc",
    "\x00\x01\x0b\x7f\x85\u2028\ufffe",
    ESCAPES,
    "\u202eelif\u2066",
    "<script>alert(1)</script><!--",
    "]]>&lt;&#0;",
    "=HYPERLINK(\"http://x\",\"y\")",
    "@SUM(1)",
    "| [a](javascript:alert) `x` | ![](http://x)",
    "::error file=a,line=1::%0Aowned",
    "%0D%0A%25",
    "{0.__class__} {x} %s %(x)s $x",
    "a/b#c%",
    "\ud800",
    "x" * 70_000,
    "9" * 5_000,
    "1e999999999",
    "NaN",
    "-0.0",
    "-1.5",
    "0.0",
    "999999999999999.999999999999999",
    "0.000000000000001",
    "\u0661.\u0662",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00.000000",
    "9999-12-31T23:59:59.999999",
    "2026-02-30",
    "2026-Q1",
    "pass",
    "fail",
    "observe",
    "clause",
    "*",
    "P01",
    "2.3.3",
)  # fmt: skip
NUMBERS = (0, -1, 1, 2**31, 2**63, 10**30, 10**400, 1.5, -0.0, 1e308, 5e-324)
DECIMALS = ("0.0", "-1.5", "0.1", "1.0", "99.9", "999999999999999.999999999999999", "0.000000000000001", "-0.0")
DAYS = ("0001-01-01", "1899-12-31", "2026-03-05", "2026-04-01", "9999-12-31")
MOMENTS = tuple(f"{day}T{time}" for day in DAYS for time in ("00:00:00.000000", "23:59:59.999999"))
FREE = frozenset(
    (
        "name",
        "record_id",
        "detail",
        "file",
        "log",
        "reason",
        "approved_by",
        "version",
        "empty_logs",
        "settings",
        "sha256",
    )
)
# What a value of each kind may become without its place noticing.
ALIKE = (
    (re.compile(r"-?\d+\.\d+"), DECIMALS),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), DAYS),
    (re.compile(r"\d{4}-\d{2}-\d{2}T.*"), MOMENTS),
    (re.compile("pass|fail|waived|pending|not_applicable|not_assessed|off|error"),
     ("pass", "fail", "waived", "pending", "not_applicable", "not_assessed", "off", "error")),
)  # fmt: skip
ODD: tuple[Any, ...] = (None, True, False, [], {}, [[]], [{}], [None], {"": {}}, {"x": 1}, ["x"], [1], [["a", "b"]])


def sealed(content: dict[str, Any]) -> bytes:
    """The content with the checksum that fits, as somebody who knows how could write it."""
    content.pop("checksum", None)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    content["checksum"] = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return json.dumps(content).encode()


def mutated(content: dict[str, Any], seed: int) -> bytes:
    """One to four mutations of ``content``: half of them of free texts, others of a value into one alike, so that the reader
    takes it, and what follows from it made to follow; most with a checksum that fits; some with broken bytes.
    """
    chance = random.Random(seed)
    changed = copy.deepcopy(content)
    kind = chance.randrange(8)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if kind < 4:
            holder, key = chance.choice([*_free(changed)])
            holder[key] = chance.choice(TEXTS)
        else:
            _change(changed, chance, _at if kind == 4 else _alike)
    if kind > 4:
        _follow(changed)
    way = chance.randrange(12)
    if way < 9:
        return sealed(changed)
    data = json.dumps(changed, ensure_ascii=way != 9).encode("utf-8", "surrogatepass")
    return _spoilt(data, chance) if way > 9 else data


def _free(value: Any, *, inside: bool = False) -> Iterator[tuple[Any, Any]]:
    """Where the texts stand that a reader takes as they are: names, records, details, files, reasons, and all settings."""
    for key, each in value.items() if isinstance(value, dict) else enumerate(value):
        free = inside or key in FREE
        if isinstance(each, dict | list):
            yield from _free(each, inside=free)
        elif free:
            yield value, key


def _change(content: dict[str, Any], chance: random.Random, change: Callable[[Any, Any, random.Random], None]) -> None:
    """Change one value, somewhere on the way from the top to a leaf; every level is as likely as any other."""
    holder: Any = content
    while True:
        keys = [*holder] if isinstance(holder, dict) else [*range(len(holder))]
        if not keys:
            break
        key = chance.choice(keys)
        if not isinstance(holder[key], dict | list) or not holder[key] or chance.random() < 0.12:
            break
        holder = holder[key]
    if not keys:
        return
    change(holder, key, chance)


def _at(holder: Any, key: Any, chance: random.Random) -> None:
    match chance.randrange(10):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(chance.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
        case 1:
            holder[chance.choice(TEXTS[:20])] = holder.pop(key)
        case 2:
            holder[key] = chance.choice(ODD)
        case 3 | 4:
            holder[key] = chance.choice(NUMBERS)
        case 5 if isinstance(holder, dict) and isinstance(holder[key], str):
            holder[key] += chance.choice(TEXTS)
        case _:
            holder[key] = chance.choice(TEXTS)


def _alike(holder: Any, key: Any, chance: random.Random) -> None:
    """A value of the same kind; of a list, other members."""
    match holder[key]:
        case bool() | None:
            holder[key] = chance.choice((True, False, None))
        case int():
            holder[key] = chance.choice((0, 1, 2, 1000, 2**31, 2**63, 10**30))
        case str(value):
            fitting = (values for form, values in ALIKE if form.fullmatch(value))
            holder[key] = chance.choice(next(fitting, TEXTS))
        case list(members) if members:
            which = chance.randrange(len(members))
            match chance.randrange(4):
                case 0:
                    members.clear()
                case 1:
                    del members[which]
                case 2:
                    members.reverse()
                case _:
                    members.append(copy.deepcopy(members[which]))
        case _:
            _at(holder, key, chance)


def _follow(content: dict[str, Any]) -> None:
    """Make what follows from other values follow again, as far as they are what they should be."""
    for project in _objects(content.get("projects")):
        for each in (project.get("score"), *_objects(project.get("categories"))):
            if isinstance(each, dict):
                with suppress(KeyError, TypeError, InvalidOperation, ZeroDivisionError):
                    points = Decimal(each["points"])
                    left = points - Decimal(each["deduction"])
                    each["score"] = points_text(left)
                    if "high" in each:
                        each |= {"high": points_text(left), "percent": points_text(percentage(left, points))}
        coverage = project.get("coverage")
        with suppress(KeyError, TypeError):
            coverage["not_assessed"] = coverage["clauses"] - coverage["assessed"]


def _objects(values: object) -> Iterator[dict[str, Any]]:
    yield from (each for each in values if isinstance(each, dict)) if isinstance(values, list) else ()


def _spoilt(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    match chance.randrange(8):
        case 0:
            return data[:place]
        case 1:
            return b"\xef\xbb\xbf" + data
        case 2:
            return data.decode("utf-8", "replace").encode("utf-16")
        case 3:
            return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
        case 4:
            return data[:place] + b"[" * 100_000 + data[place:]
        case 5:
            return data + data
        case 6:
            return data.replace(b'"findings"', b'"projects"', 1)
        case _:
            return data[:place] + b"\x00" * 10 + data[place:]
