"""Asynchronous invocations in moto's Lambda: their configuration, and the dead letters that moto forgets."""

from __future__ import annotations

from typing import Any

import moto.awslambda.models as moto_lambda

from steploom.local.functions.invocation import LaterRules
from steploom.local.hooks.patches import Patches

__all__ = ["install", "rules_of"]

_DEAD_LETTERS = "DeadLetterConfig"
_KEPT = "steploom_dead_letters"


def install(patches: Patches) -> None:
    """Let functions keep their `DeadLetterConfig`, and show it."""
    make = moto_lambda.LambdaFunction.__init__
    show = moto_lambda.LambdaFunction.get_configuration
    update = moto_lambda.LambdaFunction.update_configuration

    def init(self: Any, account_id: str, spec: dict[str, Any], region: str, version: str | int = 1) -> None:
        make(self, account_id, spec, region, version)
        setattr(self, _KEPT, (spec.get(_DEAD_LETTERS) or {}).get("TargetArn"))

    def get_configuration(self: Any, on_create: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - moto's signature
        target = getattr(self, _KEPT, None)
        shown: dict[str, Any] = show(self, on_create)
        return shown | ({_DEAD_LETTERS: {"TargetArn": target}} if target else {})

    def update_configuration(self: Any, config_updates: dict[str, Any]) -> dict[str, Any]:
        if _DEAD_LETTERS in config_updates:
            setattr(self, _KEPT, config_updates[_DEAD_LETTERS].get("TargetArn"))
        shown: dict[str, Any] = update(self, config_updates)
        return shown

    patches.attribute(moto_lambda.LambdaFunction, "__init__", init)
    patches.attribute(moto_lambda.LambdaFunction, "get_configuration", get_configuration)
    patches.attribute(moto_lambda.LambdaFunction, "update_configuration", update_configuration)


def rules_of(function: Any) -> LaterRules:
    """Return what becomes of a function's asynchronous invocations; the last configuration counts."""
    config = function.event_invoke_config[-1].config if function.event_invoke_config else {}
    destinations = config.get("DestinationConfig", {})
    return LaterRules(
        retries=int(config.get("MaximumRetryAttempts", 2)),
        max_age=float(config.get("MaximumEventAgeInSeconds", 21_600)),
        dead_letters=getattr(function, _KEPT, None),
        on_success=destinations.get("OnSuccess", {}).get("Destination"),
        on_failure=destinations.get("OnFailure", {}).get("Destination"),
    )
