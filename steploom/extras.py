"""Optional parts of steploom: what to say where the distributions of one are not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from steploom.diagnostics import Diagnostic
from steploom.errors import MissingExtra

__all__ = ["extra"]


@contextmanager
def extra(name: str, room: str) -> Iterator[None]:
    """Import in the block what the extra `name` installs.

    Args:
        name: As in `pip install 'steploom[name]'`.
        room: The package that needs it.

    Raises:
        MissingExtra: SL903, a module of others is not installed.

    Example:
        >>> with extra("local", "steploom.local"):
        ...     import moto_of_tomorrow
        Traceback (most recent call last):
        steploom.errors.MissingExtra: SL903 steploom.local needs moto_of_tomorrow, which steploom[local] brings
    """
    try:
        yield
    except MissingExtra:
        raise
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing in {"", "steploom", "steploom_cdk"}:
            raise
        message = f"{room} needs {missing}, which steploom[{name}] brings"
        raise MissingExtra(Diagnostic("SL903", message, hint=f"pip install 'steploom[{name}]'"), missing) from error
