"""The tables of the language: which fields each kind of object has, in which order, read and written how.

Input: nothing. Output: one `Shape` for each class of `steploom.asl.model`, a state type or two a file.
Must not: compare fields of different objects (that is `steploom.asl.validate`), or look at text.
"""

from __future__ import annotations

from steploom.asl.shapes.choice import CHOICE
from steploom.asl.shapes.machine import MACHINE
from steploom.asl.shapes.map import MAP, PROCESSOR
from steploom.asl.shapes.parallel import PARALLEL
from steploom.asl.shapes.plain import FAIL, PASS, SUCCEED, WAIT
from steploom.asl.shapes.scope import BRANCH, present_fields, read_state, register, write_state
from steploom.asl.shapes.task import TASK

__all__ = ["BRANCH", "MACHINE", "PROCESSOR", "present_fields", "read_state", "write_state"]

register("Pass", PASS)
register("Task", TASK)
register("Choice", CHOICE)
register("Wait", WAIT)
register("Succeed", SUCCEED)
register("Fail", FAIL)
register("Parallel", PARALLEL)
register("Map", MAP)
