"""Scores and moments in, findings out: what is weak, what was not judged, and why."""

from __future__ import annotations

from analytics.judge.behind import businesses_behind, items_behind
from analytics.judge.findings import Judgement, judge

__all__ = ["Judgement", "businesses_behind", "items_behind", "judge"]
