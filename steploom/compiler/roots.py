"""Names of the values that a state is given, beside the workflow's own variables.

They stand in HIR like variables; the emission writes them as paths into `$states`.
"""

from __future__ import annotations

__all__ = [
    "CAUGHT",
    "CORRELATION",
    "EXECUTION",
    "INPUT",
    "MACHINES",
    "RAISES",
    "RESULT",
    "RESULT_PAYLOAD",
    "ROOTS",
    "TOKEN",
]

INPUT = "$input"
RESULT = "$result"
RESULT_PAYLOAD = "$payload"
CAUGHT = "$caught"
TOKEN = "$token"  # noqa: S105 - a name, no secret
EXECUTION = "$execution"
CORRELATION = "$correlation"
MACHINES = "$machines"

#: What stands before the name of an error that an expression raises, in the cause of the state that evaluates it.
RAISES = "Python raises "

#: How each is written in JSONata. A story that nobody has named yet is named after the execution.
ROOTS = {
    INPUT: "$states.input",
    RESULT: "$states.result",
    RESULT_PAYLOAD: "$states.result.Payload",
    CAUGHT: "$states.errorOutput",
    TOKEN: "$states.context.Task.Token",
    MACHINES: "$substringBefore($states.context.StateMachine.Id, ':stateMachine:') & ':stateMachine:'",
    EXECUTION: "$states.context.Execution.Id",
    CORRELATION: "[$states.context.Execution.Input._meta.correlation_id, $states.context.Execution.Id][0]",
}
