"""Canonical facts drawn at random, with or without an effect planted: no file is read or written but Parquet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.facts import Facts, Item, save

DIMENSIONS = ("effectiveness", "accuracy", "timeliness", "attitude", "communication")
CLASSES = ("居民", "非居民", "工商业", "企事业单位")
AREAS = ("城区", "社区", "农村", "工业密集")
CHANNELS = ("营业厅", "95598热线", "网上营业厅")
BUSINESSES = ("故障抢修", "投诉", "业务咨询", "综合业务")
REGIONS = 5
MANAGERS = 40

Effect = Callable[[pd.DataFrame, str], np.ndarray]


def no_effect(frame: pd.DataFrame, _dimension: str) -> np.ndarray:
    return np.zeros(len(frame))


def groups(rng: np.random.Generator, size: int) -> pd.DataFrame:
    manager = rng.integers(MANAGERS, size=size)
    pick = lambda words: np.array(words)[rng.integers(len(words), size=size)]  # noqa: E731
    return pd.DataFrame(
        {
            "wave": pick(("2025Q1", "2025Q2", "2025Q3", "2025Q4")),
            "region": [f"R{m % REGIONS}" for m in manager],
            "station": [f"S{m % (3 * REGIONS)}" for m in manager],
            "manager": [f"M{m:02d}" for m in manager],
            "post": np.where(manager % 2, "专职", "兼职"),
            "customer_class": pick(CLASSES),
            "area": pick(AREAS),
            "channel": pick(CHANNELS),
            "business": pick(BUSINESSES),
        }
    )


def make_facts(
    folder: Path,
    seed: int,
    *,
    respondents: int = 2000,
    records: int = 4000,
    survey_effect: Effect = no_effect,
    on_time: Effect = no_effect,
) -> Facts:
    """Facts whose ratings are latent-normal, five levels, with a respondent effect; 92 % of records on time.

    ``survey_effect`` shifts the latent mean (in standard deviations), ``on_time`` the share on time.
    """
    rng = np.random.default_rng(seed)
    responses = groups(rng, respondents).assign(
        respondent=np.arange(respondents), file="survey.xlsx", row=np.arange(2, respondents + 2),
        customer="", weight=1.0, stratum="", cluster="", comment="", answered_at=pd.NaT,
    )  # fmt: skip
    mood = rng.normal(0, 0.7, respondents)
    ratings = []
    for dimension in DIMENSIONS:
        for number in (1, 2):
            latent = 1.0 + mood + survey_effect(responses, dimension) + rng.normal(0, 0.7, respondents)
            level = 1 + (latent[:, None] > np.array([-1.6, -0.8, 0.2, 1.1])).sum(axis=1)
            ratings.append(
                pd.DataFrame(
                    {
                        "respondent": responses["respondent"], "item": f"{dimension}_{number}", "dimension": dimension,
                        "answer": level.astype(str), "level": level, "levels": 5, "satisfied": level >= 4,
                    }
                )
            )  # fmt: skip
    work = groups(rng, records)
    late = rng.random(records) > 0.92 - on_time(work, "timeliness")
    accepted = pd.Timestamp("2025-01-02") + pd.to_timedelta(rng.integers(0, 300 * 1440, records), unit="min")
    work = work.assign(
        record=[f"w{i}" for i in range(records)], row=np.arange(2, records + 2),
        customer=[f"c{i}" for i in range(records)], accepted_at=accepted,
        closed_at=accepted + pd.Timedelta("8h"), due_at=pd.NaT, overdue=late, arrive=30.0, restore=60.0,
        state="归档", responsibility="", parent="", repeated=rng.random(records) < 0.05, called_back=None,
        rating_first="", rating_last="",
    )  # fmt: skip
    managers = pd.DataFrame(
        {
            "manager": [f"M{m:02d}" for m in range(MANAGERS)], "name": [f"经理{m:02d}" for m in range(MANAGERS)],
            "region": [f"R{m % REGIONS}" for m in range(MANAGERS)],
            "station": [f"S{m % (3 * REGIONS)}" for m in range(MANAGERS)],
            "level": "镇", "post": ["专职" if m % 2 else "兼职" for m in range(MANAGERS)], "classes": "", "customers": 1000,
        }
    )  # fmt: skip
    customers = pd.DataFrame(
        [(f"R{r}", c, a, 500) for r in range(REGIONS) for c in CLASSES for a in AREAS],
        columns=["region", "customer_class", "area", "customers"],
    )
    frames = {
        "responses": responses, "ratings": pd.concat(ratings).sort_values("respondent"), "records": work, "managers": managers, "customers": customers,
    }  # fmt: skip
    save(frames, folder)
    items = tuple(Item(f"{d}_{n}", f"{d} {n}", d, "satisfaction_5") for d in DIMENSIONS for n in (1, 2))
    return Facts(folder, f"synthetic-{seed}", items)
