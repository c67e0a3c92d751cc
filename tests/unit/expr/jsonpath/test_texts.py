"""The texts that AWS puts around a failing path, word for word as recorded."""

from __future__ import annotations

import pytest

from steploom.expr.jsonpath import PathError, compile_path, texts
from steploom.expr.view import View


def error_of(path, value):
    with pytest.raises(PathError) as caught:
        compile_path(path).read(View(value))
    return caught.value


def test_invalid_path():
    assert texts.invalid_path(error_of("$.X", {})) == "Invalid path '$.X' : No results for path: $['X']"
    assert texts.invalid_path(error_of("$.X.Y", {})) == "Invalid path '$.X.Y' : Missing property in path $['X']"


def test_not_found_shows_the_input_as_json():
    assert (
        texts.not_found("$$.a", "value.$", {"n": 1.0, "s": 'a"b'})
        == "The JSONPath '$$.a' specified for the field 'value.$' could not be found in the input "
        """'{"n":1.0,"s":"a\\"b"}'"""
    )


@pytest.mark.parametrize(
    ("value", "kind"),
    [({}, "an OBJECT"), ([], "an ARRAY"), (True, "a BOOLEAN"), (1, "a NUMBER"), (1.5, "a NUMBER"), (None, "a NULL")],
)
def test_field_not_text(value, kind):
    assert (
        texts.field_not_text("a.$", value)
        == f"The value for the field 'a.$' must be a STRING that contains a JSONPath but was {kind}"
    )


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (
            texts.field_not_path("a.$"),
            "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
        ),
        (
            texts.argument_not_found("$.a", {}),
            "The JsonPath argument for the field '$.a' could not be found in the input '{}'",
        ),
        (texts.seconds_missing("$.s"), "The SecondsPath parameter does not reference an input value: $.s"),
        (texts.seconds_negative("$.s", -1), "The SecondsPath parameter references a negative value: $.s == -1"),
        (
            texts.seconds_not_integral("$.s", 1.5),
            "The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5",
        ),
        (
            texts.timestamp_invalid("$.t", "soon"),
            (
                "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format"
                " string: $.t == soon"
            ),
        ),
        (
            texts.not_an_integer("MaxConcurrencyPath", "x", "$.n"),
            'The MaxConcurrencyPath field refers to value "x" which is not a valid integer: $.n',
        ),
        (
            texts.not_a_float("ToleratedFailurePercentagePath", None, "$.n"),
            'The ToleratedFailurePercentagePath field refers to value "null" which is not a valid float: $.n',
        ),
        (texts.cannot_be_negative("ToleratedFailureCount"), "ToleratedFailureCount cannot be negative."),
        (texts.must_be_percentage("MaxShare"), "MaxShare must be between 0 and 100."),
        (
            texts.choice_path_invalid("$.c"),
            "Invalid path '$.c': The choice state's condition path references an invalid value.",
        ),
        (texts.items_not_array("$.i"), 'Reference path "$.i" must point to array.'),
        (texts.items_not_array("$$.i"), 'Reference path "$.i" must point to array.'),
        (texts.items_not_found("i", {"a": [1]}), 'Unable to apply step "i" to input {"a":[1]}'),
        (
            texts.parameters_rejected({"a": 1}, "The field 'b' is required"),
            "The Parameters '{\"a\":1}' could not be used to start the Task: [The field 'b' is required]",
        ),
        (texts.activity_missing("arn:x"), "The activity arn:x does not exist."),
    ],
)  # fmt: skip
def test_texts(made, text):
    assert made == text
