"""The folder of our constructs must not shadow the CDK's package of the same name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_folder_constructs_is_no_package():
    assert not (ROOT / "constructs" / "__init__.py").exists()
    assert [each.name for each in (ROOT / "constructs").iterdir() if each.suffix == ".py"] == []
    assert (ROOT / "constructs" / "steploom_cdk" / "__init__.py").exists()
    assert (ROOT / "constructs" / "steploom_cdk" / "py.typed").exists()


@pytest.mark.cdk
@pytest.mark.usefixtures("cdk")
def test_the_cdks_constructs_are_found_from_the_root():
    code = "import constructs, steploom_cdk; assert constructs.Construct"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_the_application_stays_small():
    assert len((ROOT / "app.py").read_text().splitlines()) <= 60


def test_the_tools_are_pinned_and_the_lock_names_no_registry():
    package = json.loads((ROOT / "package.json").read_text())
    assert all(version[0].isdigit() for version in package["devDependencies"].values())
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert not [name for name, each in lock["packages"].items() if "resolved" in each]
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()
