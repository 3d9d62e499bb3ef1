"""One side of the race: ``python -m tests.benchmarks.moments_race ENGINE FOLDER``, prints JSON.

Both engines do the same job: ratings → each respondent's dimension scores → counts and weighted sums per
cell of five grouping attributes. The pandas side is what an analyst would write: ``groupby`` and ``merge``.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path

import duckdb

DIMENSIONS = ("effectiveness", "accuracy", "timeliness", "attitude", "communication")
ITEMS_PER_DIMENSION = 2


def generate(folder: Path, ratings: int) -> None:
    """Write that many ratings of ten items, respondent after respondent as ingest does, and their responses."""
    items = len(DIMENSIONS) * ITEMS_PER_DIMENSION
    words = ", ".join(f"'{name}'" for name in DIMENSIONS)
    connection = duckdb.connect(config={"memory_limit": "2GB"})
    connection.execute(f"""copy (
        select r as respondent, 'Q' || i as item, [{words}][1 + i % {len(DIMENSIONS)}] as dimension,
               '满意' as answer, (1 + (r * 7 + i * 13 + r // 11) % 5)::bigint as level, 5::bigint as levels,
               (r * 7 + i * 13 + r // 11) % 5 >= 3 as satisfied
        from (select k // {items} as r, k % {items} as i from range({ratings}) t(k))) to '{folder}/ratings.parquet'""")
    connection.execute(f"""copy (
        select r as respondent, 'survey.xlsx' as file, r + 2 as row, null::timestamp as answered_at, '' as customer,
               '2025Q' || (1 + r % 4) as wave, 'R' || (r // 5 % 6) as region, '' as station,
               'M' || (r // 5 % 60) as manager, '' as post,
               ['居民', '非居民', '工商业'][1 + (r // 7) % 3] as customer_class,
               ['城区', '社区', '农村'][1 + (r // 11) % 3] as area, '' as channel, '' as business,
               (1 + r % 3)::double as weight, '' as stratum, '' as cluster, '' as comment
        from range({ratings // items}) t(r)) to '{folder}/responses.parquet'""")


def manyi(folder: Path) -> list[float]:
    from analytics.facts import Facts, Item
    from analytics.measure.survey import survey_moments
    from analytics.scheme import default_scheme

    items = tuple(Item(f"Q{i}", "", DIMENSIONS[i % 5], "satisfaction_5") for i in range(10))
    moments = survey_moments(Facts(folder, "race", items), default_scheme())
    return [float(moments.sums[..., 0].sum()), float(moments.sums[..., 3].sum()), float(len(moments.cells))]


def pandas(folder: Path) -> list[float]:
    import pandas as pd

    keys = ["wave", "region", "station", "manager", "post", "customer_class", "area", "channel", "business"]
    ratings = pd.read_parquet(folder / "ratings.parquet")
    ratings["index"] = 100.0 * (ratings["level"] - 1) / (ratings["levels"] - 1)
    ratings["rate"] = 100.0 * ratings["satisfied"]
    means = ratings.groupby(["respondent", "dimension"])[["index", "rate"]].mean().reset_index()
    rows = means.merge(pd.read_parquet(folder / "responses.parquet"), on="respondent")
    for measure in ("index", "rate"):
        rows[f"{measure}_swx"] = rows["weight"] * rows[measure]
        rows[f"{measure}_swxx"] = rows[f"{measure}_swx"] * rows[measure]
        rows[f"{measure}_swwx"] = rows[f"{measure}_swx"] * rows["weight"]
        rows[f"{measure}_swwxx"] = rows[f"{measure}_swxx"] * rows["weight"]
    rows["sww"] = rows["weight"] ** 2
    sums = [name for name in rows.columns if "_sw" in name]
    cells = rows.groupby([*keys, "dimension"])
    table = cells[["weight", "sww", *sums]].sum().join(cells.size().rename("n"))
    total = float(table["index_swx"].sum() + table["rate_swx"].sum())
    return [2.0 * float(table["n"].sum()), total, len(table) / len(DIMENSIONS)]


if __name__ == "__main__":
    # Importing a library is no part of its work.
    importlib.import_module({"manyi": "analytics.measure.survey", "pandas": "pyarrow.parquet"}[sys.argv[1]])
    importlib.import_module("pandas")
    started = time.perf_counter()
    result = {"manyi": manyi, "pandas": pandas}[sys.argv[1]](Path(sys.argv[2]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"result": result, "seconds": time.perf_counter() - started, "peak_mb": peak}))
