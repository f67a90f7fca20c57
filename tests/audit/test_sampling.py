"""Sampling: how many obligations are judged, and that the draw hangs on nothing but the seed and what they are."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from small import LATE, audit, outcomes, records, write

from commsaudit.checks.running import Sample

MANY = [{**LATE, "complaint_id": f"C-{number:03}"} for number in range(40)]


def test_a_sample_judges_at_most_n_per_clause_and_project_and_the_same_ones_whatever_the_order(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=MANY)
    turned = write(tmp_path / "turned", complaints=MANY[::-1])
    drawn = [audit(each, "2026-03", sample=Sample(5, "7")) for each in (folder, turned)]
    assert outcomes(drawn[0], "2.3.3")["P1"].obligations == 5
    assert records(drawn[0], "2.3.3") == records(drawn[1], "2.3.3")
    other = audit(folder, "2026-03", sample=Sample(5, "8"))
    assert records(other, "2.3.3") != records(drawn[0], "2.3.3")
    assert audit(folder, "2026-03", sample=Sample(99, "7")).result.findings_total == 40


def test_the_draw_is_the_first_by_sha256_of_seed_and_finding_id(tmp_path: Path) -> None:
    run = audit(write(tmp_path / "logs", complaints=MANY), "2026-03", sample=Sample(5, "7"))
    every = [row["complaint_id"] for row in MANY]
    drawn = sorted(every, key=lambda each: sha256(f"7|supervision/2.3.3/P1/{each}".encode()).hexdigest())[:5]
    assert set(records(run, "2.3.3")) == set(drawn)
