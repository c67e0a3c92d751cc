"""Run a call once for each idempotency key, by Powertools Idempotency over DynamoDB."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, cast

from steploom.errors import SteploomError
from steploom.jsontext import Json, JsonObject
from steploom.runtime.settings import (
    IDEMPOTENCY_EXPIRY_ATTRIBUTE,
    IDEMPOTENCY_KEY_ATTRIBUTE,
    IDEMPOTENCY_SECONDS,
    IDEMPOTENCY_TABLE_ENV,
)

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig
    from aws_lambda_powertools.utilities.typing import LambdaContext

__all__ = ["Once"]

_LONGEST_CALL = 15 * 60 * 1000


class _Longest:
    """A context for callers that have none: a call that does not end is forgotten after Lambda's longest time."""

    def get_remaining_time_in_millis(self) -> int:
        return _LONGEST_CALL


class Once:
    """Answers a repeated call of one function with the first call's result.

    The key is the function's name and the value at `path` in its arguments. A call that failed is forgotten, so that
    it can be tried again; a second call with the same key and other arguments is refused, never answered with a result
    that belongs to something else.

    Args:
        name: Name of the activity or handler.
        path: Where the key stands in the arguments.
    """

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.path = path

    def call(self, work: Callable[[], Json], arguments: JsonObject, context: object) -> Json:
        """Return what `work` returns, or returned when it was called with the same key before.

        Args:
            work: Does the call.
            arguments: Its arguments with defaults, as JSON.
            context: Lambda's, which tells how long this call may last; any object elsewhere.

        Raises:
            SteploomError: `STEPLOOM_IDEMPOTENCY_TABLE` is not set.
            IdempotencyAlreadyInProgressError: The first call is still running.
            IdempotencyValidationError: The first call had other arguments.
        """
        # It loads boto3, which an activity without idempotency does not need.
        from aws_lambda_powertools.utilities.idempotency import idempotent_function  # noqa: PLC0415

        # An envelope, because Powertools hands a stored result that is empty back as None.
        def enveloped(*, arguments: JsonObject) -> JsonObject:  # noqa: ARG001 - what the key is taken from
            return {"result": work()}

        run = idempotent_function(
            enveloped,
            data_keyword_argument="arguments",
            persistence_store=self._store,
            config=self._config(context),
            key_prefix=self.name,
        )
        return run(arguments=arguments)["result"]

    def _config(self, context: object) -> IdempotencyConfig:
        # It loads boto3, which an activity without idempotency does not need.
        from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig  # noqa: PLC0415

        tells = hasattr(context, "get_remaining_time_in_millis")
        return IdempotencyConfig(
            event_key_jmespath=self.path,
            payload_validation_jmespath="@",
            raise_on_no_idempotency_key=True,
            expires_after_seconds=IDEMPOTENCY_SECONDS,
            hash_function="sha256",
            lambda_context=cast("LambdaContext", context if tells else _Longest()),
        )

    @cached_property
    def _store(self) -> DynamoDBPersistenceLayer:
        table = os.environ.get(IDEMPOTENCY_TABLE_ENV)
        if not table:
            raise SteploomError(
                f"{self.name!r} is idempotent by {self.path!r}: set {IDEMPOTENCY_TABLE_ENV} to a DynamoDB table with "
                f" the string key {IDEMPOTENCY_KEY_ATTRIBUTE!r}"
            )
        # It loads boto3, which an activity without idempotency does not need.
        from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer  # noqa: PLC0415

        return DynamoDBPersistenceLayer(
            table_name=table,
            key_attr=IDEMPOTENCY_KEY_ATTRIBUTE,
            expiry_attr=IDEMPOTENCY_EXPIRY_ATTRIBUTE,
        )
