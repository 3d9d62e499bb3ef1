"""The way of the data is one way, and the library stands without a screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_import_contracts_hold():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_importing_the_library_never_loads_streamlit():
    code = (
        "import importlib, pkgutil, sys, analytics;"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(analytics.__path__, 'analytics.')"
        " if not m.name.endswith('__main__')];"
        "sys.exit('streamlit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
