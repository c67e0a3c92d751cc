"""How a local cloud is to behave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from steploom.engine import Order
from steploom.local.clients import DEFAULT_ACCOUNT

__all__ = ["CloudOptions"]


@dataclass(frozen=True, slots=True)
class CloudOptions:
    """The knobs of `mock_cloud`.

    Attributes:
        autorun: Whether polling `describe_execution` or `get_execution_history` moves the virtual clock; without it,
            only the cloud's own methods do.
        seed: Decides everything that AWS leaves to chance: ids, tokens, jitter, traffic shares.
        start: The virtual moment at which the cloud begins; the real time when None.
        account: The account of machines that `deploy` makes.
        region: Their region, and that of `Cloud.client`.
        strict: Whether it is an error of the test that a mock or fault is never used, or that a task calls a function
            that is not there.
        order: Says what comes next where several things are due at one moment; first come, first served when None.
        check_native: Whether `Cloud.run` does each workflow again as Python, and compares.
        isolated: Whether uploaded functions run in processes of their own.
    """

    autorun: bool = True
    seed: int = 0
    start: datetime | None = None
    account: str = DEFAULT_ACCOUNT
    region: str = "us-east-1"
    strict: bool = False
    order: Order | None = None
    check_native: bool = False
    isolated: bool = False
