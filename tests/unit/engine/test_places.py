from __future__ import annotations

import json

from steploom.clock import VirtualClock
from steploom.engine import Engine, FunctionIntegration, Place, Success, place_of

TASK = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "End": True}
INNER = {"StartAt": "t", "States": {"t": TASK}}
DEFINITION = {
    "StartAt": "first",
    "States": {
        "first": {"Type": "Task", "Resource": TASK["Resource"], "Next": "each"},
        "each": {
            "Type": "Map",
            "ItemProcessor": {
                "StartAt": "both",
                "States": {"both": {"Type": "Parallel", "Branches": [INNER], "End": True}},
            },
            "End": True,
        },
    },
}


def test_a_request_knows_where_it_comes_from():
    places = []

    def function(request):
        places.append(place_of(request.frame))
        return Success([1, 2])

    engine = Engine(FunctionIntegration(function), clock=VirtualClock())
    engine.start(engine.compile(json.dumps(DEFINITION)), {})
    engine.run_until_idle()
    inside = [(Place("each", index, of_map=True), Place("both", 0, of_map=False)) for index in (0, 1)]
    assert places == [(), *inside]
