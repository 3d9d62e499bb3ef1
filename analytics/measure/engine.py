"""The embedded engine: DuckDB over Parquet, bounded in memory, spilling beside the facts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from analytics.facts import Facts

# Survey facts are read range by range and need less; a larger one gained little time and cost memory.
MEMORY_LIMIT = "256MB"


@contextmanager
def connect(facts: Facts, memory_limit: str = MEMORY_LIMIT) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that keeps to ``memory_limit`` and spills into the facts' own private folder."""
    connection = duckdb.connect(
        config={
            "memory_limit": memory_limit,
            "temp_directory": str(facts.folder / "spill"),
            # Sums do not depend on row order, and keeping it costs memory.
            "preserve_insertion_order": False,
        }
    )
    try:
        connection.execute("set enable_progress_bar = false")
        yield connection
    finally:
        connection.close()
