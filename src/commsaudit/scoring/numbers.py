"""Decimals as text, and back."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_DECIMAL = re.compile(r"-?\d{1,15}\.\d{1,15}")


@lru_cache(maxsize=4096)
def points_text(value: Decimal) -> str:
    """Points as they are written everywhere: one decimal, or more where the value needs them."""
    whole, _, fraction = f"{value:f}".partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"


@lru_cache(maxsize=4096)
def points_of(text: str) -> Decimal:
    """The decimal that ``text`` writes as ``points_text`` does.

    Raises:
        ValueError: it writes none.
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)
