"""Without an extra its rooms say what to install, and everything else works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from steploom.cli.status import USAGE
from steploom.errors import MissingExtra
from steploom.extras import extra

ROOT = Path(__file__).parents[2]
#: What the core's dependencies do not bring.
ABSENT = ["aws_cdk", "aws_lambda_powertools", "aws_xray_sdk", "constructs", "jsii", "moto", "packaging"]


def run(code: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a program for which nothing but the core is installed."""
    program = f"import sys\nsys.modules.update(dict.fromkeys({ABSENT!r}))\n{code}"
    path = os.pathsep.join([str(ROOT), str(ROOT / "constructs")])
    environment = {**os.environ, "PYTHONPATH": path, "COLUMNS": "200"}
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def steploom(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return run("from steploom.cli import main\nsys.exit(main(sys.argv[1:]))", *arguments, cwd=cwd)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import steploom.local", "SL903 steploom.local needs moto, which steploom[local] brings"),
        (
            "from steploom.runtime import handler",
            "SL903 steploom.runtime needs aws_lambda_powertools, which steploom[lambda] brings",
        ),
        ("import steploom.deploy.bundle", "SL903 steploom.deploy.bundle needs packaging, which steploom[cdk] brings"),
        ("import steploom_cdk", "SL903 steploom_cdk needs aws_cdk, which steploom[cdk] brings"),
    ],
)
def test_a_room_says_which_extra_it_needs(code, told):
    done = run(code)
    assert done.stderr.splitlines()[-1] == f"steploom.errors.MissingExtra: {told}"


def test_the_core_needs_no_extra(tmp_path):
    rooms = ["asl", "compiler", "deploy", "dsl", "engine", "events", "expr", "runtime", "source", "views"]
    assert run("".join(f"import steploom.{room}\n" for room in rooms)).stderr == ""
    target = f"{ROOT / 'lambdas/orders/workflow.py'}:fulfil"
    compiled = steploom("compile", target, "-o", str(tmp_path))
    assert (compiled.returncode, compiled.stderr) == (0, "")
    drawn = steploom("graph", str(tmp_path / "fulfil.asl.json"), "-o", str(tmp_path / "fulfil.svg"))
    assert (drawn.returncode, drawn.stderr) == (0, "")
    assert (tmp_path / "fulfil.svg").read_text().startswith("<svg")


def test_the_command_that_needs_one_says_so_without_a_traceback():
    done = steploom("run", "lambdas/orders/workflow.py:fulfil", "--input", "{}")
    assert done.returncode == USAGE
    assert done.stderr == (
        "error[SL903]: steploom.local needs moto, which steploom[local] brings\n  help: pip install 'steploom[local]'\n"
    )


def test_the_fixture_says_so_in_the_test_that_asks_for_it(tmp_path):
    (tmp_path / "test_it.py").write_text("def test_cloud(cloud): ...\ndef test_plain(): ...\n")
    options = ["-q", "-p", "steploom.pytest_plugin", "-p", "no:cacheprovider"]
    alone = "import os\nos.environ['PYTEST_DISABLE_PLUGIN_AUTOLOAD'] = '1'\nimport pytest\n"
    done = run(f"{alone}sys.exit(pytest.main({options}))", cwd=tmp_path)
    assert "help: pip install 'steploom[local]'" in done.stdout
    assert "1 passed, 1 error" in done.stdout
    assert "Traceback" not in done.stdout


def test_it_is_an_import_error_that_names_the_module():
    with pytest.raises(MissingExtra) as caught, extra("data", "steploom.data"):
        import column_store_of_nobody.tables  # noqa: F401
    assert isinstance(caught.value, ModuleNotFoundError)
    assert caught.value.name == "column_store_of_nobody"
    assert [(each.code, each.hint) for each in caught.value.diagnostics] == [("SL903", "pip install 'steploom[data]'")]


def test_a_module_of_ours_that_is_missing_is_no_missing_extra():
    reason = r"No module named 'steploom\.nothing'"
    with pytest.raises(ModuleNotFoundError, match=reason) as caught, extra("local", "steploom.local"):
        import steploom.nothing  # noqa: F401
    assert not isinstance(caught.value, MissingExtra)
