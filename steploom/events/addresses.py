"""IP addresses as EventBridge reads them: in `cidr`, and in plain strings that look like one."""

from __future__ import annotations

import ipaddress
import re

from steploom.events.invalid import InvalidPattern

__all__ = ["address_of", "network_of"]

_V4 = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+")
_V6 = re.compile(r"[0-9a-fA-F:]*:[0-9a-fA-F:]*")
_MASK = re.compile(r"[+-]?[0-9]+")


def address_of(text: str) -> tuple[int, int] | None:
    """Return the bits of an address (32 or 128) and its number, or None where `text` is none.

    Leading zeros are decimal, and an IPv4-mapped IPv6 address is an IPv4 address, as in Java.

    Example:
        >>> address_of("10.0.0.01"), address_of("::1"), address_of("localhost")
        ((32, 167772161), (128, 1), None)
    """
    if _V4.fullmatch(text):
        parts = [int(part) for part in text.split(".")]
        return None if max(parts) > 255 else (32, int.from_bytes(bytes(parts)))  # noqa: PLR2004 - an octet
    if not _V6.fullmatch(text):
        return None
    try:
        found = ipaddress.IPv6Address(text)
    except ipaddress.AddressValueError:
        return None
    mapped = found.ipv4_mapped
    return (128, int(found)) if mapped is None else (32, int(mapped))


def network_of(cidr: str) -> tuple[int, int, int]:
    """Return bits, first and last address of a CIDR block; bits of the address below the mask do not count.

    A block of one address (`/32`, `/128`) is refused, as event-ruler does: write the address itself.

    Raises:
        InvalidPattern: In EventBridge's words, which name no place.

    Example:
        >>> network_of("10.0.0.0/30")
        (32, 167772160, 167772163)
    """
    parts = cidr.rstrip("/").split("/") if cidr.strip("/") else []
    if len(parts) != 2:  # noqa: PLR2004 - address and mask
        raise InvalidPattern("Malformed CIDR, one '/' required")
    host, mask_text = parts
    if not _MASK.fullmatch(mask_text):
        raise InvalidPattern("Malformed CIDR, mask bits must be an integer")
    mask = int(mask_text)
    if mask < 0:
        raise InvalidPattern("Malformed CIDR, mask bits must not be negative")
    found = address_of(host)
    if found is None:
        looks = _V4.fullmatch(host) or _V6.fullmatch(host)
        raise InvalidPattern(f"{'Invalid' if looks else 'Nonstandard'} IP address: {host}")
    bits, number = found
    if mask >= bits:
        raise InvalidPattern(f"IPv{4 if bits == 32 else 6} mask bits must be < {bits}")  # noqa: PLR2004 - IPv4
    span = (1 << (bits - mask)) - 1
    return bits, number & ~span, number | span
