"""The peers: which there are, how many times as long as ours they should take, and how each is called."""

from __future__ import annotations

from pathlib import Path

# The goal of issue 5; polars has none.
PEERS = {"dbt-duckdb": 4.0, "Great Expectations": 4.0, "Soda Core": 1.7, "pandas": 2.0, "polars": None}
# Each: its environment in the folder of environments, and its script.
_SCRIPTS = {
    "dbt-duckdb": ("dbt", "with_dbt.py"),
    "Great Expectations": ("frames", "with_gx.py"),
    "Soda Core": ("soda", "with_soda.py"),
    "pandas": ("frames", "with_pandas.py"),
    "polars": ("frames", "with_polars.py"),
}


def peer(environments: Path, name: str, folder: str, form: str) -> tuple[str, ...] | None:
    """The command that runs a peer on the logs in ``folder``; None where its environment is missing."""
    environment, script = _SCRIPTS[name]
    python = environments / environment / "bin" / "python"
    if not python.exists():
        return None
    return (str(python), str(Path(__file__).parent / "peers" / script), folder, form)
