"""The twenty rules in Great Expectations: an expectation for each, over data frames.

    python benchmarks/peers/with_gx.py FOLDER csv|parquet

GX Core has no datasource for DuckDB, and its SQL datasource does not work over duckdb-engine (its issues 10738 and 11579); without a
database server its users validate pandas frames. The frames have a column for each rule: whether the row's obligation was met, blank
where March had none. GX leaves blanks out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import great_expectations as gx
import pandas as pd
from with_pandas import judge


def validate(context: gx.data_context.EphemeralDataContext, name: str, rules: dict[str, pd.Series]) -> dict[str, int]:
    """How many values of each rule's column were unexpected."""
    frame = pd.DataFrame({clause: met.astype("boolean") for clause, met in rules.items()})
    source = context.data_sources.add_pandas(name)
    batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all")
    suite = context.suites.add(gx.ExpectationSuite(name))
    for clause in rules:
        suite.add_expectation(gx.expectations.ExpectColumnValuesToBeInSet(column=clause, value_set=[True]))
    definition = context.validation_definitions.add(gx.ValidationDefinition(data=batch, suite=suite, name=name))
    found = definition.run(batch_parameters={"dataframe": frame}, result_format="BASIC")
    return {each.expectation_config.kwargs["column"]: each.result["unexpected_count"] for each in found.results}


def main() -> None:
    """Judge, validate, print how many values were unexpected."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    counts = {}
    for name, rules in judge(Path(sys.argv[1]), sys.argv[2]).items():
        counts |= validate(context, name, rules)
    for clause, count in sorted(counts.items()):
        print(clause, count)


if __name__ == "__main__":
    main()
