"""`TestState`: one state visited by itself, with the world or a mock behind it (section 8.7 of the reference).

Input: a request. `reading.py` turns it into a probe and refuses what makes no sense, with `context.py` and `schema.py`
for its context object and mocked result; the engine visits. Output: the response, with what an HTTP task sent and got
(`exchange.py`). Must not: evaluate anything itself.
"""

from __future__ import annotations

from steploom.local.door.teststate.operation import test_state

__all__ = ["test_state"]
