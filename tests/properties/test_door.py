"""Whatever is asked, Step Functions answers in the shape of its model, or with one of its model's errors."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from botocore.model import StructureShape

from steploom.local import Cloud, mock_cloud
from steploom.local.door.constraints import states_model
from steploom.local.door.faults import ServiceFault
from tests.properties.door.requests import Caller

_ALWAYS = {"ValidationException", "SerializationException"}


def answer_of(cloud: Cloud, operation: str, request: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
    """The answer, or None; what is wrong with it or with the error, or None."""
    model = states_model().operation_model(operation)
    try:
        answer = cloud.world.handle(operation, request, "123456789012", "us-east-1")
    except ServiceFault as fault:
        modelled = {shape.name for shape in model.error_shapes} | _ALWAYS
        return None, None if fault.code in modelled else f"{operation} {request}: {fault}"
    shape = model.output_shape
    well = isinstance(shape, StructureShape) and set(shape.required_members) <= answer.keys() <= shape.members.keys()
    return answer, None if well else f"{operation} {request}: {answer}"


@pytest.mark.parametrize("seed", range(12))
def test_every_request_is_answered_as_the_model_says(seed: int) -> None:
    random = Random(seed)
    caller, answered = Caller(random), 0
    with mock_cloud(seed=seed) as cloud:
        for _ in range(100):
            answer, wrong = answer_of(cloud, *caller.request())
            assert wrong is None
            if answer is not None:
                answered += 1
                caller.listen(answer)
            if not random.randrange(5):
                cloud.run_until_idle()
    assert answered >= 5
