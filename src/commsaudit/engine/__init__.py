"""DuckDB: loading, typing and the relations that checks may read."""
