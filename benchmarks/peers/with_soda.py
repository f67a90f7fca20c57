"""The twenty rules in Soda Core: failed-rows checks in SodaCL over DuckDB, in one scan.

    python benchmarks/peers/with_soda.py FOLDER csv|parquet

soda-core-duckdb asks for DuckDB 1.0. CSV is read into tables; over Parquet there are views, read in place.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
from soda.scan import Scan

sys.path.append(str(Path(__file__).parents[1]))

from rules import RULES, TYPES, create_calendar, load, source


def sodacl() -> str:
    """The checks. No failed rows are sampled: only their number is asked for."""
    lines = ["checks:"]
    for clause, statement in RULES.items():
        query = "".join(f"        {line}\n" for line in statement.splitlines())
        lines.append(f"  - failed rows:\n      name: '{clause}'\n      samples limit: 0\n      fail query: |\n{query}")
    return "\n".join(lines)


def main() -> None:
    """Scan and print how many rows each check found."""
    folder, form = Path(sys.argv[1]), sys.argv[2]
    connection = duckdb.connect()
    create_calendar(connection)
    if form == "csv":
        load(connection, folder, form)
    else:
        for name in TYPES:
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {source(name, folder, form)}")
    scan = Scan()
    scan.add_duckdb_connection(connection)
    scan.set_data_source_name("duckdb")
    scan.add_sodacl_yaml_str(sodacl())
    scan.disable_telemetry()
    scan.execute()
    if scan.has_error_logs():
        raise SystemExit(scan.get_error_logs_text())
    counts = {check["name"]: check["diagnostics"]["value"] for check in scan.get_scan_results()["checks"]}
    for clause in sorted(RULES):
        print(clause, int(counts[clause]))


if __name__ == "__main__":
    main()
