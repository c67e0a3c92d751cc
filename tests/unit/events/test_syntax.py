from __future__ import annotations

import pytest

from steploom.errors import ExpressionError
from steploom.events.invalid import InvalidPattern
from steploom.events.matcher import compile_pattern


def _refusal(text: str) -> InvalidPattern:
    with pytest.raises(InvalidPattern) as caught:
        compile_pattern(text)
    return caught.value


@pytest.mark.parametrize(
    ("pattern", "reason", "position"),
    [
        ("[]", "Filter is not an object", 1),
        ("{}", "Empty objects are not allowed", 2),
        ('{"a": 1}', '"a" must be an object or an array', 7),
        ('{"a": []}', "Empty arrays are not allowed", 8),
        ('{"a": [[1]]}', "Match value must be String, number, true, false, or null", 8),
        ('{"a": [{"EXISTS": true}]}', "Unrecognized match type EXISTS", 22),
        ('{"a": [{}]}', "Match expression name not found", 9),
        ('{"a": [{"prefix": "a", "suffix": "b"}]}', "Only one key allowed in match expression", 34),
        ('{"a": [{"exactly": 1}]}', "exact match pattern must be a string", 20),
        ('{"a": [{"prefix": {"x": 1}}]}', "Unsupported prefix pattern: x", 25),
        ('{"a": [{"suffix": {}}]}', "Suffix expression name not found", 20),
        ('{"a": [{"wildcard": "a\\\\b"}]}', "Invalid escape character at pos 2", 26),
        ('{"a": [{"cidr": 1}]}', "prefix match pattern must be a string", 17),
        ('{"a": [{"cidr": "10.0.0.0/x"}]}', "Malformed CIDR, mask bits must be an integer", None),
        ('{"a": [{"cidr": "10.0.0.0/-1"}]}', "Malformed CIDR, mask bits must not be negative", None),
        ('{"a": [{"cidr": "10.0.0.0/32"}]}', "IPv4 mask bits must be < 32", None),
        ('{"a": [{"cidr": "::/128"}]}', "IPv6 mask bits must be < 128", None),
        ('{"a": [{"cidr": "999.0.0.0/8"}]}', "Invalid IP address: 999.0.0.0", None),
        ('{"a": [{"exists": 1}]}', "exists match pattern must be either true or false.", 19),
        ('{"a": [{"numeric": [1]}]}', "Invalid member in numeric match: 1", 21),
        ('{"a": [{"numeric": ["<>", 1]}]}', "Unrecognized numeric range operator: <>", 24),
        ('{"a": [{"numeric": ["<", "1"]}]}', "Value of < must be numeric", 26),
        ('{"a": [{"numeric": ["<", 1, ">", 0]}]}', "Too many elements in numeric expression", 29),
        ('{"a": [{"numeric": [">", 1, 2]}]}', "Bad value in numeric range: 2", 29),
        ('{"a": [{"numeric": [">", 1, "<", 1]}]}', "Bottom must be less than top", 35),
        ('{"a": [{"numeric": ["=", 1e400]}]}', "Cannot compare number : 1e400", 30),
        ('{"a": [{"anything-but": {"x": 1}}]}', "Unsupported anything-but pattern: x", 31),
        (
            '{"a": [{"anything-but": true}]}',
            "Value of anything-but must be an array or single string/number value.",
            28,
        ),
        (
            '{"a": [{"anything-but": [null]}]}',
            "Inside anything but list, start|null|boolean is not supported.",
            29,
        ),
        (
            '{"$or": [{"a": {"prefix": ["x"]}}, {"b": [1]}]}',
            "prefix is Ruler reserved fieldName which cannot be used inside $or.",
            27,
        ),
        (
            '{"a": [1}',
            (
                "Unexpected close marker '}': expected ']' "
                """(for Array starting at [Source: (String)"{"a": [1}"; line: 1, column: 7])"""
            ),
            9,
        ),
        (
            '{"a" [1]}',
            "Unexpected character ('[' (code 91)): was expecting a colon to separate field name and value",
            5,
        ),
        (
            '{"a": [1]',
            (
                "Unexpected end-of-input: expected close marker for Object "
                """(start marker at [Source: (String)"{"a": [1]"; line: 1, column: 1])"""
            ),
            9,
        ),
    ],
)
def test_a_wrong_pattern_is_refused_with_its_place(pattern, reason, position):
    refusal = _refusal(pattern)
    assert (refusal.reason, refusal.position) == (reason, position)
    assert isinstance(refusal, ExpressionError)


def test_the_service_message_names_line_and_column():
    refusal = _refusal('{\n "a": 1}')
    assert refusal.service_message == (
        'Event pattern is not valid. Reason: "a" must be an object or an array\n'
        ' at [Source: (String)"{\n "a": 1}"; line: 2, column: 8]'
    )


def test_a_fault_in_a_list_of_anything_but_names_its_place_twice():
    message = _refusal('{"a": [{"anything-but": {"prefix": [1]}}]}').service_message
    assert message.count("line: 1, column: 38") == 2


def test_a_long_pattern_is_cut_in_the_message():
    text = '{"a": [' + '"x", ' * 200 + "[]]}"
    assert f'"{text[:500]}"[truncated {len(text) - 500} chars]; line: 1' in _refusal(text).service_message


def test_too_many_combinations_are_refused():
    branch = ", ".join(f'{{"k{{0}}": [{number}]}}' for number in range(11))
    nested = ", ".join(f'"$or": [{branch.replace("{0}", str(level))}]' for level in range(1))
    deep = "{" + nested + "}"
    assert len(compile_pattern(deep).alternatives) == 11
    three = '{"x": {"$or": [%s]}, "y": {"$or": [%s]}, "z": {"$or": [%s]}}' % ((branch.replace("{0}", ""),) * 3)
    assert "Rule is too complex" in _refusal(three).reason


def test_what_follows_the_object_is_not_read():
    assert compile_pattern('{"a": [1]} and more').matches({"a": 1})
