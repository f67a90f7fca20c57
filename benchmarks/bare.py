"""What any program pays: import duckdb and read every file of a folder, with no thought about what is in them.

python benchmarks/bare.py fixtures/company
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import duckdb


def loaded(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    """The rows of a file that DuckDB reads into a table."""
    connection.execute(f"CREATE OR REPLACE TABLE loaded AS SELECT * FROM {source}")
    return int(connection.execute("SELECT count(*) FROM loaded").fetchall()[0][0])


def read(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """The rows of one file: by DuckDB where it knows the format, else by the library that does."""
    if path.suffix == ".parquet":
        return loaded(connection, f"read_parquet('{path}')")
    if path.suffix == ".xlsx":
        from python_calamine import load_workbook

        return len(load_workbook(str(path)).get_sheet_by_index(0).to_python())
    raw = path.read_bytes()
    for encoding in ("utf-16", "utf-8-sig", "gb18030"):
        if encoding == "utf-16" and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig":
            return loaded(connection, f"read_csv('{path}', all_varchar = true)")
        return sum(1 for _ in csv.reader(io.StringIO(text)))
    raise ValueError(path)


def main() -> None:
    """Read them all."""
    connection = duckdb.connect()
    files = sorted(path for path in Path(sys.argv[1]).rglob("*") if path.is_file())
    print(sum(read(connection, path) for path in files), "rows in", len(files), "files")


if __name__ == "__main__":
    main()
