"""Scores and moments in, findings out: what is weak, what was not judged, and why."""

from __future__ import annotations

from analytics.judge.findings import Judgement, describe_slice, judge

__all__ = ["Judgement", "describe_slice", "judge"]
