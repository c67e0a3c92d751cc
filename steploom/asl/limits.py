"""The quotas of Step Functions, in the units that AWS counts in (service quotas page of the developer guide)."""

from __future__ import annotations

__all__ = [
    "ALIASES",
    "ASSIGN_BYTES",
    "EXPRESS_SECONDS",
    "HISTORY_EVENTS",
    "INLINE_MAP_CONCURRENCY",
    "MAX_BATCH_BYTES",
    "MAX_DEFINITION_BYTES",
    "MAX_DELAY_SECONDS",
    "MAX_DEPTH",
    "MAX_LABEL",
    "MAX_MAP_CONCURRENCY",
    "MAX_NAME",
    "MAX_NESTING",
    "MAX_READER_ITEMS",
    "MAX_SECONDS",
    "MAX_STATE_NAME",
    "MAX_TASK_TOKEN",
    "MAX_VARIABLE_NAME",
    "MAX_WAIT_SECONDS",
    "PAYLOAD_BYTES",
    "STANDARD_SECONDS",
    "VARIABLES_BYTES",
    "VARIABLE_BYTES",
    "VERSIONS",
]

#: UTF-8 bytes of a definition, hard quota.
MAX_DEFINITION_BYTES = 1_048_576
#: Characters of a state's name.
MAX_STATE_NAME = 80
#: Characters of the name of a state machine, an execution or an activity.
MAX_NAME = 80
#: Characters of a variable's name.
MAX_VARIABLE_NAME = 80
#: Characters of the `Label` of a distributed Map.
MAX_LABEL = 40
#: Characters of a task token.
MAX_TASK_TOKEN = 2_048

#: Versions of one state machine.
VERSIONS = 1_000
#: Aliases of one state machine.
ALIASES = 100

#: Scopes in scopes. AWS has the code `TOO_DEEPLY_NESTED` and publishes no figure; this one guards the reader's stack.
MAX_DEPTH = 50
#: Lists and objects in each other, payloads included; not a quota of AWS either.
MAX_NESTING = 400

#: Highest value of `TimeoutSeconds`, `HeartbeatSeconds`, `Seconds`, `IntervalSeconds` and `MaxAttempts`.
MAX_SECONDS = 99_999_999
#: Highest value of a retrier's `MaxDelaySeconds`.
MAX_DELAY_SECONDS = 31_622_400
#: Longest delay of one Wait: it must fit into a signed 32-bit count of seconds.
MAX_WAIT_SECONDS = 2_147_483_647
#: Longest execution of a Standard machine: one year.
STANDARD_SECONDS = 31_536_000
#: Longest execution of an Express machine: five minutes.
EXPRESS_SECONDS = 300

#: UTF-8 bytes of an input, output or result as compact JSON.
PAYLOAD_BYTES = 262_144
#: UTF-8 bytes of one variable.
VARIABLE_BYTES = 262_144
#: UTF-8 bytes of all values of one `Assign`.
ASSIGN_BYTES = 262_144
#: Bytes of all variables that one execution stores.
VARIABLES_BYTES = 10_485_760
#: Events in the history of one Standard execution.
HISTORY_EVENTS = 25_000

#: Iterations of an inline Map that run at once where `MaxConcurrency` is 0.
INLINE_MAP_CONCURRENCY = 40
#: Child executions of a distributed Map that run at once.
MAX_MAP_CONCURRENCY = 10_000
#: Highest value of `MaxInputBytesPerBatch`.
MAX_BATCH_BYTES = 262_144
#: Highest value of `MaxItems`.
MAX_READER_ITEMS = 100_000_000
