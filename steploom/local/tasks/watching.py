"""`.sync`: a job is looked at on the virtual clock until it has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from botocore.model import ServiceModel

from steploom.engine import TaskRequest
from steploom.jsontext import Json, compact
from steploom.local.tasks.calling import Answered, call_service
from steploom.local.tasks.jobs import Job, Lookup, found_at
from steploom.local.tasks.ports import Ports
from steploom.local.tasks.responses import OPTIMIZED, pascal, result_of

__all__ = ["Watch"]

#: Virtual seconds between two looks: Step Functions hears of most ends by an event, and polls beside that.
_FIRST: Final = 1.0
_LONGEST: Final = 60.0
#: Looks without a change of state after which nothing more is expected of the job by itself.
_PATIENCE: Final = 40


class Watch:
    """One job that a task waits for.

    A job whose state does not change any more waits for somebody to change it: each time the clock is moved from
    outside, it is looked at again, and its token is told as one that awaits an answer.

    Args:
        ports: The ways out.
        request: The task; its token ends it.
        model: The job's service.
        job: Its kind.
        given: What was asked when it was submitted, in the API's names.
        answer: What that was answered, in the API's names, and under the names of the task.
    """

    def __init__(
        self,
        ports: Ports,
        request: TaskRequest,
        model: ServiceModel,
        job: Job,
        given: Mapping[str, Any],
        answer: Mapping[str, Any],
    ) -> None:
        self._ports = ports
        self._request = request
        self._model = model
        self._job = job
        self._places = {"request": given, "answer": answer}
        self._delay = _FIRST
        self._state: str | None = None
        self._unchanged = 0
        self._stalled = False
        self._over = False

    def begin(self) -> None:
        """Look for the first time soon."""
        self._later()

    def abandon(self) -> None:
        """Stop the job, as well as that is possible: nobody waits for it any more."""
        self._over = True
        if self._job.stop is None:
            return
        operation, lookup = self._job.stop
        # Best effort, as on AWS: what the service answers changes nothing.
        self._call(operation, lookup)

    def look(self) -> None:
        """Look at the job; end the task where it has ended."""
        token = self._request.token
        if self._over or token is None or not self._ports.waits(token):
            return
        answered = self._call(self._job.look, self._job.ask)
        if answered.response is None:
            self._unfound(token, answered)
            return
        state = found_at(answered.response, self._job.state)
        told = found_at(answered.response, self._job.told)
        if state in self._job.good or state in self._job.bad:
            self._over = True
            output = self._output(answered.response)
            if state in self._job.good and self._job.sound(told if isinstance(told, Mapping) else {}):
                self._ports.succeed(token, output)
            else:
                self._ports.fail(token, "States.TaskFailed", compact(output))
            return
        self._unchanged = 0 if state != self._state else self._unchanged + 1
        self._state = state
        self._again()

    def _unfound(self, token: str, answered: Answered) -> None:
        """A job that cannot be described: gone as it should be, or a failure of the service."""
        refusal = answered.refusal
        self._over = True
        if self._job.gone and refusal is not None and "NotFound" in refusal.code:
            self._ports.succeed(token, dict(self._places["answer"].get("_told", {})))
            return
        name, text = answered.raised or (
            "States.TaskFailed",
            refusal.message if refusal else answered.unreachable or "",
        )
        self._ports.fail(token, name, text)

    def _again(self) -> None:
        if self._stalled:
            if self._unchanged:
                self._ports.stalled(self.look)
                return
            self._stalled = False
        if self._unchanged >= _PATIENCE:
            self._stalled = True
            self._ports.hand_out(self._request)
            self._ports.stalled(self.look)
            return
        self._later()

    def _later(self) -> None:
        self._ports.call_at(self._ports.now() + self._delay, self.look)
        self._delay = min(self._delay * 2, _LONGEST)

    def _call(self, operation: str, lookup: Lookup) -> Answered:
        arguments = {name: value for name, path in lookup.items() if (value := self._value(path)) is not None}
        call = self._ports.service_call(self._model, operation, arguments)
        return call_service(replace(call, unrecorded=True))

    def _value(self, path: str) -> Any:
        if path.startswith("="):
            return path[1:]
        place, _, rest = path.strip("[]").partition(".")
        value = found_at(self._places[place], rest)
        return [value] if path.startswith("[") and value is not None else value

    def _output(self, response: Mapping[str, Any]) -> Json:
        shape = self._model.operation_model(self._job.look).output_shape
        told = found_at(
            result_of(shape, response, OPTIMIZED), ".".join(pascal(each) for each in self._job.told.split("."))
        )
        made: Json = told if self._job.key is None else {self._job.key: told}
        kept = {name: self._places["answer"].get("_told", {}).get(name) for name in self._job.keep}
        return {**made, **kept} if kept else made
