"""The payloads by which Lambda tells that a function failed."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from steploom.jsontext import JsonObject

__all__ = ["TASK_ROOT", "error_payload", "runtime_fault", "task_file", "timed_out"]

#: Where Lambda unpacks a function's code.
TASK_ROOT = "/var/task"


def error_payload(error: BaseException, request_id: str, shown: Callable[[str], str | None]) -> JsonObject:
    """Return what Lambda answers where the handler raised `error`.

    Args:
        error: What was raised.
        request_id: The invocation's id.
        shown: Returns a file's name as the function's own traceback shows it, or None for a file that is not the
            function's; frames before the function's first one are left out, as Lambda leaves out its own.

    Example:
        >>> try:
        ...     raise ValueError("no stock")
        ... except ValueError as raised:
        ...     payload = error_payload(raised, "r-1", lambda name: None)
        >>> payload["errorType"], payload["errorMessage"], payload["stackTrace"]
        ('ValueError', 'no stock', [])
    """
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": _stack(traceback.extract_tb(error.__traceback__), shown),
    }


def _stack(frames: Iterable[traceback.FrameSummary], shown: Callable[[str], str | None]) -> list[str]:
    lines: list[tuple[str, int, str, str | None]] = []
    for frame in frames:
        name = shown(frame.filename)
        if name is not None or lines:
            # Tuples of four, as Lambda's own runtime passes them on: no carets under the failing part of the line.
            lines.append((name or frame.filename, frame.lineno or 0, frame.name, frame.line))
    return traceback.format_list(lines)


def runtime_fault(kind: str, message: str, request_id: str = "") -> JsonObject:
    """Return what Lambda answers where its runtime failed.

    Args:
        kind: `Runtime.ImportModuleError`, `Runtime.MarshalError`, …
        message: What went wrong.
        request_id: The invocation's id.
    """
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": []}


def timed_out(request_id: str, timeout: float) -> JsonObject:
    """Return what Lambda answers where the function ran longer than its timeout.

    Example:
        >>> timed_out("r-1", 3)["errorMessage"]
        'RequestId: r-1 Error: Task timed out after 3.00 seconds'
    """
    message = f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"
    return {"errorType": "Sandbox.Timedout", "errorMessage": message}


def task_file(path: str, roots: Sequence[str] | None = None) -> str | None:
    """Return where a source file of this process would lie in a function's code, or None for a library.

    Args:
        path: The file.
        roots: Folders that a deployment packs, nearest first; the import path when absent.

    Example:
        >>> task_file("/home/me/shop/lambdas/orders/activities.py", ["/home/me/shop"])
        '/var/task/lambdas/orders/activities.py'
    """
    if "site-packages" in path or path.startswith("<"):
        return None
    for root in roots if roots is not None else [str(Path.cwd()), *sys.path]:
        if root and Path(path).is_relative_to(root):
            return f"{TASK_ROOT}/{Path(path).relative_to(root).as_posix()}"
    return None
