"""Weak areas and scorecards."""
