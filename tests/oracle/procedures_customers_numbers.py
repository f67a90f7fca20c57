"""Personal numbers in a text (SC-4), read sign by sign."""

from __future__ import annotations

from collections.abc import Collection, Iterator

BETWEEN = " -\u00a0\u2010\u2011\u3000\uff0d"
"""Spaces and hyphens: plain, no-break, of Unicode and full-width."""
_FULL_WIDTH_ZERO = 0xFF10
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"


def digit(sign: str) -> str:
    """The digit that a sign is, full-width or not; else nothing."""
    if "0" <= sign <= "9":
        return sign
    return str(ord(sign) - _FULL_WIDTH_ZERO) if "０" <= sign <= "９" else ""


def _check_sign(sign: str) -> str:
    return "X" if sign in "XxＸｘ" else digit(sign)


def is_mobile(digits: str) -> bool:
    """11 digits that begin with 13 to 19."""
    return len(digits) == 11 and digits[0] == "1" and "3" <= digits[1] <= "9"


def is_citizen(signs: str) -> bool:
    """18 signs of which the last checks the others."""
    total = sum(weight * int(sign) for weight, sign in zip(_WEIGHTS, signs[:17], strict=True))
    return signs[17] == _CHECK_SIGNS[total % 11]


def _is_country(signs: str) -> bool:
    """The country's code is one word: "8 6" is none."""
    return "".join(map(digit, signs)) == "86"


def _read(text: str, start: int, kinds: str) -> tuple[str, int]:
    """So many signs (9: a digit, X: a check sign) with at most one sign between two; what was read, and its end."""
    found, place = "", start
    for number, kind in enumerate(kinds):
        if number and place < len(text) and text[place] in BETWEEN:
            place += 1
        sign = "" if place == len(text) else (digit if kind == "9" else _check_sign)(text[place])
        if not sign:
            return "", start
        found, place = found + sign, place + 1
    return found, place


def numbers(text: str) -> Iterator[str]:
    """Every personal number that stands in a text, without what is before or between."""
    for start in range(len(text)):
        if digit(text[start]) and not (start and digit(text[start - 1])):
            for kinds in ("9" * 11, "9" * 13, "9" * 17 + "X"):
                found, end = _read(text, start, kinds)
                if not found or (end < len(text) and digit(text[end])):
                    continue
                if is_mobile(found):
                    yield found
                elif len(found) == 13 and is_mobile(found[2:]) and _is_country(text[start : start + 2]):
                    yield found[2:]
                elif len(found) == 18 and is_citizen(found):
                    yield found


def holds_personal_number(text: str | None, allowed: Collection[str] = ()) -> bool:
    """Whether a text holds a personal number that is not among ``allowed``, in whatever way those are written."""
    signs = ["".join(map(_check_sign, each)) for each in allowed]
    spared = {each[2:] if len(each) == 13 and each.startswith("86") else each for each in signs}
    return any(found not in spared for found in numbers(text or ""))
