"""`steploom replay`."""

from __future__ import annotations

import json

import pytest

from steploom.cli import main
from steploom.cli.status import DONE, NOT_SUCCEEDED


@pytest.fixture
def call(capsys, root):
    def run(name, target, *options):
        status = main(("replay", str(root / "tests" / "histories" / f"{name}.history.json"), str(target), *options))
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture
def orders(root):
    return root / "tests" / "histories" / "orders.asl.json"


@pytest.fixture
def slower(orders, tmp_path):
    path = tmp_path / "slower.asl.json"
    path.write_text(orders.read_text().replace('"Seconds": 60', '"Seconds": 600'))
    return path


def test_one_that_follows(call, orders):
    assert call("orders_paid", orders) == (DONE, "orders follows the history: 11 visits, SUCCEEDED\n", "")
    assert call("orders_running", orders)[1].splitlines()[1:] == ["standing in /States/rest"]


def test_one_that_does_not(call, slower):
    status, out, _ = call("orders_paid", slower)
    assert status == NOT_SUCCEEDED
    assert out.splitlines()[1].endswith("(WaitStateExited) at /States/rest: the wait differs, in seconds")
    assert call("orders_paid", slower, "--no-timings")[0] == DONE


def test_json(call, slower):
    status, out, _ = call("orders_paid", slower, "--format", "json")
    assert status == NOT_SUCCEEDED
    made = json.loads(out)
    assert (made["agrees"], made["divergence"]["kind"], made["divergence"]["now"]) == (False, "time", 600)


def test_a_name_from_the_execution(call, root):
    asking = root / "tests" / "histories" / "asking.asl.json"
    arn = "arn:aws:states:us-east-1:123456789012:execution:asking:another"
    status, out, _ = call("asking_answered", asking, "--execution-arn", arn)
    assert status == NOT_SUCCEEDED
    assert "$.MessageBody.run" in out
    assert call("asking_answered", asking, "--execution-arn", arn, "--ignore", "run")[0] == DONE


def test_what_is_no_history(call, orders):
    status, _, err = call("none", orders)
    assert status not in (DONE, NOT_SUCCEEDED)
    assert "error[SL905]" in err
