"""Table of Parallel."""

from __future__ import annotations

from steploom.asl.fields import Shape
from steploom.asl.model import ParallelState
from steploom.asl.readers import objects
from steploom.asl.shapes.common import (
    ARGUMENTS,
    ASSIGN,
    CATCH,
    HEAD,
    INPUT_PATH,
    NEXT_OR_END,
    OUTPUT,
    OUTPUT_PATH,
    PARAMETERS,
    RESULT_PATH,
    RESULT_SELECTOR,
    RETRY,
)
from steploom.asl.shapes.scope import BRANCH

__all__ = ["PARALLEL"]

PARALLEL = Shape(
    ParallelState,
    (
        *HEAD,
        INPUT_PATH,
        PARAMETERS,
        ARGUMENTS,
        objects("Branches", "branches", BRANCH, required=True),
        RESULT_SELECTOR,
        RESULT_PATH,
        OUTPUT_PATH,
        ASSIGN,
        OUTPUT,
        RETRY,
        CATCH,
        *NEXT_OR_END,
    ),
)
