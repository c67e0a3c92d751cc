from __future__ import annotations

import sys

import pytest

from lambdas.orders.workflow import fulfil
from steploom.deploy import App, plan_of
from steploom.deploy.bundle import Bundle, Modules, bundle_of, modules_of, pins_of, write_bundle
from steploom.errors import CompileError

_LAZY = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from toy.heavy import Heavy
    from toy.light import Light

def __getattr__(name):
    return None
"""


_DEEP = """
from ..light import Light

def later():
    try:
        import tomllib
    except ImportError:
        import uuid
"""


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A package with a lazy `__init__`."""
    package = tmp_path / "toy"
    (package / "inner").mkdir(parents=True)
    (package / "__init__.py").write_text(_LAZY)
    (package / "heavy.py").write_text("import moto\nclass Heavy: ...\n")
    (package / "light.py").write_text("import json\nclass Light: ...\n")
    (package / "inner" / "__init__.py").write_text("from . import deep\n")
    (package / "inner" / "deep.py").write_text(_DEEP)
    (package / "user.py").write_text("from toy import Light\n")
    (package / "broken.py").write_text("from toy.nowhere import x\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield package
    sys.modules.pop("toy", None)


def test_a_lazy_package_is_followed_name_by_name(toy):
    found = modules_of(["toy.user"], ["toy"])
    assert sorted(found.files) == ["toy/__init__.py", "toy/light.py", "toy/user.py"]
    assert found.outside == {"json", "typing"}
    assert found.files["toy/light.py"] == toy / "light.py"


@pytest.mark.usefixtures("toy")
def test_relative_imports_and_those_in_functions_count():
    found = modules_of(["toy.inner"], ["toy"])
    assert sorted(found.files) == ["toy/__init__.py", "toy/inner/__init__.py", "toy/inner/deep.py", "toy/light.py"]
    assert {"tomllib", "uuid"} <= found.outside


@pytest.mark.usefixtures("toy")
def test_a_module_that_is_not_there_is_told():
    with pytest.raises(ModuleNotFoundError, match=r"toy\.nowhere"):
        modules_of(["toy.broken"], ["toy"])


def test_pins_are_those_of_this_environment_without_what_lambda_has():
    pins = pins_of(["aws-lambda-powertools[tracer]"], "3.12", "aarch64")
    names = [each.partition("==")[0] for each in pins]
    assert "aws-xray-sdk" in names
    assert not {"boto3", "botocore", "s3transfer", "pydantic"} & set(names)
    assert all("==" in each for each in pins)


def test_a_distribution_that_is_not_installed_is_told():
    with pytest.raises(CompileError, match="SL701 the functions need no-such-thing, which is not installed here"):
        pins_of(["no-such-thing"], "3.12", "aarch64")


def test_the_bundle_of_the_orders_holds_the_runtime_and_not_the_compiler():
    bundle = bundle_of(plan_of(App("orders", (fulfil,))).functions)
    files = set(bundle.modules.files)
    assert {"steploom/runtime/entry.py", "steploom/events/model.py", "lambdas/orders/activities.py"} <= files
    unwanted = ("steploom/compiler/", "steploom/engine/", "steploom/events/matcher", "lambdas/orders/workflow")
    assert not [each for each in files if each.startswith(unwanted)]
    assert (bundle.python, bundle.machine) == ("3.12", "aarch64")


def test_the_fingerprint_changes_with_what_is_inside_alone(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")

    def made(*pins: str, python: str = "3.12") -> str:
        return Bundle(Modules({"a.py": file}, frozenset()), pins, python, "aarch64").fingerprint

    first = made("b==1")
    assert made("b==1") == first
    assert made("b==2") != first
    assert made("b==1", python="3.13") != first
    file.write_text("x = 2\n")
    assert made("b==1") != first


def test_sources_are_written_where_python_finds_them(tmp_path):
    file = tmp_path / "deep.py"
    file.write_text("x = 1\n")
    bundle = Bundle(Modules({"pack/inner/deep.py": file}, frozenset()), ("b==1",), "3.12", "aarch64")
    write_bundle(bundle, tmp_path / "out", install=False)
    assert (tmp_path / "out" / "pack" / "inner" / "deep.py").read_text() == "x = 1\n"


def test_functions_of_different_kinds_share_no_bundle():
    from dataclasses import replace

    function = plan_of(App("orders", (fulfil,))).functions[0]
    with pytest.raises(ValueError, match="one runtime and architecture"):
        bundle_of([function, replace(function, architecture="x86_64")])
