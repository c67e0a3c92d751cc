"""The engine: definitions and inputs in, outputs and histories out, on a virtual clock, as AWS would answer.

`compile` turns a definition into a graph of nodes once (`machine.py`, `states/`, `dataflow/`); frames walk it
(`frame.py`) while one scheduler orders everything (`scheduler.py`); what leaves goes through `integration.py`. Must
not: know boto3 or moto, read the real time, start a thread.
"""

from __future__ import annotations

from steploom.engine.distributed.map_run import MapRun
from steploom.engine.distributed.store import ItemStore, StoreRefused
from steploom.engine.engine import Engine
from steploom.engine.execution import Execution, StartOptions, Status
from steploom.engine.failure import TokenError
from steploom.engine.integration import (
    Deferred,
    ExecutionInfo,
    Failure,
    FunctionIntegration,
    Integration,
    Outcome,
    Pending,
    Refused,
    Success,
    TaskRequest,
    Waiting,
)
from steploom.engine.interleaving import Due, Order, Shuffled
from steploom.engine.machine import Machine
from steploom.engine.probe import MockedFailure, MockedResult, Probe, ProbeRequest, ProbeResult
from steploom.engine.scheduler import Timer
from steploom.engine.states.side_by_side import Place, place_of
from steploom.engine.tally import Tally

__all__ = [
    "Deferred",
    "Due",
    "Engine",
    "Execution",
    "ExecutionInfo",
    "Failure",
    "FunctionIntegration",
    "Integration",
    "ItemStore",
    "Machine",
    "MapRun",
    "MockedFailure",
    "MockedResult",
    "Order",
    "Outcome",
    "Pending",
    "Place",
    "Probe",
    "ProbeRequest",
    "ProbeResult",
    "Refused",
    "Shuffled",
    "StartOptions",
    "Status",
    "StoreRefused",
    "Success",
    "Tally",
    "TaskRequest",
    "Timer",
    "TokenError",
    "Waiting",
    "place_of",
]
