"""Exception classes by the names that Step Functions knows."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

__all__ = ["ALL", "QUERY_ERROR", "error_names"]

ALL = "States.ALL"
QUERY_ERROR = "States.QueryEvaluationError"

#: What the service raises where Python has an exception of its own for it.
_SERVICE_NAMES: dict[type[BaseException], tuple[str, ...]] = {
    TimeoutError: ("States.Timeout", "States.HeartbeatTimeout"),
}


def error_names(classes: Iterable[type[BaseException]]) -> tuple[str, ...]:
    """Return the names by which a retrier or catcher matches `classes`: their own and those of all subclasses.

    An empty `classes` stands for every exception.

    Example:
        >>> error_names([])
        ('States.ALL',)
        >>> error_names([TimeoutError])[:3]
        ('TimeoutError', 'States.Timeout', 'States.HeartbeatTimeout')
    """
    classes = tuple(classes)
    if not classes or Exception in classes:
        return (ALL,)
    names: dict[str, None] = {}
    for each in classes:
        for cls in _family(each):
            names[cls.__name__] = None
            names.update(dict.fromkeys(_SERVICE_NAMES.get(cls, ())))
    return tuple(names)


def _family(cls: type[BaseException]) -> Iterator[type[BaseException]]:
    """The class and its subclasses, as far as the application can know them.

    Classes of other people's packages stay out, unless the class itself is one of theirs: which of them are loaded is
    chance, and a definition must not depend on it.
    """
    yield cls
    for each in cls.__subclasses__():
        if _belongs(each, cls):
            yield from _family(each)


def _belongs(each: type, cls: type) -> bool:
    package = each.__module__.partition(".")[0]
    if package in ("builtins", "json"):
        return True
    module = sys.modules.get(each.__module__)
    related = package == cls.__module__.partition(".")[0]
    if package == "steploom":
        # Installed or worked on, it is nobody's application.
        return related
    if "-packages" in (getattr(module, "__file__", None) or ""):
        # Not what is made on the fly, as botocore does when a client's exceptions are first touched.
        return related and getattr(module, each.__name__, None) is each
    return related or package not in sys.stdlib_module_names
