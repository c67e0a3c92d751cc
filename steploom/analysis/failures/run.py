"""Inject every failure: the plan of trials, and the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from steploom.analysis.failures.errors import modelled_errors, retried
from steploom.analysis.failures.model import FailureReport, Injection, Trial
from steploom.analysis.failures.sagas import declared_plan, sagas_of
from steploom.analysis.failures.trying import Fakes, Subject, Tried, try_once
from steploom.asl import TaskState, walk
from steploom.compiler import CompiledWorkflow, compile_workflow
from steploom.dsl import Activity, AwsCall, Workflow
from steploom.local import Cloud
from steploom.local.definitions import Definition, definition_of
from steploom.local.deployment import input_json

__all__ = ["Allowed", "inject_every_failure"]

#: A state, all whose failures may end as they do; a state and an error; or a judgement of a trial.
Allowed: TypeAlias = str | tuple[str, str] | Callable[[Trial], bool]


def inject_every_failure(  # noqa: PLR0913 - what a test may say about its runs, all by name
    target: Workflow[..., Any] | Definition,
    input: Any = None,  # noqa: A002 - AWS's name
    *,
    fakes: Fakes | None = None,
    prepare: Callable[[Cloud], object] | None = None,
    errors: Mapping[Any, Iterable[str | type[BaseException]]] | None = None,
    allow: Iterable[Allowed] = (),
    harmless: Iterable[Activity[..., Any] | AwsCall] = (),
    compensations: Mapping[Any, Any] | None = None,
    seed: int = 0,
) -> FailureReport:
    """Let each task fail in each way that is modelled, one run each, and report what comes of it.

    A task is made to fail with each error that it can end with, to run out of time before its work, and to lose the
    reply after it; each on its first attempt only, where a retrier matches, and on every attempt, until the retries
    are exhausted. Tasks that only a failure leads to, such as undos, fail behind that failure. Each run has a cloud
    of its own, and one seed gives one report.

    Args:
        target: A workflow, or a definition: its object, text or file.
        input: What each run is started with.
        fakes: What answers for activities, AWS operations or any other target of `Cloud.mock`: a function of what the
            caller passed, or a value. A function without arguments that returns such a table makes it anew for each
            run: what a fake remembers must not last.
        prepare: Called with each cloud before the run, to make tables and the like.
        errors: More errors that an activity, or a state by name, can end with.
        allow: Ends that are expected: the name of a state, `(state, error)` with `lost_reply` and `timeout` standing
            for these, or a function of a `Trial`.
        harmless: Steps of sagas that need no undo. AWS operations that only read are known.
        compensations: What undoes what, where that is not to be guessed: activities by activities. For a hand-written
            definition: states by states.
        seed: The seed of each cloud.

    Returns:
        The report; `assert_handled()` fails a test where somebody should look at a run.

    Raises:
        NestedCloud: A cloud is open.
        MockError: A fake answers what AWS cannot.

    Example:
        >>> charge = "arn:aws:lambda:us-east-1:123456789012:function:charge"
        >>> again = {"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}
        >>> definition = {
        ...     "StartAt": "charge",
        ...     "States": {
        ...         "charge": {"Type": "Task", "Resource": charge, "Retry": [again], "TimeoutSeconds": 9, "End": True}
        ...     },
        ... }
        >>> report = inject_every_failure(definition, fakes={charge: {"paid": True}})
        >>> print(report.text().splitlines()[0])
        machine: 16 injected failures: 8 handled, 8 unhandled
    """
    subject = _subject(target, input, fakes or {}, prepare, seed)
    plans = _plans(target, subject, harmless, compensations or {})
    return _Search(replace(subject, plans=plans), _names(errors or {}), tuple(allow)).report()


def _subject(
    target: Workflow[..., Any] | Definition,
    value: Any,
    fakes: Fakes,
    prepare: Callable[[Cloud], object] | None,
    seed: int,
) -> Subject:
    given = {} if value is None else value
    if isinstance(target, Workflow):
        compiled = compile_workflow(target)
        json = input_json(target, given)
        return Subject(target.name, compiled.definition, compiled, json, fakes, prepare, seed)
    name, definition = definition_of(target)
    return Subject(name or "machine", definition, None, given, fakes, prepare, seed)


def _plans(
    target: Workflow[..., Any] | Definition,
    subject: Subject,
    harmless: Iterable[Activity[..., Any] | AwsCall],
    compensations: Mapping[Any, Any],
) -> Any:
    named = {_name(step): _name(undo) for step, undo in compensations.items()}
    if isinstance(target, Workflow) and subject.compiled is not None:
        return sagas_of(target, subject.compiled, frozenset(each.name for each in harmless), named)
    return declared_plan(named)


def _name(target: Any) -> str:
    return target if isinstance(target, str) else str(target.name)


def _names(errors: Mapping[Any, Iterable[str | type[BaseException]]]) -> dict[str, tuple[str, ...]]:
    return {
        _name(target): tuple(each if isinstance(each, str) else each.__name__ for each in names)
        for target, names in errors.items()
    }


class _Search:
    """The trials of one subject.

    Args:
        subject: What is examined.
        errors: More errors by activity or state.
        allow: Expected ends.
    """

    def __init__(self, subject: Subject, errors: Mapping[str, tuple[str, ...]], allow: tuple[Allowed, ...]) -> None:
        self._subject = subject
        self._errors = errors
        self._allow = allow
        self._states = {name: state for _, name, state in walk(subject.definition) if isinstance(state, TaskState)}
        self._activities = _activities(subject.compiled, self._states)

    def report(self) -> FailureReport:
        """Run everything."""
        baseline = try_once(self._subject, None)
        seen = dict.fromkeys(each.state for each in baseline.calls)
        trials: list[Trial] = []
        waiting = list(self._injections(baseline, tuple(seen), None))
        while waiting:
            injection = waiting.pop(0)
            tried = try_once(self._subject, injection)
            trials.append(self._judged(tried.trial))
            new = tuple(each for each in dict.fromkeys(call.state for call in tried.calls) if each not in seen)
            if new:
                seen |= dict.fromkeys(new)
                waiting += self._injections(tried, new, injection)
        unreached = tuple(name for name in self._states if name not in seen)
        return FailureReport(self._subject.name, baseline.trial, tuple(trials), unreached)

    def _injections(self, tried: Tried, names: tuple[str, ...], after: Injection | None) -> Iterator[Injection]:
        for name in names:
            state = self._states.get(name)
            if state is None:
                continue
            item = next(each.item for each in tried.calls if each.state == name)
            plain = Injection(name, "timeout", None, every_attempt=True, item=item, after=after)
            for error in self._modelled(name, state):
                yield from _often(replace(plain, kind="fail", error=error), state)
            yield from _often(plain, state)
            yield from _often(replace(plain, kind="lost_reply"), state)

    def _modelled(self, name: str, state: TaskState) -> tuple[str, ...]:
        activity = self._activities.get(name)
        more = self._errors.get(name, ()) + self._errors.get("" if activity is None else activity.name, ())
        return modelled_errors(state, activity, more)

    def _judged(self, trial: Trial) -> Trial:
        return replace(trial, allowed=trial.ending != "handled" and any(_allows(each, trial) for each in self._allow))


def _often(injection: Injection, state: TaskState) -> Iterator[Injection]:
    """Yield an injection for the first attempt, where another follows, and one for every attempt."""
    if retried(state, injection.error or "States.Timeout"):
        yield replace(injection, every_attempt=False)
    yield injection


def _allows(allowed: Allowed, trial: Trial) -> bool:
    injection = trial.injection
    if callable(allowed):
        return allowed(trial)
    if injection is None:
        return False
    if isinstance(allowed, str):
        return injection.state == allowed
    return (injection.state, injection.error or injection.kind) == allowed


def _activities(compiled: CompiledWorkflow | None, states: Mapping[str, TaskState]) -> dict[str, Activity[..., Any]]:
    """The activities by the states that call them."""
    known = {} if compiled is None else {each.name: each for each in compiled.activities}
    found = {}
    for name, state in states.items():
        arguments = state.arguments if isinstance(state.arguments, dict) else {}
        activity = known.get(str(arguments.get("FunctionName")))
        if activity is not None:
            found[name] = activity
    return found
