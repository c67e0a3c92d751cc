"""`encryptionConfiguration`: what may be given, and how it is described."""

from __future__ import annotations

from typing import Final

from steploom.jsontext import JsonObject
from steploom.local.door.faults import ServiceFault

__all__ = ["OWNED_KEY", "described_encryption"]

#: What encrypts where nothing is said.
OWNED_KEY: Final[JsonObject] = {"type": "AWS_OWNED_KEY"}

_CUSTOMER: Final = "CUSTOMER_MANAGED_KMS_KEY"
_REUSE_SECONDS: Final = 300


def described_encryption(given: JsonObject | None) -> JsonObject | None:
    """Return an encryption configuration with its defaults, or None where none is given.

    Raises:
        ServiceFault: `InvalidEncryptionConfiguration`.

    Example:
        >>> described_encryption({"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "alias/orders"})
        {'kmsDataKeyReusePeriodSeconds': 300, 'type': 'CUSTOMER_MANAGED_KMS_KEY', 'kmsKeyId': 'alias/orders'}
    """
    if given is None:
        return None
    if given["type"] == _CUSTOMER:
        if not given.get("kmsKeyId"):
            raise _wrong(f"'kmsKeyId' is required when 'type' is '{_CUSTOMER}'")
        return {"kmsDataKeyReusePeriodSeconds": _REUSE_SECONDS, **given}
    for name in ("kmsKeyId", "kmsDataKeyReusePeriodSeconds"):
        if name in given:
            raise _wrong(f"'{name}' must not be set when 'type' is '{given['type']}'")
    return dict(given)


def _wrong(reason: str) -> ServiceFault:
    return ServiceFault("InvalidEncryptionConfiguration", f"Invalid Encryption Configuration: {reason}")
