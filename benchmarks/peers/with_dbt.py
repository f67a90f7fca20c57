"""The twenty rules in dbt-duckdb: sources, a model for each log, a singular test for each rule, ``dbt build``.

    python benchmarks/peers/with_dbt.py FOLDER csv|parquet

The project stands beside the folder (FOLDER.dbt) and is kept, so that dbt finds what it parsed the last time. CSV becomes
tables; over Parquet the models are views, read in place, which is the quicker of the two.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import redirect_stdout
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))

from rules import RULES, TYPES, calendar, source

PROJECT = """
name: peers
version: "1.0"
profile: peers
flags:
  send_anonymous_usage_stats: false
models:
  +materialized: {materialized}
seeds:
  peers:
    wd:
      +column_types: {{day: date, wd1: timestamp, wd2: timestamp, wd5: timestamp}}
"""
PROFILE = """
peers:
  target: dev
  outputs:
    dev: {{type: duckdb, path: "{path}/peers.duckdb", threads: {threads}}}
"""


def named(clause: str) -> str:
    """A rule's name as dbt takes it."""
    return "rule_" + re.sub(r"\W", "_", clause)


def write(project: Path, folder: Path, form: str) -> None:
    """The files of the dbt project; what has not changed is left alone."""
    files = {
        "dbt_project.yml": PROJECT.format(materialized="table" if form == "csv" else "view"),
        "profiles.yml": PROFILE.format(path=project, threads=os.cpu_count()),
        "seeds/wd.csv": "day,wd1,wd2,wd5\n"
        + "".join(",".join([str(row[0]), *(f"{day} 23:59:59.999999" for day in row[1:])]) + "\n" for row in calendar()),
        "models/sources.yml": "sources:\n  - name: logs\n    tables:\n"
        + "".join(
            f'      - name: {name}\n        config: {{external_location: "{source(name, folder, form)}", formatter: template}}\n'
            for name in TYPES
        ),
    }
    for name in TYPES:
        files[f"models/{name}.sql"] = f"select * from {{{{ source('logs', '{name}') }}}}\n"
    for clause, statement in RULES.items():
        relations = "|".join([*TYPES, "wd"])
        files[f"tests/{named(clause)}.sql"] = re.sub(
            rf"\b(FROM|JOIN) ({relations})\b", r"\1 {{ ref('\2') }}", statement
        )
    for name, text in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        if not (project / name).exists() or (project / name).read_text(encoding="utf-8") != text.lstrip("\n"):
            (project / name).write_text(text.lstrip("\n"), encoding="utf-8")


def main() -> None:
    """Build and print how many rows each test found."""
    folder, form = Path(sys.argv[1]).resolve(), sys.argv[2]
    project = folder.with_name(f"{folder.name}.dbt")
    write(project, folder, form)
    from dbt.cli.main import dbtRunner

    with redirect_stdout(sys.stderr):
        built = dbtRunner().invoke(
            [
                "--quiet",
                "build",
                "--project-dir",
                str(project),
                "--profiles-dir",
                str(project),
                "--log-path",
                str(project),
            ]
        )
    if built.result is None:
        raise SystemExit(f"dbt: {built.exception}")
    failures = {result.node.name: result.failures for result in built.result.results}
    for clause in sorted(RULES):
        print(clause, failures[named(clause)])


if __name__ == "__main__":
    main()
