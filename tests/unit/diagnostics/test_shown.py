from __future__ import annotations

from pathlib import Path

import pytest

from steploom.diagnostics import shown_path


def test_a_file_below_the_current_folder_is_shown_from_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert shown_path(str(tmp_path / "orders" / "workflow.py")) == str(Path("orders/workflow.py"))


def test_a_file_elsewhere_is_shown_whole(tmp_path, monkeypatch):
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    assert shown_path(str(tmp_path / "workflow.py")) == str(tmp_path / "workflow.py")


@pytest.mark.parametrize("name", ["<stdin>", "<doctest x[0]>"])
def test_what_is_no_file_keeps_its_name(name):
    assert shown_path(name) == name
