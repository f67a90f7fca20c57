"""The rules one by one: three logs into typed tables with all their columns, then a statement for each of the twenty.

    python benchmarks/singly.py FOLDER csv|parquet [--load]

Nothing is validated, deduplicated or traced to a line. Prints how many obligations of March 2026 failed for each rule. ``--load``
reads the files and stops: what reading them once costs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from rules import RULES, create_calendar, load


def main() -> None:
    """Load, run the rules, print the counts."""
    connection = duckdb.connect()
    load(connection, Path(sys.argv[1]), sys.argv[2])
    if "--load" in sys.argv:
        return
    create_calendar(connection)
    for clause, statement in RULES.items():
        print(clause, connection.execute(f"SELECT count(*) FROM ({statement})").fetchall()[0][0])


if __name__ == "__main__":
    main()
