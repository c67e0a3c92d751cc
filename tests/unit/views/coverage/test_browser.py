"""Coverage pages in a real browser: their own style is the only one that their policy lets in."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from steploom.analysis.coverage import Coverage, MachineCoverage
from steploom.asl import load
from steploom.views import render_coverage

pytestmark = pytest.mark.browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
REFUSED = "violates the following Content Security Policy"
MACHINE = load({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}})


@pytest.fixture
def told(tmp_path):
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")

    def browse(page):
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        options = (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr", "--dump-dom")
        done = subprocess.run(
            [CHROMIUM, *options, file.as_uri()], capture_output=True, text=True, timeout=90, check=True
        )
        assert "<svg" in done.stdout
        return done.stderr

    return browse


def test_the_policy_lets_the_style_in_and_nothing_else(told):
    page = render_coverage(Coverage((MachineCoverage.of("m", MACHINE, {"/States/A": 1}),)))["m.html"]
    assert REFUSED not in told(page)
    assert REFUSED in told(page.replace("<style>", "<style>/* changed */"))
    assert REFUSED in told(page.replace("</body>", "<script>document.title = 'owned'</script></body>"))
