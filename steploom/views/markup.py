"""Text in markup: nothing that a definition or a payload holds is ever read as markup or code."""

from __future__ import annotations

import html
import json
import re

from steploom.jsontext import Json

__all__ = ["attribute", "script_json", "text"]

#: What XML 1.0 cannot hold: controls but tab and line ends, lone surrogates, two non-characters.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_IN_SCRIPT = re.compile("[<>&\u2028\u2029\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def text(value: str) -> str:
    """Return `value` as the text of an element in HTML or SVG.

    Example:
        >>> text("a < b & c")
        'a &lt; b &amp; c'
    """
    return html.escape(_ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", value), quote=False)


def attribute(value: str) -> str:
    """Return `value` as the value of an attribute, quotes around it.

    Example:
        >>> attribute('say "hi"')
        '"say &quot;hi&quot;"'
    """
    escaped = html.escape(_ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", value))
    return '"' + escaped.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;") + '"'


def script_json(value: Json) -> str:
    r"""Return `value` as JSON for a script element that is not run: it cannot end the element.

    Example:
        >>> print(script_json({"a": "</script>"}))
        {"a":"\u003c/script\u003e"}
    """
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _IN_SCRIPT.sub(lambda found: f"\\u{ord(found.group()):04x}", plain)
