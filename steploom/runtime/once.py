"""Run a call once for each idempotency key, by Powertools Idempotency over DynamoDB."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from steploom.diagnostics import Diagnostic
from steploom.dsl import Activity
from steploom.errors import DeclarationError, SteploomError
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
    """Answers a repeated call of one activity with the first call's result.

    The key is the activity's name and the value of `idempotent_by`. A call that failed is forgotten, so that it can
    be tried again; a second call with the same key and other arguments is refused, never answered with a result that
    belongs to something else.

    Args:
        activity: One with `idempotent_by`.
        path: What `idempotent_by` names.

    Raises:
        DeclarationError: SL207, the activity is a callback.
    """

    def __init__(self, activity: Activity[..., Any], path: str) -> None:
        if activity.is_callback:
            message = f"activity {activity.name!r} is a callback and cannot be idempotent_by={path!r}"
            hint = "each call carries a new token that must be stored; remove idempotent_by"
            raise DeclarationError([Diagnostic("SL207", message, hint=hint)])
        self.activity = activity
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
            key_prefix=self.activity.name,
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
                f"activity {self.activity.name!r} is idempotent by {self.path!r}: set {IDEMPOTENCY_TABLE_ENV} to a "
                f"DynamoDB table with the string key {IDEMPOTENCY_KEY_ATTRIBUTE!r}"
            )
        # It loads boto3, which an activity without idempotency does not need.
        from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer  # noqa: PLC0415

        return DynamoDBPersistenceLayer(
            table_name=table,
            key_attr=IDEMPOTENCY_KEY_ATTRIBUTE,
            expiry_attr=IDEMPOTENCY_EXPIRY_ATTRIBUTE,
        )
