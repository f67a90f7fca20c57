"""Both languages say the same, and no word is left over."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import commsaudit.reports
from commsaudit.model.outcome import Status
from commsaudit.reports import words as module
from commsaudit.reports.titles import Titles
from commsaudit.reports.words import Words

SOURCES = [path.read_text("utf-8") for path in Path(commsaudit.reports.__file__).parent.rglob("*.py")]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", module._TABLE)
def test_both_languages_fill_the_same_places(key):
    zh, en = module._TABLE[key]
    assert fields(zh) == fields(en)
    assert zh
    assert en


@pytest.mark.parametrize("key", module._TABLE)
def test_every_word_is_used(key):
    uses = sum(len(re.findall(f"[\"']{key}[\"']", source)) for source in SOURCES)
    assert uses > 1 or key.startswith(("counting_", "mode_"))


def test_every_status_has_words():
    for lang in ("zh", "en"):
        words = Words(lang, Titles((), lang))
        assert len({words.status(status) for status in Status}) == len(Status)
