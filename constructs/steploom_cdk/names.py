"""What the placeholders of a plan stand for in a stack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk

from steploom.deploy.references import Kind, fill
from steploom.jsontext import Json

__all__ = ["Names"]


class Names:
    """ARNs and physical names of what is in the stack, as CDK tokens.

    Args:
        stack: The stack, for its partition, Region and account.
    """

    def __init__(self, stack: cdk.Stack) -> None:
        self._pseudo = {"partition": stack.partition, "region": stack.region, "account": stack.account}
        self._known: dict[tuple[str, str], Mapping[str, str]] = {}

    def add(self, kind: Kind, name: str, arn: str, physical: str) -> None:
        """Tell the ARN and the physical name of something in the plan."""
        self._known[kind, name] = {"arn": arn, "name": physical}

    def text(self, text: str) -> str:
        """Return a text of the plan with tokens in place of placeholders.

        Raises:
            KeyError: A placeholder means something that is not in the stack (yet).
        """
        return fill(text, self._value)

    def tree(self, value: Json) -> Any:
        """Return a JSON value of the plan with every text in it filled."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(key): self.tree(each) for key, each in value.items()}
        return [self.tree(each) for each in value] if isinstance(value, list | tuple) else value

    def _value(self, kind: str, name: str, attribute: str) -> str:
        return self._pseudo[name] if kind == "pseudo" else self._known[kind, name][attribute]
