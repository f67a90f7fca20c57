"""One CSV record: where it ends, its fields, and what is wrong with it.

The rules are those of DuckDB's strict reader, so that a row means the same whichever reads it: a field that
begins with a quote (or a space and a quote) ends with one, a doubled quote in it is one quote, spaces behind
it are nothing, and a quote within an unquoted field is a character like others.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record is none, in both languages."""

    en: str
    zh: str

    @property
    def reason(self) -> str:
        """Both, as a reject shows them."""
        return f"{self.en} / {self.zh}"


UNCLOSED = Fault("a quote that opens here is never closed", "此处的引号没有闭合")
AFTER_QUOTE = Fault("text after a closing quote", "引号闭合后还有文字")


def too_long(most: int) -> Fault:
    """The fault of a record with a field of more than ``most`` characters."""
    return Fault(f"longer than {most} characters", f"超过 {most} 个字符")


def split_record(text: str, delimiter: str) -> list[str] | Fault | None:
    """The fields of ``text``, a record without its line end; a Fault; or None where a quote is still open."""
    if '"' not in text:
        return text.split(delimiter)
    if ' "' not in text:
        # The csv module is quick and holds to the same rules but for the spaces; what it refuses is looked at.
        try:
            return next(csv.reader([text], delimiter=delimiter, strict=True))
        except csv.Error:
            pass
    return _looked_at(text, delimiter)


def _looked_at(text: str, delimiter: str) -> list[str] | Fault | None:
    fields: list[str] = []
    start, length = 0, len(text)
    space = "" if delimiter == " " else " "
    while True:
        begin = start + bool(space and text.startswith(' "', start))
        if text.startswith('"', begin):
            value, end = _quoted(text, begin + 1)
            if end < 0:
                return None
            while end < length and text[end] == space:
                end += 1
            if end < length and not text.startswith(delimiter, end):
                return AFTER_QUOTE
        else:
            end = text.find(delimiter, start)
            end = length if end < 0 else end
            value = text[start:end]
        fields.append(value)
        if end >= length:
            return fields
        start = end + len(delimiter)


def _quoted(text: str, start: int) -> tuple[str, int]:
    """The value of a quoted field from behind its opening quote, and the place behind its end (-1: none)."""
    at = text.find('"', start)
    while at >= 0 and text.startswith('"', at + 1):
        at = text.find('"', at + 2)
    if at < 0:
        return "", -1
    return text[start:at].replace('""', '"'), at + 1
