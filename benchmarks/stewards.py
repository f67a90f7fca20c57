"""Measures the audit of steward visits: a month of it against a year of it, as whole processes.

    python benchmarks/stewards.py [--projects 1000] [--households 100] [--runs 3] [--folder /tmp/commsaudit-stewards]

Writes projects, households and contacts as Parquet, once: the twelve months of 2025, and March 2026, with about one contact
for each household and month. One household in twenty is not lived in yet and is phoned now and then; one visit in
thirty-three is missing. Then audits 2026-03 and 2025 with ``--standard steward-visits`` in turn and prints the medians. The
rows depend on nothing but their numbers.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import duckdb

from run import COMMSAUDIT, Taken, median, take

PERIODS = ("2026-03", "2025")

MACROS = """
CREATE MACRO pick(i, salt, n) AS CAST(hash(i, salt) % n AS BIGINT);
CREATE MACRO chosen(i, salt, words) AS words[pick(i, salt, len(words)) + 1];
CREATE MACRO project_of(h) AS 'P' || lpad(CAST(h // {households} AS VARCHAR), 5, '0');
CREATE MACRO household_of(h) AS 'H-' || lpad(CAST(h % {households} AS VARCHAR), 5, '0');
CREATE MACRO is_lived_in(h) AS pick(h, 1, 20) > 0;
"""

PROJECTS = """
SELECT project_of(p * {households}) AS project_id, '项目' || p AS name, 'residential' AS property_type,
    {households} AS households, {households} AS occupied_households, CAST(60000 AS DECIMAL(12, 2)) AS gross_area_sqm,
    DATE '2020-01-01' AS delivered_on, 'lump_sum' AS fee_basis, DATE '2022-06-01' AS committee_formed_on
FROM range({projects}) AS numbers(p)
"""

HOUSEHOLDS = """
SELECT household_of(h) AS household_id, project_of(h) AS project_id, '1栋' AS building, CAST(h AS VARCHAR) AS room,
    '业主' || h AS owner_name, NULL AS phone,
    CASE WHEN is_lived_in(h) THEN DATE '2021-01-01' + CAST(pick(h, 2, 1500) AS INTEGER) END AS moved_in_on,
    'S-' || h % 4 AS steward_id, pick(h, 3, 50) = 0 AS focus
FROM range({projects} * {households}) AS numbers(h)
"""

CONTACTS = """
SELECT 'K-' || (h % {households}) * 13 + m AS contact_id, project_of(h) AS project_id, household_of(h) AS household_id,
    'household' AS party, 'visit' AS purpose,
    CASE WHEN is_lived_in(h) THEN chosen(i, 11, ['door', 'door', 'phone']) ELSE 'phone' END AS mode,
    NULL AS related_id, 'S-' || h % 4 AS staff_id, chosen(i, 12, ['steward', 'steward', 'chief_steward']) AS staff_role,
    first_day + to_minutes(pick(i, 13, 28) * 1440 + 540 + pick(i, 14, 600)) AS started_at, 'V-' || i AS form_no
FROM (
    SELECT h, m, h * 13 + m AS i,
        CASE WHEN m = 12 THEN TIMESTAMP '2026-03-01' ELSE TIMESTAMP '2025-01-01' + to_months(CAST(m AS INTEGER)) END AS first_day
    FROM range({projects} * {households}) AS homes(h), range(13) AS months(m)
)
WHERE pick(i, 15, 33) > 0
ORDER BY m, h
"""

LOGS = {"projects": PROJECTS, "households": HOUSEHOLDS, "contacts": CONTACTS}


def generated(folder: Path, projects: int, households: int) -> Path:
    """The folder of generated logs, written once for each size."""
    target = folder / f"{projects}x{households}"
    if not target.is_dir():
        target.mkdir(parents=True)
        connection = duckdb.connect()
        size = {"projects": projects, "households": households}
        connection.execute(MACROS.format(**size))
        for name, query in LOGS.items():
            connection.execute(f"COPY ({query.format(**size)}) TO '{target / name}.parquet' (FORMAT parquet)")
    return target


def main() -> None:
    """Write the logs, audit the month and the year in turn, one round uncounted, and print their medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=1_000)
    parser.add_argument("--households", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "commsaudit-stewards")
    options = parser.parse_args()
    logs = str(generated(options.folder, options.projects, options.households))
    taken: dict[str, list[Taken]] = {period: [] for period in PERIODS}
    for counted in [False] + [True] * options.runs:
        for period in PERIODS:
            result = take([COMMSAUDIT, "audit", logs, "--standard", "steward-visits", "-p", period])
            if counted:
                taken[period].append(result)
    for period, results in taken.items():
        codes = sorted({result.code for result in results})
        print(
            f"{period:<8} {median(results, 'wall'):6.2f} s   cpu {median(results, 'cpu'):6.2f} s"
            f"   peak {median(results, 'peak'):6.0f} MB   exit {codes}"
        )
    month, year = (median(taken[period], "wall") for period in PERIODS)
    print(f"a year takes {year / month:.2f} times a month")


if __name__ == "__main__":
    main()
