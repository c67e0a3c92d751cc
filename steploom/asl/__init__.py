"""The States Language: a typed model, its resources and limits, loading, dumping, validating.

Input: JSON or YAML text, or a parsed object. Output: frozen dataclasses, and JSON again; every fault as a
diagnostic with AWS's words. Must not: parse an expression (callers hand in a checker), or run anything.
"""

from steploom.asl.checks import ExpressionCheck, ExpressionKind, ExpressionUse, check, validate, validate_state
from steploom.asl.dump import dump, to_json
from steploom.asl.load import load, load_state
from steploom.asl.model import (
    ABSENT,
    Absent,
    Catcher,
    ChoiceRule,
    ChoiceState,
    FailState,
    ItemBatcher,
    ItemProcessor,
    ItemReader,
    MapState,
    ParallelState,
    PassState,
    ProcessorConfig,
    QueryLanguage,
    ReaderConfig,
    ResultWriter,
    Retrier,
    Scope,
    State,
    StateMachine,
    SucceedState,
    TaskState,
    WaitState,
    WriterConfig,
)
from steploom.asl.positions import with_spans
from steploom.asl.resources import Resource, parse_resource
from steploom.asl.scopes import scopes, successors, transitions, walk

__all__ = [
    "ABSENT",
    "Absent",
    "Catcher",
    "ChoiceRule",
    "ChoiceState",
    "ExpressionCheck",
    "ExpressionKind",
    "ExpressionUse",
    "FailState",
    "ItemBatcher",
    "ItemProcessor",
    "ItemReader",
    "MapState",
    "ParallelState",
    "PassState",
    "ProcessorConfig",
    "QueryLanguage",
    "ReaderConfig",
    "Resource",
    "ResultWriter",
    "Retrier",
    "Scope",
    "State",
    "StateMachine",
    "SucceedState",
    "TaskState",
    "WaitState",
    "WriterConfig",
    "check",
    "dump",
    "load",
    "load_state",
    "parse_resource",
    "scopes",
    "successors",
    "to_json",
    "transitions",
    "validate",
    "validate_state",
    "walk",
    "with_spans",
]
