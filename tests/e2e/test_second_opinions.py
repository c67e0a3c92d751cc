"""Other people's validators find nothing in what the compiler emits, except what is known to be their own error."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lambdas.orders.workflow import fulfil
from steploom.asl import dump, load
from steploom.asl.checks import validate
from steploom.compiler import compile_workflow

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted((ROOT / "tests/cases/compile").glob("*.case"))


def definitions() -> dict[str, str]:
    found = {case.stem: case.read_text().partition("\n== asl\n")[2] for case in CASES}
    return found | {"fulfil": dump(compile_workflow(fulfil).definition)}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("definitions")
    paths = {}
    for name, text in definitions().items():
        paths[name] = folder / f"{name}.asl.json"
        paths[name].write_text(text)
    return paths


def test_our_own_validator_finds_nothing() -> None:
    for name, text in definitions().items():
        assert validate(load(text)) == (), name


def test_asl_validator_finds_nothing(files: dict[str, Path]) -> None:
    command = ROOT / "node_modules/.bin/asl-validator"
    if shutil.which("node") is None or not command.exists():
        pytest.skip("asl-validator needs Node, and `npm ci`")
    arguments = [part for path in files.values() for part in ("--json-path", str(path))]
    done = subprocess.run([str(command), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_cfn_lint_finds_nothing(files: dict[str, Path], tmp_path: Path) -> None:
    role = "arn:aws:iam::123456789012:role/machine"
    resources = {
        "".join(part.title() for part in name.split("_")): {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {"RoleArn": role, "Definition": json.loads(path.read_text())},
        }
        for name, path in files.items()
    }
    template = tmp_path / "template.json"
    template.write_text(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}))
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--format", "json", str(template)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [each for each in json.loads(done.stdout or "[]") if each["Level"] in ("Error", "Warning")]
    assert found == []
