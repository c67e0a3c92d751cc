"""What a Lambda function tells about a call: a structured log line, a trace segment, a metric.

All three are Powertools'. They go where the process's standard output goes at the moment of the call, as Lambda wants
it; elsewhere whoever redirects standard output receives them.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from steploom.extras import extra
from steploom.jsontext import Json
from steploom.runtime.settings import DEFAULT_METRICS_NAMESPACE, EXECUTION_KEY, METRICS_NAMESPACE_ENV

with extra("lambda", "steploom.runtime"):
    from aws_lambda_powertools.logging import Logger
    from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

__all__ = ["Telling"]


class Telling:
    """The log, trace and metrics of one activity or handler.

    Args:
        name: Its name, which becomes the `service` of all three.
        kind: `activity` or `handler`.
    """

    def __init__(self, name: str, kind: Literal["activity", "handler"] = "activity") -> None:
        self.name = name
        self.kind = kind
        self._succeeded, self._failed = f"{kind} succeeded", f"{kind} failed"
        self.logger = Logger(service=name, stream=_StandardOutput())
        self.metrics = EphemeralMetrics(
            namespace=os.environ.get(METRICS_NAMESPACE_ENV, DEFAULT_METRICS_NAMESPACE), service=name
        )

    def traced(self, handle: Callable[[Json, object], Json]) -> Callable[[Json, object], Json]:
        """Return the handler within a trace segment, where traces are kept; results stay out of the trace."""
        if not _are_traces_kept():
            return handle
        # It loads the X-Ray SDK, a quarter of a second of a cold start.
        from aws_lambda_powertools.tracing import Tracer  # noqa: PLC0415

        handle.__name__ = self.name  # what the segment is called
        tracer = Tracer(service=self.name, patch_modules=["botocore"])
        traced: Callable[[Json, object], Json] = tracer.capture_lambda_handler(handle, capture_response=False)
        return traced

    @contextmanager
    def call(self, payload: Json, context: object) -> Iterator[None]:
        """Tell how the block ended: `ActivitySucceeded`, `HandlerFailed` …; the error goes on as it is."""
        started = time.time()
        with self.logger.append_context_keys(**_identity(self.kind, self.name, payload, context)):
            try:
                yield
            except Exception as error:
                self._count(f"{self.kind.capitalize()}Failed", error=type(error).__name__)
                self.logger.exception(self._failed, seconds=time.time() - started)
                raise
            self._count(f"{self.kind.capitalize()}Succeeded")
            self.logger.info(self._succeeded, seconds=time.time() - started)

    def _count(self, metric: str, **metadata: str) -> None:
        self.metrics.add_metric(name=metric, unit=MetricUnit.Count, value=1)
        for key, value in metadata.items():
            self.metrics.add_metadata(key=key, value=value)
        self.metrics.flush_metrics()


def _are_traces_kept() -> bool:
    """Powertools' own rule, asked before its tracer is made: in Lambda, unless switched off."""
    switched_off = os.environ.get("POWERTOOLS_TRACE_DISABLED", "false").lower() in {"1", "true", "t", "yes", "y", "on"}
    return "LAMBDA_TASK_ROOT" in os.environ and "AWS_SAM_LOCAL" not in os.environ and not switched_off


def _identity(kind: str, name: str, payload: Json, context: object) -> dict[str, Any]:
    """Return what tells one call from another, as far as it is known."""
    told = payload if isinstance(payload, dict) else {}
    detail = told.get("detail")
    meta = detail.get("_meta") if isinstance(detail, dict) and kind == "handler" else None
    known = {
        kind: name,
        "execution_id": told.get(EXECUTION_KEY),
        "event_id": told.get("id") if kind == "handler" else None,
        "correlation_id": meta.get("correlation_id") if isinstance(meta, dict) else None,
        "function_request_id": getattr(context, "aws_request_id", None),
    }
    return {key: value for key, value in known.items() if value is not None}


class _StandardOutput(io.StringIO):
    """Standard output as it is at the moment of writing, not as it was when the logger was made."""

    def write(self, text: str) -> int:
        return sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()
