"""One synthesis in this process for all tests of the template."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# jsii tells on stderr that it prefers a newer Node.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "1")
os.environ.setdefault("JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION", "1")


@pytest.fixture(scope="session")
def cdk():
    """The CDK, or a skip with the reason."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    return pytest.importorskip("aws_cdk", reason="aws-cdk-lib is not installed")


@pytest.fixture(scope="session")
def template(cdk, tmp_path_factory) -> dict:
    """The template of the order service, its dependencies left out of the asset."""
    from steploom_cdk import BUNDLE_CONTEXT, ServerlessStack

    from app import ORDERS

    app = cdk.App(context={BUNDLE_CONTEXT: "false"}, outdir=str(tmp_path_factory.mktemp("cdk.out")))
    ServerlessStack(app, "Orders", ORDERS)
    assembly = app.synth()
    found = json.loads(json.dumps(assembly.get_stack_by_name("Orders").template))
    assert isinstance(found, dict)
    return found


@pytest.fixture
def lint(tmp_path):
    """What cfn-lint says of a template; nothing where it is fine."""
    command = Path(sys.executable).with_name("cfn-lint")
    if not command.exists():
        pytest.skip("cfn-lint is not installed")

    def told(template: dict) -> str:
        path = tmp_path / "template.json"
        path.write_text(json.dumps(template))
        done = subprocess.run([str(command), str(path)], capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    return told
