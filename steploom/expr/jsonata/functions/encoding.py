"""Base64 and URL encoding."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run

__all__ = ["DEFINITIONS"]

_COMPONENT_SAFE: Final = "-_.!~*'()"
_URL_SAFE: Final = _COMPONENT_SAFE + ";,/?:@&=+$#"
_MALFORMED: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_RESERVED: Final = re.compile(r"%(?:3B|2F|3F|3A|40|26|3D|2B|24|2C|23)", re.IGNORECASE)


def _base64encode(_run: Run, text: str) -> str:
    # Text is UTF-8 on Step Functions; jsonata-js takes it for Latin-1.
    return base64.b64encode(text.encode("utf-8", "replace")).decode()


def _base64decode(_run: Run, text: str) -> str:
    stripped = text.rstrip("=")
    try:
        data = base64.b64decode(stripped + "=" * (-len(stripped) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Fault("", message=f"Illegal base64 text: {text}") from None
    return data.decode("utf-8", "replace")


def _encode(text: str, safe: str, function: str) -> str:
    try:
        return quote(text, safe=safe)
    except UnicodeEncodeError:
        raise Fault("D3140", value=text, functionName=function) from None


def _decode(text: str, function: str) -> str:
    try:
        if _MALFORMED.search(text):
            raise Fault("D3140", value=text, functionName=function)
        return unquote_to_bytes(text).decode()
    except UnicodeError:
        raise Fault("D3140", value=text, functionName=function) from None


def _encode_component(_run: Run, text: str) -> str:
    return _encode(text, _COMPONENT_SAFE, "encodeUrlComponent")


def _encode_url(_run: Run, text: str) -> str:
    return _encode(text, _URL_SAFE, "encodeUrl")


def _decode_component(_run: Run, text: str) -> str:
    # Step Functions reads a plus as a blank, which jsonata-js does not.
    return _decode(text.replace("+", " "), "decodeUrlComponent")


def _decode_url(_run: Run, text: str) -> str:
    # The escapes of characters that structure a URL stay as they are.
    return _decode(_RESERVED.sub(lambda escape: "%25" + escape[0][1:], text), "decodeUrl")


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("base64encode", "<s-:s>", _base64encode),
    define("base64decode", "<s-:s>", _base64decode),
    define("encodeUrlComponent", "<s-:s>", _encode_component),
    define("encodeUrl", "<s-:s>", _encode_url),
    define("decodeUrlComponent", "<s-:s>", _decode_component),
    define("decodeUrl", "<s-:s>", _decode_url),
)
