"""Manyi: from survey exports and service records to scores, findings and scorecards.

The library holds no user interface and never imports Streamlit; ``app.py`` and ``pages`` sit on
top of it, and so does the command line in :mod:`analytics.cli`.
"""
