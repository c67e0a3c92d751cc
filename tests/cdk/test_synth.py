"""The CDK's own command line, with the dependencies really bundled."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.cdk, pytest.mark.slow, pytest.mark.usefixtures("cdk")]


@pytest.fixture(scope="module")
def assembly(tmp_path_factory) -> Path:
    command = ROOT / "node_modules" / ".bin" / "cdk"
    if not command.exists():
        pytest.skip("the CDK command line is not installed: npm ci")
    out = tmp_path_factory.mktemp("assembly")
    app = f'"{sys.executable}" app.py'
    done = subprocess.run(
        [str(command), "synth", "--quiet", "--app", app, "--output", str(out)],
        cwd=ROOT,
        env={**os.environ, "CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out


def _asset(assembly: Path) -> Path:
    (asset,) = [each for each in assembly.iterdir() if each.name.startswith("asset.")]
    return asset


def test_synth_writes_the_template_that_the_other_tests_read(assembly, template):
    written = json.loads((assembly / "Orders.template.json").read_text())
    assert written["Resources"].keys() == template["Resources"].keys()


def test_the_asset_holds_what_the_functions_need_and_no_more(assembly):
    asset = _asset(assembly)
    names = {each.name for each in asset.iterdir()}
    assert {"steploom", "lambdas", "pydantic", "pydantic_core", "aws_lambda_powertools", "aws_xray_sdk"} <= names
    assert not {"boto3", "botocore", "moto", "aws_cdk", "bin"} & names
    assert not (asset / "steploom" / "compiler").exists()
    assert (asset / "steploom" / "events" / "model.py").exists()
    assert not (asset / "steploom" / "events" / "matcher.py").exists()
    assert list((asset / "pydantic_core").glob("*aarch64*.so")), "built for Lambda's processor, not for this one"
    assert sum(each.stat().st_size for each in asset.rglob("*") if each.is_file()) < 18_000_000
    assert not list(asset.rglob("__pycache__"))
    assert not list(asset.glob("*.dist-info/RECORD"))


def test_a_handler_starts_from_the_bundle_alone(tmp_path):
    """The same bundle for the processor and Python of this machine, in a process that has nothing else."""
    import platform

    from app import ORDERS
    from steploom.deploy import plan_of
    from steploom.deploy.bundle import Bundle, bundle_of, write_bundle

    made = bundle_of(plan_of(ORDERS).functions)
    here = Bundle(made.modules, made.pins, f"{sys.version_info[0]}.{sys.version_info[1]}", platform.machine())
    write_bundle(here, tmp_path / "task")
    _provide_boto3(tmp_path / "runtime")
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from steploom.runtime.entry import handler\n"
        "print(handler({'item': {'sku': 'tea', 'quantity': 2}}, None).split(' #')[0])\n"
        "assert not {'steploom.compiler', 'steploom.engine', 'moto'} & set(sys.modules)\n"
    )
    environment = {
        "STEPLOOM_ACTIVITY": "lambdas.orders.activities:print_label",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    paths = [str(tmp_path / "task"), str(tmp_path / "runtime")]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, *paths], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "2 x tea"


def _provide_boto3(target: Path) -> None:
    """What the Lambda runtime has: boto3 and what it needs."""
    import boto3

    packages = Path(boto3.__file__).parents[1]
    target.mkdir()
    for name in ("boto3", "botocore", "s3transfer", "urllib3", "dateutil", "six.py"):
        source = packages / name
        (shutil.copyfile if source.is_file() else os.symlink)(source, target / name)
