from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steploom.dsl.contract.patterns import portable

END = r"(?![\s\S])"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("abc", "abc"),
        (r"^\d{5}$", rf"^[0-9]{{5}}{END}"),
        (r"\w+@\w+", "[A-Za-z0-9_]+@[A-Za-z0-9_]+"),
        (r"\S", r"[^ \t\n\r\f\x0b]"),
        (r"[\d.-]", "[0-9.-]"),
        ("a.c", r"a[^\n\r\u2028\u2029]c"),
        ("a/b", r"a\/b"),
        (r"a\/b", r"a\/b"),
        (r"[/]", r"[\/]"),
        (r"[(]", r"[\(]"),
        (r"a\\", r"a\x5c"),
        (r"[\\]", r"[\x5c]"),
        (r"(?:a|b)*?", "(?:a|b)*?"),
        (r"(?=a)(?!b)", "(?=a)(?!b)"),
        (r"(a)", "(a)"),
        (r"a{2}b{2,}c{2,3}", "a{2}b{2,}c{2,3}"),
        (r"\{\}", r"\{\}"),
        (r"\x41\u0042", r"\x41\u0042"),
        ("a\nb", r"a\nb"),
        ("ä", "ä"),
        (r"[^a-z]", "[^a-z]"),
        (r"[a&&b]", r"[a\&\&b]"),
    ],
)
def test_a_pattern_is_rewritten(pattern: str, expected: str) -> None:
    assert portable(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(?i)a", r"'\(\?i' is not read alike"),
        ("(?P<a>b)", r"'\(\?P' is not read alike"),
        ("(?<=a)b", r"'\(\?<' is not read alike"),
        (r"\bword", r"'\\b' is not read alike"),
        (r"(a)\1", r"'\\1' is not read alike"),
        (r"\p{L}", r"'\\p' is not read alike"),
        (r"[\D]", r"'\\D' is not read alike"),
        ("a{,3}", "begins no repeat count"),
        ("{", "begins no repeat count"),
        ("a++", "possessive"),
        ("a{2}+", "possessive"),
        ("[]a]", r"'\[\]' is not read alike"),
        ("[a", r"'\[' has no '\]'"),
        ("(a", "no regular expression"),
        ("*", "no regular expression"),
        ("a\\", "is not read alike"),
    ],
)
def test_what_dialects_read_differently_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        portable(pattern)


_ATOMS = st.sampled_from(
    ["a", "b", "/", ".", r"\d", r"\w", r"\s", r"\D", "[a-c]", "[^/]", r"\.", r"\\", "(?:ab)", "(b|c)", "(?!a)", r"\n"]
)
_PATTERNS = st.lists(st.tuples(_ATOMS, st.sampled_from(["", "*", "+", "?", "{1,2}"])), min_size=1, max_size=6)


@given(_PATTERNS, st.text("abc/\\ .1_\n", max_size=8))
def test_the_rewritten_pattern_matches_what_the_pattern_matches(pieces: list[tuple[str, str]], text: str) -> None:
    pattern = "".join(atom + ("" if atom == "(?!a)" else repeat) for atom, repeat in pieces)

    as_written = re.search(pattern, text, re.ASCII)
    as_rewritten = re.search(portable(pattern), text, re.ASCII)

    assert (as_written and as_written.span()) == (as_rewritten and as_rewritten.span())
