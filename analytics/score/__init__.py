"""Moments in, scores with their evidence out. Nothing here reads facts."""

from __future__ import annotations

from analytics.score.table import SUBJECT_ATTRIBUTES, score, score_by

__all__ = ["SUBJECT_ATTRIBUTES", "score", "score_by"]
