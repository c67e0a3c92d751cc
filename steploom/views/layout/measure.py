"""How wide text is, without a font: the advance widths of Helvetica and Arial, with room for their kin."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["fit", "text_width", "wrap"]

#: Advance widths in thousandths of the font size, from the blank to the tilde.
_ADVANCES = (
    (278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278)
    + (556,) * 10
    + (278, 278, 584, 584, 584, 556, 1015)
    + (667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833)
    + (722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611)
    + (278, 278, 278, 469, 556, 333)
    + (556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833)
    + (556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500)
    + (334, 260, 334, 584)
)
_OTHER, _WIDE = 600, 1000
_ELLIPSIS = "…"
#: The page takes the reader's interface font, and some are wider than Helvetica.
_ROOM = 1.06
_BOLD = 1.05
#: How many of the narrowest letters stand on a width of the font's size.
_NARROWEST = 6
_BREAKS = " .-_/:,)"


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of `text` on one line in pixels, never much too small.

    Args:
        text: Any text.
        size: Font size in pixels.
        bold: Whether it is set in a semi-bold weight.

    Example:
        >>> round(text_width("charge", 13))
        42
    """
    units = sum(_advance(character) for character in text)
    return units / 1000 * size * _ROOM * (_BOLD if bold else 1)


def fit(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return `text`, cut with an ellipsis where it is wider than `width` pixels."""
    if text_width(text, size, bold=bold) <= width:
        return text
    kept = text[: round(width / size * _NARROWEST)]
    while kept and text_width(kept + _ELLIPSIS, size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS


def wrap(text: str, width: float, size: float, *, lines: int = 2, bold: bool = False) -> tuple[str, ...]:
    """Return `text` on at most `lines` lines of `width` pixels, the last one cut where more is left.

    Example:
        >>> wrap("print_label(item) for item in order.items", 160, 13)
        ('print_label(item) for item', 'in order.items')
    """
    done: list[str] = []
    rest = text
    while len(done) < lines - 1 and text_width(rest, size, bold=bold) > width:
        cut = _break(rest, width, size, bold=bold)
        done.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*done, fit(rest, width, size, bold=bold))


def _break(text: str, width: float, size: float, *, bold: bool) -> int:
    """Return where to cut: after the last blank or mark that fits, before a capital, else where the width ends."""
    end = 1
    while end < len(text) and text_width(text[: end + 1], size, bold=bold) <= width:
        end += 1
    for cut in range(end, end // 2, -1):
        hump = text[cut - 1].islower() and text[cut : cut + 1].isupper()
        if text[cut - 1] in _BREAKS or text[cut : cut + 1] == " " or hump:
            return cut
    return end


def _advance(character: str) -> int:
    code = ord(character) - 32
    if 0 <= code < len(_ADVANCES):
        return _ADVANCES[code]
    if unicodedata.combining(character):
        return 0
    if character == _ELLIPSIS:
        return _WIDE
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER
