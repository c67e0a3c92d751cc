"""Names and ARNs in requests."""

from __future__ import annotations

import re

from steploom.local.arns import StatesArn, parse_states_arn
from steploom.local.door.faults import ServiceFault, validation, wrong_arn

__all__ = ["check_name", "check_role", "refuse_label", "refuse_qualifier", "states_arn"]

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


def refuse_label(parts: StatesArn) -> None:
    """Refuse the ARN of a distributed Map's machine, which nobody but its Map Runs can start.

    Raises:
        ServiceFault: `ValidationException`.
    """
    if "/" in parts.rest:
        raise validation(f"A state machine ARN with a Map state label is not supported: '{parts.text}'")


def refuse_qualifier(parts: StatesArn) -> None:
    """Refuse the ARN of a version, an alias or a distributed Map's machine where a whole machine is meant.

    Raises:
        ServiceFault: `ValidationException`.
    """
    refuse_label(parts)
    if parts.qualifier:
        raise validation(f"A qualified state machine ARN is not supported: '{parts.text}'")
