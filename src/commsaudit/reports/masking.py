"""What may tell of a person is masked in everything that is mailed, published or shown, unless it is to be revealed.

Source: product.md, "What is mailed, published or shown". A result holds no names of owners, and details show no free text; what
remains are the free texts of waivers and settings, and the ids of households, which many companies make of room numbers.
"""

from __future__ import annotations

import re

from commsaudit.model.result import ResultFinding

MASK = "***"
_HOMES = frozenset({"households"})
_DIGITS = str.maketrans("０１２３４５６７８９－", "0123456789-")
_NUMBERS = re.compile(
    r"(?<![0-9])(?:\+?86[ -]?)?1[3-9](?:[ -]?[0-9]){9}(?![0-9])"  # mobile numbers
    r"|(?<![0-9])[0-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx](?![0-9])"  # citizen ids
    r"|(?<![0-9])0[0-9]{2,3}[ -]?[0-9]{7,8}(?![0-9])"  # telephones with their area codes
)
_ROOMS = re.compile(
    r"(?<![0-9])[0-9]{1,3}\s*(?:栋|幢|号楼|座|单元|#|-)\s*(?:[0-9]{1,2}\s*(?:单元|-)\s*)?[0-9]{3,4}(?:室|房|号)?(?![0-9])"
    r"|(?<![0-9])[0-9]{3,4}(?:室|房)"
)


def masked(text: str) -> str:
    """``text`` without telephone numbers, citizen ids and room numbers; its length and the rest of it may change."""
    plain = text.translate(_DIGITS)
    if not any(character.isdigit() for character in plain):
        return text
    hidden = _ROOMS.sub(MASK, _NUMBERS.sub(MASK, plain))
    return text if hidden == plain else hidden


def shown_text(text: str, *, reveal: bool) -> str:
    """A free text as it may be shown."""
    return text if reveal else masked(text)


def shown_record(finding: ResultFinding, *, reveal: bool) -> str:
    """The record of a finding as it may be shown: the id of a household is masked where it is a room number.

    File and line still lead to the record.
    """
    if reveal or finding.source is None or finding.source.log not in _HOMES:
        return finding.record_id
    return masked(finding.record_id)
