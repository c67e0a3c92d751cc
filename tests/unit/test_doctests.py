"""Every example in a docstring runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import steploom


def modules() -> list[str]:
    found = [each.name for each in pkgutil.walk_packages(steploom.__path__, "steploom.")]
    return sorted(name for name in found if "__main__" not in name)


@pytest.mark.parametrize("name", modules())
def test_examples_run(name: str) -> None:
    module = importlib.import_module(name)
    result = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0, f"{name}: {result}"
