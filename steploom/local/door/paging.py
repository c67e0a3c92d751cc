"""Pages: a slice of a list and the token for the next one."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar

from steploom.local.door.faults import wrong_token

__all__ = ["page", "page_backwards"]

T = TypeVar("T")

_DEFAULT = 100


def page(
    items: Sequence[T], scope: str, limit: int | None, token: str | None, default: int = _DEFAULT
) -> tuple[Sequence[T], str | None]:
    """Return one page and the token of the next, or None on the last.

    Args:
        items: The whole list.
        scope: What is listed; a token is good only where it came from.
        limit: Items on a page; 0 or None for the default.
        token: Token of the page, or None for the first.
        default: Items on a page where `limit` says nothing.

    Raises:
        ServiceFault: `InvalidToken`, the token came from elsewhere.

    Example:
        >>> first, token = page([1, 2, 3], "numbers", 2, None)
        >>> first, page([1, 2, 3], "numbers", 2, token)
        ([1, 2], ([3], None))
    """
    start = 0 if token is None else _start(token, scope)
    end = start + (limit or default)
    return items[start:end], _token(scope, end) if end < len(items) else None


def page_backwards(
    items: Sequence[T], keeps: Callable[[T], bool], scope: str, limit: int | None, token: str | None
) -> tuple[list[T], str | None]:
    """Return one page of a list that grows at its end, last items first; what comes in between moves nothing.

    Args:
        items: The whole list.
        keeps: Whether an item is to be shown.
        scope: What is listed; a token is good only where it came from.
        limit: Items on a page; 0 or None for the default.
        token: Token of the page, or None for the first.

    Raises:
        ServiceFault: `InvalidToken`, the token came from elsewhere.

    Example:
        >>> first, token = page_backwards([1, 2, 3], bool, "numbers", 2, None)
        >>> first, page_backwards([1, 2, 3, 4], bool, "numbers", 2, token)
        ([3, 2], ([1], None))
    """
    left = len(items) if token is None else min(_start(token, scope), len(items))
    kept = (at for at in range(left - 1, -1, -1) if keeps(items[at]))
    shown = list(islice(kept, limit or _DEFAULT))
    following = next(kept, None)
    return [items[at] for at in shown], None if following is None else _token(scope, following + 1)


def _token(scope: str, start: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([scope, start]).encode()).decode()


def _start(token: str, scope: str) -> int:
    try:
        found = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (binascii.Error, ValueError) as error:
        raise wrong_token() from error
    match found:
        case [str() as where, int() as start] if where == scope:
            return start
        case _:
            raise wrong_token()
