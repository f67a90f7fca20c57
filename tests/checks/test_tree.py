"""A company's standard.toml that cannot be meant is refused, with the file, the key and the cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from commsaudit.checks.catalogue import load_catalogue
from commsaudit.errors import CheckError

TREE = """zh = "公司标准"
en = "House"
points = "3"
types = ["residential"]
[[category]]
id = "H"
points = "3"
zh = "类"
en = "Category"
[items."H.1"]
zh = "项"
en = "Item"
cap = "1"
deduct = "occurrence"
"""
CLAUSE = """/*
clause = "H.1.1"
unit = "0.2"
zh = "前台"
en = "Front desk"
by = "inspection"
*/
"""


def house(tmp_path: Path, tree: str = TREE, clause: str = CLAUSE) -> list[Path]:
    folder = tmp_path / "ours" / "house"
    folder.mkdir(parents=True)
    (folder / "standard.toml").write_text(tree, "utf-8")
    (folder / "H.1.1-desk.sql").write_text(clause, "utf-8")
    return [tmp_path / "ours"]


def test_as_it_stands_it_is_read(tmp_path: Path) -> None:
    standard = load_catalogue(house(tmp_path))["house"]
    assert (str(standard.points), [item.id for item in standard.items]) == ("3", ["H.1"])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('points = "3"\ntypes', 'points = "-3"\ntypes', "points: '-3' is no number of points"),
        ('points = "3"\ntypes', 'points = "abc"\ntypes', "is no number of points"),
        ('points = "3"\ntypes', 'points = "10"\ntypes', "its categories have 3"),
        ('points = "3"\nzh', 'points = "x"\nzh', "category 1: points"),
        ('points = "3"\nzh', "zh", "category 1: points"),
        ('en = "House"\n', "", "en: must be a text"),
        ('en = "Category"\n', "", "category 1: en"),
        ('cap = "1"', 'cap = "x"', "items.H.1: cap"),
        ('deduct = "occurrence"', 'deduct = "often"', "'often' is none of"),
        ('deduct = "occurrence"', "", "deduct"),
        ('types = ["residential"]', 'types = ["villa"]', "'villa' is none of"),
        ('types = ["residential"]', "", "types: must be a list"),
        ('types = ["residential"]', 'types = ["residential"]\nunless = "phasedd"', "'phasedd' is none of"),
        ('types = ["residential"]', 'types = ["residential"]\nfoo = 1', "foo: unknown key"),
        ('[items."H.1"]', '[items."X.1"]', "no category 'X'"),
        ('[items."H.1"]', '[items."H.2"]', "has no item H.1"),
    ],
)
def test_a_tree_that_cannot_be_meant_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in TREE
    with pytest.raises(CheckError, match=says.replace("(", "\\(")):
        load_catalogue(house(tmp_path, TREE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('zh = "前台"\n', "", "zh: must be a text"),
        ('by = "inspection"', 'by = "inspector"', "only 'inspection'"),
        ('by = "inspection"', 'by = "inspection"\npostpone = "king"', "'king' is no role"),
    ],
)
def test_a_front_matter_that_cannot_be_meant_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(CheckError, match=says):
        load_catalogue(house(tmp_path, TREE, CLAUSE.replace(old, new)))
