"""What a check says of itself is data: names are plain, kinds are known, and nothing of it is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from commsaudit.checks.catalogue import load_catalogue
from commsaudit.errors import CheckError

FRONT = {
    "clause": '"2.3.7"',
    "zh": '"条款"',
    "en": '"A clause"',
    "source": '"complaints"',
    "reads": '{ complaints = ["received_at"] }',
}


def write(tmp_path: Path, standard: str = "supervision", **front: str) -> Path:
    """A folder with one check whose front matter says so."""
    folder = tmp_path / "theirs" / standard
    folder.mkdir(parents=True)
    said = "\n".join(f"{key} = {value}" for key, value in (FRONT | front).items())
    (folder / "theirs.sql").write_text(f"/*\n{said}\n*/\nSELECT 1\n", encoding="utf-8")
    return tmp_path / "theirs"


@pytest.mark.parametrize(
    "front",
    [
        {"clause": "\"x' OR '1' = '1\""},
        {"clause": '"2.3.7/../../etc"'},
        {"clause": '"2.3.7\\u001b[31m"'},
        {"clause": '""'},
        {"clause": "[1]"},
        {"source": "\"complaints' || getenv('HOME') || '\""},
        {"source": '"stage_complaints"'},
        {"source": '"projects"'},
        {"source": "{ \"a' THEN\" = \"complaints\" }"},
        {"source": '{ a = "findings" }'},
        {"source": "{ a = 1 }"},
        {"postpone_units": "\"H1') OR TRUE --\""},
        {"reads": '["complaints"]'},
        {"reads": "{ complaints = 5 }"},
        {"reads": "{ complaints = [5] }"},
        {"reads": '{ findings = ["clause"] }'},
        {"reads": '{ complaints = ["_gone"] }'},
        {"params": '"a"'},
        {"sourced": '"a"'},
        {"overlaps": "5"},
        {"each": "5"},
        {"zh": "5"},
        {"en": '"A \\u001b[31mclause"'},
        {"due": "[]"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_meant_is_an_error_that_names_the_file(tmp_path: Path, front: dict[str, str]) -> None:
    with pytest.raises(CheckError, match=r"theirs\.sql"):
        load_catalogue([write(tmp_path, **front)])


def test_the_folder_of_a_standard_has_a_plain_name(tmp_path: Path) -> None:
    folder = write(tmp_path, "o'hara")
    (folder / "o'hara" / "standard.toml").write_text(
        'zh = "甲"\nen = "A"\nsource = "A"\ntypes = ["residential"]\n', encoding="utf-8"
    )
    with pytest.raises(CheckError, match="a name has letters"):
        load_catalogue([folder])
