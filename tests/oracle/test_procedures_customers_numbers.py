"""SC-4: the engine's macro finds the personal numbers that a reading sign by sign finds, in thousands of texts."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pyarrow as pa
import pytest

from commsaudit.calendar.workdays import WorkingDays
from commsaudit.checks.running import sql_literal
from commsaudit.engine.database import Database
from commsaudit.model.period import parse_period
from oracle.procedures_customers_numbers import BETWEEN, holds_personal_number, is_citizen

MOBILES = ("13812345678", "19912345678", "12812345678", "13900000000")
ALLOWED: tuple[tuple[str, ...], ...] = (
    (),
    ("13812345678",),
    ("+86 138-1234-5678", "１３９００００００００"),
    ("8619912345678", "11010519491231002x"),
)
HOLDING = (
    "13812345678", "电话：13812345678。", "138 1234-5678", "１３８１２３４５６７８", "+8613812345678", "+86 138 1234 5678", "86-13812345678",
    "x13812345678x", "5 13812345678", "138-12345678 9", "11010519491231002X", "110105 19491231 002x", "a11010519491231002Xb",
    "138\u00a01234\u20105678", "19912345678\n",
)  # fmt: skip
FREE = (
    "", "12812345678", "1381234567", "138123456789", "0013812345678", "008613812345678", "138  12345678", "138.1234.5678",
    "138\n12345678", "110105194912310021", "11010519491231002X1", "111010519491231002X", "400-820-8820", "1381234567八",
)  # fmt: skip


def _dressed(rng: random.Random, number: str) -> str:
    """The number with separators, good and bad ones, and full-width signs here and there."""
    style, written = rng.random(), ""
    for place, sign in enumerate(number):
        if place and style > 0.3 and rng.random() < 0.3:
            written += rng.choice(BETWEEN) if rng.random() < 0.9 else rng.choice(("  ", "\t", ".", "—", " -", "　　"))
        full = style > 0.8 and sign.isascii() and sign.isalnum() and rng.random() < 0.5
        written += chr(ord(sign) + 0xFEE0) if full else sign
    return written


def _citizen(rng: random.Random) -> str:
    """18 signs, the last of them right four times in five."""
    front = "".join(rng.choices("0123456789", k=17))
    right = next(sign for sign in "0123456789X" if is_citizen(front + sign))
    last = right if rng.random() < 0.8 else rng.choice("0123456789X")
    return front + rng.choice((last, last.lower()))


def _piece(rng: random.Random) -> str:
    drawn = rng.randrange(8)
    if drawn < 2:
        return _dressed(rng, rng.choice(MOBILES))
    if drawn == 2:
        code = rng.choice(("86", "+86", "＋86", "086", "0086", "860")) + rng.choice(("", "", " ", "-", "  "))
        return _dressed(rng, code) + _dressed(rng, rng.choice(MOBILES))
    if drawn < 5:
        return _dressed(rng, rng.choice((_citizen(rng), "11010519491231002X")))
    if drawn == 5:
        return _dressed(rng, "".join(rng.choices("134567890", k=rng.randrange(1, 22))))
    return rng.choice(("9", " ", "-", "x", "Ｘ", "１", "电话", "：", "\n", "+", "2026-03-05 18:30", "3号楼-201", ""))


def _found(texts: Sequence[str], allowed: Sequence[str]) -> list[bool]:
    """What the macro says of each text."""
    with Database(threads=2) as database:
        database.prepare(parse_period("2026-03"), WorkingDays(), roll_to_working_day=False)
        database.connection.register("generated", pa.table({"place": range(len(texts)), "said": list(texts)}))
        query = f"SELECT holds_personal_number(said, {sql_literal(tuple(allowed))}) FROM generated ORDER BY place"
        return [found for (found,) in database.connection.execute(query).fetchall()]


@pytest.mark.parametrize("allowed", ALLOWED, ids=len)
def test_the_macro_finds_what_a_reading_sign_by_sign_finds(allowed: tuple[str, ...]) -> None:
    rng = random.Random(20261122)
    texts = ["".join(_piece(rng) for _ in range(rng.randrange(1, 5))) for _ in range(6000)]
    ours = _found(texts, allowed)
    assert [
        (text, found) for text, found in zip(texts, ours, strict=True) if found != holds_personal_number(text, allowed)
    ] == []
    assert 500 < sum(ours) < 5500


def test_texts_read_by_hand() -> None:
    texts = [*HOLDING, *FREE]
    expected = [True] * len(HOLDING) + [False] * len(FREE)
    assert [holds_personal_number(text) for text in texts] == expected
    assert _found(texts, ()) == expected
