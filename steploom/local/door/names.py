"""Names and ARNs in requests."""

from __future__ import annotations

import re

from steploom.local.arns import StatesArn, parse_states_arn
from steploom.local.door.faults import ServiceFault, wrong_arn

__all__ = ["check_name", "check_role", "states_arn"]

#: Blanks, brackets, wildcards, the marks that ARNs and consoles need, and control characters.
_FORBIDDEN = re.compile(r"[\s?*<>{}\[\]\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]")
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/.+", re.ASCII)


def check_name(name: str) -> None:
    """Refuse a name that no state machine, execution or activity may have.

    Raises:
        ServiceFault: `InvalidName`.

    Example:
        >>> check_name("order service")
        Traceback (most recent call last):
        ...
        steploom.local.door.faults.ServiceFault: InvalidName: Invalid Name: 'order service'
    """
    if _FORBIDDEN.search(name):
        raise ServiceFault("InvalidName", f"Invalid Name: '{name}'")


def check_role(arn: str) -> None:
    """Refuse a text that is no ARN of a role.

    Raises:
        ServiceFault: `InvalidArn`.
    """
    if not _ROLE.fullmatch(arn):
        raise ServiceFault("InvalidArn", f"Invalid Role Arn: '{arn}'")


def states_arn(text: str, *kinds: str) -> StatesArn:
    """Return the parts of an ARN that must be of one of `kinds`.

    Raises:
        ServiceFault: `InvalidArn`.
    """
    found = parse_states_arn(text)
    if found is None:
        raise wrong_arn(f"Invalid ARN prefix: {text}")
    if found.kind not in kinds:
        raise wrong_arn(f"Resource type not valid in this context: {found.kind}")
    return found
