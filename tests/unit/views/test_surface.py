from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from steploom import views
from steploom.views.assets import asset
from steploom.views.coverage.pages import _STYLES as _COVERAGE_STYLES
from steploom.views.html.page import _SCRIPTS, _STYLES

ROOT = Path(__file__).parents[3]


def loaded_by(code):
    program = f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_every_name_is_there():
    assert dir(views) == views.__all__
    for name in views.__all__:
        assert getattr(views, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        views.nothing  # noqa: B018 - the read is the test


def test_a_picture_loads_no_rich_and_a_printed_run_no_page():
    assert "rich" not in loaded_by("from steploom.views import build_graph, render_svg")
    assert "steploom.views.html" not in loaded_by("from steploom.views import render_run, run_model")


def test_every_asset_is_used_and_no_other_is_there():
    folder = Path(views.__file__).parent / "assets"
    files = {file.name for file in folder.iterdir() if file.suffix in (".css", ".js", ".html")}
    assert files == {*_STYLES, *_COVERAGE_STYLES, *_SCRIPTS, "page.html"}
    assert all(asset(name).endswith("\n") for name in files)
    assert all(len(asset(name).splitlines()) <= 500 for name in files)
