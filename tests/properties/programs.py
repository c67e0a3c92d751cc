"""Whole programs: a workflow with all that it names, an input, and how its activities answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from steploom.dsl import Workflow
from steploom.dsl.contract import input_shape, shape_of
from steploom.jsontext import Json
from tests.properties.choices import Choices, chance, pick, weighted
from tests.properties.declaring import PRELUDE, declare, declare_event
from tests.properties.expressions import RESULTS, Scope, Writer
from tests.properties.kinds import BOOL, INT, NONE, STR, TEXTS, Kind, kind, scalar, writable
from tests.properties.loading import load_source
from tests.properties.statements import ERRORS, RAISED, Body, Step
from tests.properties.values import fitting, spoiled

__all__ = ["Program", "program"]

#: One answer of an activity: `{"value": …}`, `{"raise": class, "text": …}` or `{}` for none; `sleep` in seconds.
Answer = dict[str, Any]
#: Variants, chosen by the arguments; each the answers to the first call with them, the second, …
Plan = list[list[Answer]]

#: Name, type and default of a parameter.
Parameter = tuple[str, Kind, str | None]

_MARK = "\n\n# What it is run with:\n# "


@dataclass(frozen=True)
class Program:
    """A workflow as source text (the last declaration, called `flow`), its input, and plans by activity."""

    source: str
    input: Json
    plans: dict[str, Plan]

    def to_text(self) -> str:
        """Return the program as one file that Python can import."""
        data = json.dumps({"input": self.input, "plans": self.plans}, ensure_ascii=True)
        return f"{self.source.rstrip()}{_MARK}{data}\n"

    @classmethod
    def from_text(cls, text: str) -> Program:
        """Return the program that `to_text` wrote."""
        source, _, data = text.partition(_MARK)
        read = json.loads(data)
        return cls(source.rstrip() + "\n", read["input"], read["plans"])

    def __repr__(self) -> str:
        return self.to_text().removeprefix(PRELUDE)


def program(choices: Choices) -> Program:
    """Return a program.

    Raises:
        DeclarationError: It declares what steploom refuses.
    """
    declared: list[Kind] = []
    parts = [PRELUDE]
    for name in "ABC"[: choices.below(4)]:
        text, made = declare(choices, name, declared)
        parts.append(text)
        declared.append(made)
    parameters = _inputs(choices, declared)
    world = _World(choices, declared, parts, Scope({name: type_ for name, type_, _ in parameters}))
    text, event = declare_event(choices, "Told", declared, world.wanted)
    parts.append(text)
    steps = tuple(world.step(place) for place in range(1 + choices.below(4)))
    parts.append("@activity\ndef tick() -> bool:\n    raise NotImplementedError\n")
    parts.append(world.flow(parameters, event, (*steps, *world.helpers(steps))))
    return _with_data(choices, "\n\n".join(parts), steps)


def _type(choices: Choices, declared: list[Kind]) -> Kind:
    if chance(choices, 40):
        return kind(choices, declared, depth=2)
    return pick(choices, declared) if declared and chance(choices, 40) else scalar(choices)


def _parameter(choices: Choices, name: str, type_: Kind) -> Parameter:
    default = pick(choices, type_.constants) if type_.constants and chance(choices, 20) else None
    return name, type_, default


def _signature(parameters: tuple[Parameter, ...], keyword_only: int | None = None) -> str:
    texts = [f"{n}: {k.text}" + (f" = {d}" if d is not None else "") for n, k, d in parameters]
    if keyword_only is not None and keyword_only < len(texts):
        texts.insert(keyword_only, "*")
    return ", ".join(texts)


def _sorted(parameters: list[Parameter]) -> tuple[Parameter, ...]:
    return tuple(sorted(parameters, key=lambda each: each[2] is not None))


def _inputs(choices: Choices, declared: list[Kind]) -> tuple[Parameter, ...]:
    if declared and chance(choices, 60):
        return (("order", pick(choices, declared), None),)
    names = ("p", "q", "r")[: choices.below(4)]
    return _sorted([_parameter(choices, name, _type(choices, declared)) for name in names])


@dataclass(frozen=True)
class _World:
    """What is around the workflow: its events and activities take what the workflow can give them."""

    choices: Choices
    declared: list[Kind]
    parts: list[str]
    scope: Scope

    def wanted(self, type_: Kind) -> bool:
        """Whether the workflow can make a value of this type, or is given one."""
        return writable(type_) or any(each.kind.text == type_.text for each in self.scope.readable())

    def _taken(self) -> Kind:
        for _ in range(3):
            type_ = _type(self.choices, self.declared)
            if self.wanted(type_):
                return type_
        return STR

    def step(self, place: int) -> Step:
        """Declare an activity."""
        choices = self.choices
        names = ("item", "note", "size")[: choices.below(4)]
        parameters = _sorted([_parameter(choices, name, self._taken()) for name in names])
        given = chance(choices, 40)
        result = pick(choices, (NONE, STR, BOOL)) if given else _type(choices, self.declared)
        callback = chance(choices, 15)
        options = ", ".join(_options(choices, callback=callback))
        token = "token: TaskToken" + (", " if parameters else "") if callback else ""
        name = f"act{place}"
        by_name = choices.below(4) if chance(choices, 15) else None
        lines = [f"@activity({options})" if options else "@activity"]
        lines.append(
            f"def {name}({token}{_signature(parameters, by_name)}) -> {result.text}:\n    raise NotImplementedError\n"
        )
        self.parts.append("\n".join(lines))
        return Step(name, parameters, result, callback, by_name)

    def helpers(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Declare helpers: functions of the program that do steps, or only compute."""
        choices, made = self.choices, []
        for place in range(weighted(choices, [(50, 0), (35, 1), (15, 2)])):
            names = ("first", "other")[: choices.below(3)]
            parameters = _sorted([_parameter(choices, name, self._taken()) for name in names])
            result = pick(choices, (STR, BOOL, INT, NONE))
            sync = chance(choices, 35)
            scope = Scope({name: type_ for name, type_, _ in parameters})
            body = Body(choices, Writer(choices, self.declared), steps, (), result, fuel=5, kinds=dict(scope.names))
            lines = body.computed(scope) if sync else body.write(scope)
            name = f"helper{place}"
            head = f"{'' if sync else 'async '}def {name}({_signature(parameters)}) -> {result.text}:\n"
            self.parts.append(head + "\n".join(f"    {line}" for line in lines) + "\n")
            made.append(Step(name, parameters, result, False, is_helper=True, is_sync=sync))
        return tuple(made)

    def flow(self, parameters: tuple[Parameter, ...], event: Kind, steps: tuple[Step, ...]) -> str:
        """Declare the workflow."""
        choices = self.choices
        returns = pick(choices, RESULTS)
        if chance(choices, 40):
            returns = pick(choices, [each.result for each in steps] + [kind_ for _, kind_, _ in parameters])
        names = dict(self.scope.names)
        body = Body(choices, Writer(choices, self.declared), steps, (event,), returns, kinds=dict(names))
        lines = body.write(Scope(names))
        timeout = f"(timeout={pick(choices, (60, 5, 10))})" if chance(choices, 10) else ""
        head = f"@workflow{timeout}\nasync def flow({_signature(parameters)}) -> {returns.text}:\n"
        return head + "\n".join(f"    {line}" for line in lines) + "\n"


def _options(choices: Choices, *, callback: bool) -> list[str]:
    options: list[str] = []
    if chance(choices, 30) or (callback and chance(choices, 85)):
        options.append(f"timeout={pick(choices, (10, 30))}")
        if callback and chance(choices, 20):
            options.append("heartbeat=5")
    if chance(choices, 35):
        errors = pick(choices, ("", *ERRORS[:-1], "ResultError", "Broken, Odd"))
        first = f"{errors}, " if errors else ""
        retry = f"Retry({first}attempts={pick(choices, (2, 3, 1))}, interval={pick(choices, (1, 3))})"
        options.append(f"retry=[{retry}, Retry()]" if errors and chance(choices, 20) else f"retry={retry}")
    return options


def _with_data(choices: Choices, source: str, steps: tuple[Step, ...]) -> Program:
    module = load_source(source)
    flow: Workflow[..., Any] = module.flow
    shape = input_shape(flow.signature, flow.parameter_types, "input")
    value = fitting(choices, shape)
    for _ in range(weighted(choices, [(80, 0), (12, 1), (8, 2)])):
        value = spoiled(choices, value)
    plans = {each.name: _plan(choices, each, getattr(module, each.name)) for each in steps}
    # Whether a loop goes on: not for ever.
    plans["tick"] = [[*({"value": True} for _ in range(choices.below(4))), {"value": False}]]
    return Program(source, value, plans)


def _plan(choices: Choices, step: Step, activity: Any) -> Plan:
    shape = shape_of(activity.return_type)
    return [
        [_answer(choices, step, shape) for _ in range(weighted(choices, [(6, 1), (3, 2), (1, 3)]))]
        for _ in range(1 + choices.below(2))
    ]


def _answer(choices: Choices, step: Step, shape: Any) -> Answer:
    slept = {"sleep": pick(choices, (1, 10, 12, 31, 2.5))} if chance(choices, 12) else {}
    form = weighted(choices, [(70, "value"), (25, "raise"), (5, "spoiled"), (4 if step.is_callback else 0, "none")])
    match form:
        case "value":
            return {"value": fitting(choices, shape), **slept}
        case "spoiled":
            return {"value": spoiled(choices, fitting(choices, shape)), **slept}
        case "raise":
            return {"raise": pick(choices, (*RAISED, "KeyError", "Late")), "text": pick(choices, TEXTS), **slept}
        case _:
            return {}
