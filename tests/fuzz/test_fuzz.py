"""Three hundred runs of the fuzzer, as CI sees them; ``run.py`` does as many as one likes and repeats one by its seed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).with_name("run.py")
_BATCH = 60


@pytest.mark.parametrize("seed", range(0, 300, _BATCH))
def test_changed_files_are_read_right_or_refused(seed: int) -> None:
    """No traceback, no hang, no more than a set memory; counts add up and agree with the rejects."""
    call = [sys.executable, str(RUN), "--runs", str(_BATCH), "--seed", str(seed)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nrepeat one with: python {RUN} --only SEED --keep FOLDER"


def test_a_run_is_repeated_by_its_seed(tmp_path: Path) -> None:
    """The same files, byte for byte, and the same end."""
    said = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        call = [sys.executable, str(RUN), "--only", "7", "--keep", str(folder)]
        done = subprocess.run(call, capture_output=True, text=True, check=True)
        said.append(done.stdout.replace(str(folder), "FOLDER"))
    assert said[0] == said[1]
    files = [sorted((path.name, path.read_bytes()) for path in folder.rglob("*.*")) for folder in tmp_path.iterdir()]
    assert files[0] == files[1]
