"""Splitting one record."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commsaudit.logs.records import AFTER_QUOTE, split_record


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", [""]),
        ("a,b,", ["a", "b", ""]),
        ('a,"b, c",d', ["a", "b, c", "d"]),
        ('"",""', ["", ""]),
        ('"say ""hi""",x', ['say "hi"', "x"]),
        ('"""",x', ['"', "x"]),
        ('a, "b,c" ,d', ["a", "b,c", "d"]),
        (' "a"  ,b', ["a", "b"]),
        ('  "a" ,\t"b"', ['  "a" ', '\t"b"']),
        ('5" pipe,3" valve', ['5" pipe', '3" valve']),
        ('a,b"c"d', ["a", 'b"c"d']),
        ('"two\nlines",x', ["two\nlines", "x"]),
        (" a , b ", [" a ", " b "]),
    ],
)
def test_fields(text: str, fields: list[str]) -> None:
    assert split_record(text, ",") == fields


@pytest.mark.parametrize("text", ['"a"b', '1,"2"x,3', '""x,1', '"a" b'])
def test_text_after_a_closing_quote(text: str) -> None:
    assert split_record(text, ",") is AFTER_QUOTE


@pytest.mark.parametrize("text", ['"', '1,"2,3', '"a""', '"a","b'])
def test_open_quote(text: str) -> None:
    assert split_record(text, ",") is None


def test_tab_is_no_blank_where_it_parts_fields() -> None:
    assert split_record('a\t\t"b"', "\t") == ["a", "", "b"]


@settings(deadline=None)
@given(st.lists(st.text(alphabet='a,;"\n 投', max_size=6), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_reads_what_the_csv_module_writes(fields: list[str], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="", quoting=csv.QUOTE_ALL).writerow(fields)
    assert split_record(out.getvalue(), delimiter) == fields
