"""The quality gates, run as tests so that one command runs everything."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "gate",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)],
    ids=["ruff", "format", "mypy"],
)
def test_gate(gate):
    tool = Path(sys.executable).with_name(gate[0])
    done = subprocess.run([tool, *gate[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_committed_file_names_a_registry_host_or_a_machines_path():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    hosts = re.compile(r"py[p]i\.org|python[h]osted|registry\.n[p]mjs|d[e]b\.debian")
    paths = re.compile(r"(?<![\w.])/(?:work|farm|home|root)" + "/")
    stray = [
        f"{name}:{number}"
        for name in tracked.stdout.split()
        if (ROOT / name).suffix not in {".xlsx", ".png"} and (ROOT / name).is_file()
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
        if hosts.search(line) or paths.search(line)
    ]
    assert stray == []
