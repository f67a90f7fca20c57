"""Which files belong to which log, and in what order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from commsaudit.errors import InputError, UsageError
from commsaudit.logs.discover import find_inputs, natural_key
from commsaudit.model.options import LogOptions


def _write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def _found(folder: Path, options: dict[str, LogOptions] | None = None) -> dict[str, str]:
    discovery = find_inputs([str(folder)], options or {}, lenient=True)
    return {os.path.relpath(file.path, folder): file.log for file in discovery.files}


@pytest.mark.parametrize(
    ("name", "log"),
    [
        ("complaints.csv", "complaints"),
        ("Complaints.CSV", "complaints"),
        ("complaints-2026-03.parquet", "complaints"),
        ("complaints_march.xlsx", "complaints"),
        ("complaints 2026.txt", "complaints"),
        ("complaints.2026.tsv", "complaints"),
        ("complaints (1).xls", "complaints"),
        ("投诉.csv", "complaints"),
        ("投诉2026-03.csv", "complaints"),
        ("投诉（三月）.xlsx", "complaints"),
        ("work_orders.csv", "work_orders"),
        ("works.csv", "works"),
        ("work-orders-2026.csv", "work_orders"),
        ("staff.csv", "staff"),
        ("staff_changes.csv", "staff_changes"),
        ("staff-changes-2026.csv", "staff_changes"),
        ("staff-2026.csv", "staff"),
        ("员工异动.csv", "staff_changes"),
        ("员工申诉2026.csv", "grievances"),
        ("access_cards_01.csv", "access_cards"),
        ("IC卡.csv", "access_cards"),
        ("ic卡2.csv", "access_cards"),
        ("home_services.ods", "home_services"),
        ("survey_answers.parquet", "survey_answers"),
    ],
)
def test_recognised_by_name(tmp_path: Path, name: str, log: str) -> None:
    _write(tmp_path, name)
    assert _found(tmp_path) == {name: log}


@pytest.mark.parametrize(
    "name", ["投诉渠道.csv", "mycomplaints.csv", "complaintsx.csv", "complaint.csv", "notes.csv", "2026投诉.csv"]
)
def test_part_of_a_word_is_no_name(tmp_path: Path, name: str) -> None:
    _write(tmp_path, name)
    discovery = find_inputs([str(tmp_path)], {}, lenient=True)
    assert discovery.files == ()
    assert discovery.unrecognised == (f"{tmp_path}/{name}",)


@pytest.mark.parametrize(
    ("name", "log"),
    [
        ("complaints/2026-03.csv", "complaints"),
        ("exports/投诉/2026/03/part.parquet", "complaints"),
        ("Work Orders/a.csv", "work_orders"),
        ("complaints/notices.csv", "notices"),
        ("notices/complaints_archive/x.csv", "notices"),
    ],
)
def test_recognised_by_folder(tmp_path: Path, name: str, log: str) -> None:
    _write(tmp_path, name)
    assert _found(tmp_path) == {name: log}


def test_the_folder_given_may_name_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "complaints/2026/03.csv")
    assert _found(tmp_path / "complaints") == {"2026/03.csv": "complaints"}
    monkeypatch.chdir(tmp_path)
    assert [file.log for file in find_inputs(["complaints/2026/03.csv"], {}).files] == ["complaints"]
    assert [file.log for file in find_inputs(["complaints/*/*.csv"], {}).files] == ["complaints"]


def test_a_folder_above_an_absolute_path_does_not_name_the_log(tmp_path: Path) -> None:
    _write(tmp_path, "keys/exports/extra.csv")
    assert _found(tmp_path / "keys" / "exports") == {}


def test_hidden_locked_and_own_files_are_passed_over(tmp_path: Path) -> None:
    _write(tmp_path, ".complaints.csv", "~$complaints.xlsx", ".git/complaints.csv", "findings.csv", "rejects.csv")
    _write(tmp_path, "waivers.csv", "complaints.csv", "readme.md", "clauses-2026-03.csv")
    discovery = find_inputs([str(tmp_path)], {})
    assert [file.path.name for file in discovery.files] == ["complaints.csv"]
    assert discovery.unrecognised == ()


def test_a_folder_of_a_log_and_patterns_meet_own_files(tmp_path: Path) -> None:
    _write(tmp_path, "complaints/rejects.csv", "complaints/a.csv", "findings-2026.csv")
    assert _found(tmp_path) == {"complaints/a.csv": "complaints"}
    options = {"inspections": LogOptions(files=("findings-*.csv",))}
    assert _found(tmp_path, options)["findings-2026.csv"] == "inspections"


def test_linked_folders_are_followed_once(tmp_path: Path) -> None:
    _write(tmp_path, "elsewhere/complaints.csv", "exports/notices.csv")
    (tmp_path / "exports" / "march").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "back").symlink_to(tmp_path / "exports")
    assert _found(tmp_path / "exports") == {"notices.csv": "notices", "march/complaints.csv": "complaints"}


def test_tables_of_no_log_and_logs_of_no_table_are_named(tmp_path: Path) -> None:
    _write(tmp_path, "complaints.csv", "other.xlsx", "complaints.csv.gz", "notices.json", "note.md")
    unrecognised = find_inputs([str(tmp_path)], {}).unrecognised
    assert [Path(name).name for name in unrecognised] == ["complaints.csv.gz", "notices.json", "other.xlsx"]


def test_patterns_win_over_names(tmp_path: Path) -> None:
    _write(tmp_path, "311_boston.csv", "notices.csv", "feed/a.dat", "complaints.csv")
    options = {"complaints": LogOptions(files=("311_*.csv", "notices*", "feed/*.dat"))}
    assert _found(tmp_path, options) == {
        "311_boston.csv": "complaints",
        "notices.csv": "complaints",
        "feed/a.dat": "complaints",
        "complaints.csv": "complaints",
    }


def test_two_patterns_for_one_file(tmp_path: Path) -> None:
    _write(tmp_path, "x.csv")
    options = {"complaints": LogOptions(files=("x*",)), "requests": LogOptions(files=("*.csv",))}
    with pytest.raises(InputError, match=r"x\.csv: belongs to two logs, complaints and requests") as caught:
        find_inputs([str(tmp_path)], options)
    assert "同时属于两个日志：complaints、requests" in caught.value.zh


def test_a_link_that_gives_a_file_a_second_log(tmp_path: Path) -> None:
    _write(tmp_path, "complaints.csv")
    (tmp_path / "requests.csv").symlink_to(tmp_path / "complaints.csv")
    with pytest.raises(InputError, match="belongs to two logs"):
        find_inputs([str(tmp_path)], {})


def test_a_file_reached_twice_counts_once(tmp_path: Path) -> None:
    _write(tmp_path, "a/complaints.csv")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    paths = [str(tmp_path / "a"), str(tmp_path / "a" / "complaints.csv"), str(tmp_path / "b" / "complaints.csv")]
    assert [file.name for file in find_inputs(paths, {}).files] == [f"{tmp_path}/a/complaints.csv"]


def test_names_stay_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "exports/2026/complaints.csv")
    monkeypatch.chdir(tmp_path)
    for given in ("exports", "exports/", "exports/*", "exports/2026/complaints.csv"):
        assert [file.name for file in find_inputs([given], {}).files] == ["exports/2026/complaints.csv"]
    assert [file.name for file in find_inputs(["./exports"], {}).files] == ["./exports/2026/complaints.csv"]


def test_natural_order(tmp_path: Path) -> None:
    names = ["投诉2026-10.csv", "投诉2026-9.csv", "投诉2026-09.csv", "投诉2025-12.csv"]
    _write(tmp_path, *names, "a2/complaints.csv", "a10/complaints.csv")
    files = find_inputs([str(tmp_path)], {}).files
    assert [os.path.relpath(file.path, tmp_path) for file in files] == [
        "a2/complaints.csv",
        "a10/complaints.csv",
        "投诉2025-12.csv",
        "投诉2026-09.csv",
        "投诉2026-9.csv",
        "投诉2026-10.csv",
    ]


def test_natural_key_compares_numbers_by_value_and_folders_first() -> None:
    assert sorted(["x10", "x9", "x1/z", "x"], key=natural_key) == ["x", "x1/z", "x9", "x10"]


def test_glob_signs_in_a_real_name(tmp_path: Path) -> None:
    _write(tmp_path, "complaints[1].csv")
    assert len(find_inputs([f"{tmp_path}/complaints[1].csv"], {}).files) == 1


@pytest.mark.parametrize("path", ["nowhere", "nowhere/*.csv", "no[w]here"])
def test_what_is_not_there(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        find_inputs([path], {})
    assert caught.value.exit_code == 2
    assert path in caught.value.en
    assert path in caught.value.zh


def test_a_folder_of_nothing_recognised_says_what_was_seen(tmp_path: Path) -> None:
    _write(tmp_path, "sales.csv")
    with pytest.raises(UsageError, match=r"sales\.csv.*commsaudit logs list.*files = ") as caught:
        find_inputs([str(tmp_path)], {})
    assert "sales.csv" in caught.value.zh


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it holds no files"):
        find_inputs([str(tmp_path)], {})


def test_a_file_given_that_is_no_log(tmp_path: Path) -> None:
    _write(tmp_path, "sales.csv", "complaints.csv")
    with pytest.raises(UsageError, match=r"sales\.csv"):
        find_inputs([str(tmp_path / "complaints.csv"), str(tmp_path / "sales.csv")], {})
    lenient = find_inputs([str(tmp_path / "sales.csv")], {}, lenient=True)
    assert lenient.unrecognised == (f"{tmp_path}/sales.csv",)
