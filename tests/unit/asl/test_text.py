"""What is wrong with JSON and YAML text, and where."""

from __future__ import annotations

import pytest

from steploom.asl import load
from steploom.errors import DefinitionError


def fault_of(text):
    with pytest.raises(DefinitionError) as caught:
        load(text, file="m.asl")
    (fault,) = caught.value.diagnostics
    return fault


@pytest.mark.parametrize("text", ["", " \n", "[]", "5", '"text"', "null", "[1, 2]"])
def test_no_object(text):
    fault = fault_of(text)
    assert fault.message == "Definition must be a valid JSON object"
    assert (fault.code, fault.service_code, fault.location) == ("SL400", "SCHEMA_VALIDATION_FAILED", None)


def test_words():
    fault = fault_of("not a definition")
    source = '[Source: (String)"not a definition"; line: 1, column: 4]'
    assert fault.message == (
        "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token "
        f"'null', 'true' or 'false')\n at {source}"
    )
    assert (fault.location, fault.service_code) == (source, "INVALID_JSON_DESCRIPTION")


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ('{"a":1,}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name", 1, 8),
        ("{not", "Unexpected character ('n' (code 110)): was expecting double-quote to start field name", 1, 2),
        (
            '{"a" 1}',
            "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
            1,
            6,
        ),
        (
            '{"a": 1\n "b": 2}',
            "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
            2,
            2,
        ),
        ('{"a": nul}', "Unrecognized token 'nul': was expecting", 1, 7),
        ('{"a": 1', "Unexpected end-of-input", 1, 8),
        ('{"a": 1,\n "a": 2}', "Duplicate field 'a'", 2, 2),
        ('{"b": NaN}', "Unrecognized token 'NaN'", 1, 7),
        ('{"b": 1e999}', "Number out of range", 1, 7),
        ('{"b": ' + "9" * 5000 + "}", "Number out of range", 1, 1),
        ('{"a": 1} x', "Extra data", 1, 10),
    ],
)
def test_json(text, message, line, column):
    fault = fault_of(text)
    assert fault.message.startswith(message)
    assert fault.span is not None
    assert (fault.code, fault.span.file, fault.span.line, fault.span.column) == ("SL400", "m.asl", line, column)


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("a: [", "The text is no YAML: ", 2, 1),
        ("a: 1\nb: 2\na: 3", "Duplicate field 'a'", 3, 1),
        ("a: !Sub x", "The tag !Sub has no meaning in a definition", 1, 4),
        ('a: !!int "3"', "The tag tag:yaml.org,2002:int has no meaning in a definition", 1, 4),
        ("a: &x\n  b: *x", "An alias stands inside what it names", 1, 4),
        ("? [1]\n: 2", "A key must be text", 1, 3),
        ("a: .inf\nb: 1e999", "This number is out of range", 2, 4),
        ("a: " + "9" * 5000, "This number is out of range", 1, 4),
        ("--- {a: 1}\n--- {b: 1}", "The text is no YAML: but found another document", 2, 1),
        ("<<: 3", "A merge key takes an object or a list of objects", 1, 5),
    ],
)
def test_yaml(text, message, line, column):
    fault = fault_of(text)
    assert fault.message.startswith(message)
    assert fault.span is not None
    assert (fault.code, fault.span.line, fault.span.column) == ("SL400", line, column)


def test_aliases_of_aliases():
    rows = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    rows += [
        f"{after}: &{after} [{', '.join([f'*{name}'] * 10)}]" for name, after in zip("abcdefg", "bcdefgh", strict=True)
    ]
    assert fault_of("\n".join(rows)).message == "The aliases of this text stand for too many values"


def test_deep_yaml():
    assert fault_of("a: " + "[" * 3_000).message == "The definition is nested too deeply"


def test_anchors_and_merge_keys():
    machine = load("""
        StartAt: A
        States:
          A: &task
            Type: Task
            Resource: arn:aws:states:::sqs:sendMessage
            Retry: &retry [{ErrorEquals: [E], MaxAttempts: 1}]
            Next: B
          B:
            <<: *task
            Next: C
          C: {Type: Parallel, Retry: *retry, End: true, Branches: [{StartAt: D, States: {D: {Type: Fail}}}]}
        """)
    assert (machine.states["A"].next, machine.states["B"].next) == ("B", "C")
    assert machine.states["A"].retry == machine.states["B"].retry == machine.states["C"].retry


def test_a_byte_order_mark():
    assert load('\ufeff{"StartAt": "A", "States": {"A": {"Type": "Fail"}}}').start_at == "A"
