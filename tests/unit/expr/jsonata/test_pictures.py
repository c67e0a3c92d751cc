from __future__ import annotations

import math

import pytest

from steploom.expr.jsonata.functions.words import from_words, to_words


@pytest.mark.parametrize(
    ("value", "picture", "expected"),
    [
        ("12345.6", "#,###.00", "12,345.60"),
        ("0.14", "01%", "14%"),
        ("0.4857", "###.###‰", "485.7‰"),
        ("1234.5678", "00.000e0", "12.346e2"),
        ("0.00012", "#0.0e0", "1.2e-4"),
        ("-6", "000", "-006"),
        ("-6", "0;(0)", "(6)"),
        ("1234567", "#,##,##0", "12,34,567"),
        ("0.5", "#.##", ".5"),
        ("0", "#", "0"),
        ("2.5", "0", "2"),
        ("1e21", "0", "1e+21"),
    ],
)
def test_numbers(evaluate, value, picture, expected):
    assert evaluate(f"$formatNumber({value}, $p)", p=picture) == expected


def test_other_symbols(evaluate):
    options = {"decimal-separator": ",", "grouping-separator": "."}
    assert evaluate("$formatNumber(1234.5, '#.##0,00', $o)", o=options) == "1.234,50"
    assert (
        evaluate("$formatNumber(1234.5, '#,##\u0660.\u0660', $o)", o={"zero-digit": "\u0660"})
        == "\u0661,\u0662\u0663\u0664.\u0665"
    )


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        ("0;0;0", "D3080"),
        ("0.0.0", "D3081"),
        ("0%%", "D3082"),
        ("0‰‰", "D3083"),
        ("0%‰", "D3084"),
        (".", "D3085"),
        ("", "D3085"),
        ("0a0", "D3086"),
        ("0,.0", "D3087"),
        ("0,", "D3088"),
        ("0,,0", "D3089"),
        ("0#.0", "D3090"),
        ("0.#0", "D3091"),
        ("0e0%", "D3092"),
        ("0e", "D3093"),
    ],
)
def test_wrong_number_pictures(fault, picture, code):
    assert fault("$formatNumber(1, $p)", p=picture).startswith(f"{code}: ")


def test_an_exponent_of_zero_or_less_never_ends_in_javascript(fault):
    assert fault("$formatNumber(0, '0.0e0')") == "Expression evaluation timeout"


@pytest.mark.parametrize(
    ("value", "picture", "expected"),
    [
        ("123", "0000", "0123"),
        ("1234567", "#,##0", "1,234,567"),
        ("1234567", "#'##0;o", "1'234'567th"),
        ("12", "0;o", "12th"),
        ("23", "0;o", "23rd"),
        ("1999", "I", "MCMXCIX"),
        ("4", "i", "iv"),
        ("28", "A", "AB"),
        ("0", "a", ""),
        ("1234", "w", "one thousand, two hundred and thirty-four"),
        ("21", "Ww;o", "Twenty-First"),
        ("-5", "W", "-FIVE"),
        ("1e15", "w", "one thousand trillion"),
        ("7", "\u0660", "\u0667"),
        ("3.9", "0", "3"),
    ],
)
def test_integers(evaluate, value, picture, expected):
    assert evaluate(f"$formatInteger({value}, $p)", p=picture) == expected


@pytest.mark.parametrize(
    ("text", "picture", "expected"),
    [
        ("1,234", "#,##0", 1234),
        ("0042", "0000", 42),
        ("23rd", "0;o", 23),
        ("MCMXCIX", "I", 1999),
        ("ab", "a", 28),
        ("one thousand, two hundred and thirty-four", "w", 1234),
        ("twenty-first", "w;o", 21),
        ("\u0667\u0668", "\u0660", 78),
        ("nonsense", "w", "NaN"),
        ("IIZ", "I", "NaN"),
    ],
)
def test_parsing_integers(evaluate, text, picture, expected):
    assert evaluate("$parseInteger($t, $p)", t=text, p=picture) == expected


def test_what_is_not_supported(fault):
    assert fault("$formatInteger(1, '*')") == (
        'D3130: Formatting or parsing an integer as a sequence starting with "*" is not supported '
        "by this implementation"
    )
    assert (
        fault("$formatInteger(1, '0\u0660')")
        == "D3131: In a decimal digit pattern, all digits must be from the same decimal group"
    )


def test_a_huge_roman_numeral_is_not_built(fault):
    assert fault("$formatInteger(1e20, 'I')") == "Expression evaluation memory limit exceeded"


@pytest.mark.parametrize("number", [0, 1, 19, 20, 85, 100, 101, 999, 1000, 1001, 123456789, 10**12 + 7])
def test_words_there_and_back(number):
    assert from_words(to_words(number, ordinal=False).lower()) == number
    assert from_words(to_words(number, ordinal=True).lower()) == number


def test_unknown_words():
    assert math.isnan(from_words("many"))
