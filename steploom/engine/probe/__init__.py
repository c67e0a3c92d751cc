"""Probes: one visit of one state with a mock in place of what it would do, as the API's TestState makes it.

Input: a state and a request (`request.py`). The engine's own nodes and data flow run, compiled so that every stage is
noted (`language.py`, `nodes.py`). Output: a result with the stages (`run.py`). Must not: interpret a state anew.
"""

from __future__ import annotations

from steploom.engine.probe.request import MockedFailure, MockedResult, ProbeRequest
from steploom.engine.probe.run import Probe, ProbeResult, begin_probe, compile_probe

__all__ = ["MockedFailure", "MockedResult", "Probe", "ProbeRequest", "ProbeResult", "begin_probe", "compile_probe"]
