"""The ARNs of Step Functions: parts of a text, and texts from parts (section 8.2 of the service's API)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["StatesArn", "parse_states_arn"]

_PARTS = 6


@dataclass(frozen=True, slots=True)
class StatesArn:
    """A parsed ARN of Step Functions.

    Attributes:
        partition: `aws`, `aws-cn`, `aws-us-gov`.
        region: Its region.
        account: Its account.
        kind: `stateMachine`, `execution`, `express`, `activity`, `mapRun`.
        rest: What follows the kind: `orders`, `orders:7`, `orders:run-1`.
    """

    partition: str
    region: str
    account: str
    kind: str
    rest: str

    @property
    def prefix(self) -> str:
        """Everything before the kind, without the last colon."""
        return f"arn:{self.partition}:states:{self.region}:{self.account}"

    @property
    def text(self) -> str:
        """The whole ARN."""
        return f"{self.prefix}:{self.kind}:{self.rest}"

    @property
    def machine(self) -> str:
        """ARN of the state machine without a version or alias."""
        return f"{self.prefix}:stateMachine:{self.rest.partition(':')[0]}"

    @property
    def qualifier(self) -> str:
        """Version, alias or name of an execution: what follows the machine's name; empty where nothing does."""
        return self.rest.partition(":")[2]


def parse_states_arn(text: str) -> StatesArn | None:
    """Return the parts of an ARN of Step Functions, or None where the text is none.

    Example:
        >>> found = parse_states_arn("arn:aws:states:us-east-1:123456789012:stateMachine:orders:7")
        >>> found.kind, found.machine, found.qualifier
        ('stateMachine', 'arn:aws:states:us-east-1:123456789012:stateMachine:orders', '7')
        >>> parse_states_arn("orders") is None
        True
    """
    parts = text.split(":", _PARTS)
    if len(parts) <= _PARTS or parts[0] != "arn" or parts[2] != "states" or not parts[_PARTS]:
        return None
    return StatesArn(parts[1], parts[3], parts[4], parts[5], parts[_PARTS])
