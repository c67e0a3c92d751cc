"""Histories that AWS recorded: each follows its own definition, and no definition that was changed where it matters."""

from __future__ import annotations

import copy
import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from steploom.analysis.replaying import replay
from steploom.errors import DefinitionError

#: AWS shows it since late 2023; histories from before do not have it.
_NEWER = ("RedriveCount",)


def cases(shared):
    for file in sorted((shared / "conformance" / "sfn").glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for case in map(json.loads, lines):
                history = (case.get("expect") or {}).get("history")
                if history and case["kind"] in ("execution", "execution_error") and numbered(history):
                    yield case, history


def numbered(history):
    """Whether ids survived the recording; in nine histories they did not."""
    return all(isinstance(event["id"], int) and isinstance(event["previousEventId"], int) for event in history)


def as_exported(case, history, separators):
    """Undo what the kit did to compare: concrete names were replaced, times dropped, JSON texts parsed."""
    text = json.dumps(history)
    for each in case["substitutions"]:
        text = text.replace(each["placeholder"], json.dumps(each["value"])[1:-1])
    text = text.replace("000000000000", "123456789012")  # the recorder's account, where the definition names the kit's
    begun = begin(case)
    return [exported(event, begun, separators) for event in json.loads(text)]


def begin(case):
    for each in case.get("shift", ()):
        moment = datetime.fromisoformat(each["value"])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - each["seconds"]
    return datetime.strptime(case["recorded"], "%d-%m-%Y, %H:%M:%S").replace(tzinfo=UTC).timestamp()


def exported(event, begun, separators):
    def text(value):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=separators)

    whole = {**event, "timestamp": begun + event["id"] / 1000}
    for key, details in event.items():
        if key.endswith("EventDetails"):
            whole[key] = {
                name: text(value) if name in ("input", "output", "parameters", "cause") else value
                for name, value in details.items()
            }
            if "assignedVariables" in details:
                whole[key]["assignedVariables"] = {
                    name: text(value) for name, value in details["assignedVariables"].items()
                }
    return whole


def followed(case, history, definition):
    """Replay; the kit lost how a parsed text was spaced, so that either way will do."""
    made = [
        replay(as_exported(case, history, separators), definition, timings=False, ignore=_NEWER)
        for separators in ((",", ":"), (", ", ": "))
    ]
    return next((each for each in made if each.agrees), made[0])


def lost(case, divergence):
    """Whether the kit put a placeholder where the definition needs what was recorded."""
    shown = f"{json.dumps(divergence.recorded)} {divergence.message}"
    return any(token in shown for token in case["placeholders"] if token != "timestamp")


def test_every_execution_follows_its_own_definition(shared):
    count, without, undecided, wrong = 0, [], [], []
    for case, history in cases(shared):
        count += 1
        definition = case.get("definition") or case["definition_text"]
        made = followed(case, history, definition)
        assert made.divergence is not None or made.visits == sum(
            event["type"].endswith("StateEntered") for event in history
        ), case["id"]
        if made.undecided:
            undecided.append(case["id"])
        if made.divergence is not None:
            (without if lost(case, made.divergence) else wrong).append(f"{case['id']}: {made.divergence}")
    assert not wrong, "\n".join(wrong)
    assert count > 450
    assert len(without) <= 10, "\n".join(without)
    assert len(undecided) <= 5, undecided


# Definitions that were changed.


def states(definition):
    """Every states object of a definition."""
    found = [definition["States"]]
    for state in definition["States"].values():
        for inner in [*state.get("Branches", []), state.get("ItemProcessor"), state.get("Iterator")]:
            if inner:
                found += states(inner)
    return found


def renamed(definition, visited):
    """The first visited state under another name."""
    for group in states(definition):
        for name in list(group):
            if name == visited[0]:
                group[f"{name} now"] = group.pop(name)
                text = json.dumps(definition).replace(f'"StartAt": {json.dumps(name)}', f'"StartAt": "{name} now"')
                text = text.replace(f'"Next": {json.dumps(name)}', f'"Next": "{name} now"')
                return json.loads(text.replace(f'"Default": {json.dumps(name)}', f'"Default": "{name} now"'))
    return None


def retyped(definition, visited):
    """The last visited state as a Fail."""
    for group in states(definition):
        if visited[-1] in group and group[visited[-1]]["Type"] not in ("Fail", "Choice"):
            group[visited[-1]] = {"Type": "Fail", "Error": "Changed"}
            return definition
    return None


def longer(definition, visited):
    """One more state behind the last one."""
    for group in states(definition):
        state = group.get(visited[-1])
        if state is not None and state.get("End") is True:
            del state["End"]
            state["Next"] = "one more"
            group["one more"] = {"Type": "Pass", "End": True}
            return definition
    return None


def other_result(definition, visited):
    """Another result of a visited Pass."""
    for group in states(definition):
        for name, state in group.items():
            if name in visited and state["Type"] == "Pass" and "Result" in state:
                state["Result"] = {"changed": True}
                return definition
    return None


def other_arguments(definition, visited):
    """One more argument of a visited Task."""
    for group in states(definition):
        for name, state in group.items():
            for field in ("Arguments", "Parameters"):
                if name in visited and state["Type"] == "Task" and isinstance(state.get(field), dict):
                    state[field]["Changed"] = True
                    return definition
    return None


def other_resource(definition, visited):
    """Another resource of a visited Task."""
    for group in states(definition):
        for name, state in group.items():
            if name in visited and state["Type"] == "Task" and not state.get("Arguments", state.get("Parameters")):
                state["Resource"] = "arn:aws:lambda:us-east-1:123456789012:function:changed"
                return definition
    return None


def no_catch(definition, visited):
    """A visited state without its catchers."""
    for group in states(definition):
        for name, state in group.items():
            if name in visited and "Catch" in state:
                del state["Catch"]
                return definition
    return None


CHANGES = [renamed, retyped, longer, other_result, other_arguments, other_resource, no_catch]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_changed_definition_is_caught(shared, change):
    kinds: Counter[str] = Counter()
    missed = []
    for case, history in cases(shared):
        if not isinstance(case.get("definition"), dict) or not relevant(change, history):
            continue
        visited = [
            event["stateEnteredEventDetails"]["name"] for event in history if event["type"].endswith("StateEntered")
        ]
        definition = change(copy.deepcopy(case["definition"]), visited) if visited else None
        if definition is None:
            continue
        try:
            made = followed(case, history, definition)
        except DefinitionError:
            continue  # the change left a dangling reference: the definition is refused before anything is followed
        if made.divergence is None:
            missed.append(case["id"])
        else:
            kinds[made.divergence.kind] += 1
    assert sum(kinds.values()) > 5, kinds
    assert not missed, missed


def relevant(change, history):
    """Whether the recorded execution came to what is changed."""
    types = [event["type"] for event in history]
    if change is no_catch:
        caught = [
            index
            for index, kind in enumerate(types[:-1])
            if kind in ("TaskFailed", "LambdaFunctionFailed", "EvaluationFailed", "TaskTimedOut")
            and types[index + 1] == "TaskStateExited"
        ]
        return bool(caught)
    if change in (longer, retyped):
        return types[-1] == "ExecutionSucceeded"
    if change in (other_arguments, other_resource):
        return any(kind.endswith("Scheduled") for kind in types)
    return True
