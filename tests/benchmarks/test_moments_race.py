"""Moments against a plain pandas groupby, in the same run, each in a process of its own.

Goal: at 10 million ratings at least 4 times faster and at most a tenth of the memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.benchmarks.moments_race import generate

ROOT = Path(__file__).parents[2]
MILLION = 1_000_000
# A plain pandas groupby takes about this much per rating.
PANDAS_BYTES = 350


def run(engine: str, folder: Path) -> dict:
    command = [sys.executable, "-m", "tests.benchmarks.moments_race", engine, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("millions", [1, 10, 50])
def test_moments_against_pandas(millions, tmp_path, capsys):
    if millions * MILLION * PANDAS_BYTES > psutil.virtual_memory().available * 0.8:
        pytest.skip(f"not enough free memory for pandas at {millions} million ratings")
    generate(tmp_path, millions * MILLION)
    ours, theirs = run("manyi", tmp_path), run("pandas", tmp_path)
    faster, smaller = theirs["seconds"] / ours["seconds"], theirs["peak_mb"] / ours["peak_mb"]
    with capsys.disabled():
        print(
            f"\n{millions} M ratings: manyi {ours['seconds']:.1f} s, {ours['peak_mb']:.0f} MB; "
            f"pandas {theirs['seconds']:.1f} s, {theirs['peak_mb']:.0f} MB; "
            f"{faster:.1f}× faster, 1/{smaller:.1f} of the memory"
        )
    assert ours["result"] == pytest.approx(theirs["result"], rel=1e-9)
    # The printed ratios are the measurement; the bounds only catch a collapse on a noisy machine.
    if millions >= 10:
        assert faster > 2
        assert smaller > 2
