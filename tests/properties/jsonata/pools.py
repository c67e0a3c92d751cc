"""What generated expressions are made of: names, constants, pictures, regular expressions, data."""

# ruff: noqa: RUF001 - what is drawn from reads best in one row

from __future__ import annotations

from steploom.jsontext import Json

__all__ = [
    "BINDINGS",
    "DATA",
    "DATE_PICTURES",
    "FIELDS",
    "INTEGER_PICTURES",
    "MOMENTS",
    "NUMBERS",
    "NUMBER_OPTIONS",
    "NUMBER_PICTURES",
    "REGEXES",
    "TEXTS",
    "ZONES",
]

FIELDS = ("a", "b", "name", "items", "price", "qty", "tags", "none", "`b c`", "nested", "Ä", "and", "in", "'quoted'")

NUMBERS = ("0", "1", "2", "3", "-1", "10", "0.5", "-2.5", "1.5", "100", "1e3", "1.005", "12345.678", "255")
NUMBERS += ("1e21", "1e-7", "9007199254740993", "0.1", "-0", "1E+2", "33", "0.000001")

TEXTS = ('"a"', "'b'", "''", "'abc'", "'a b c'", "'Hello World'", "'10'", "'1.5'", "' x  y '", "'é'", "'\\u00e4'")
TEXTS += (
    "'😀'",
    "'a😀b'",
    "'a,b,,c'",
    "'aXbXc'",
    "'\\n'",
    "'\\ud83d\\ude00'",
    "'name'",
    "'0x1F'",
    "'1e5'",
    "'a/b?c=d&e'",
)
TEXTS += ("'YWJj'", "'%41%20'", "'a.b'", "'true'", "'$1-$0-$$'", "'ABC'", "'ß'", "'2018-03-27T12:20:00.123Z'", "'-'")
TEXTS += ("'\\\\'", "'\\\"'", "'İ'", "'\U0001f600\U0001f601'", "'2020-01-01'", "'XIV'", "'twenty-one'", "'aa'", "'[]'")

NUMBER_PICTURES = ("'#,##0.00'", "'0'", "'#'", "'00.00%'", "'#,###'", "'0.0e0'", "'##0.###'", "'(#);[#]'", "'#0‰'")
NUMBER_PICTURES += (
    "'0000'",
    "'#.##'",
    "'#,##,#00.0'",
    "'$#,##0;-$0'",
    "'0.00e00'",
    "'x'",
    "''",
    "'#,'",
    "'0#'",
    "'.0'",
)
NUMBER_PICTURES += (
    "'0,0,0'",
    "'1#'",
    "'0.0.0'",
    "'#;#;#'",
    "'0%%'",
    "'#.e0'",
    "'###,###.###,###'",
    "'pre0post'",
    "'##.0#'",
)
NUMBER_PICTURES += (
    "'0.#,#'",
    "'.'",
    "'#.#'",
    "'e0'",
    "'0e'",
    "'0.0#0'",
    "'٠٠'",
    "'0 %'",
    "'%0'",
    "'00e0'",
    "'#0.0#e00'",
)

NUMBER_OPTIONS = ("{'zero-digit': '٠'}", "{'decimal-separator': ',', 'grouping-separator': '.'}", "{'minus-sign': '~'}")
NUMBER_OPTIONS += ("{'percent': 'pc'}", "{'infinity': 'inf'}", "{}", "{'exponent-separator': 'E'}", "{'digit': 'X'}")
NUMBER_OPTIONS += ("{'pattern-separator': '|'}", "{'per-mille': 'm'}", "{'nothing': 1}")

INTEGER_PICTURES = (
    "'0'",
    "'000'",
    "'#,##0'",
    "'w'",
    "'W'",
    "'Ww'",
    "'I'",
    "'i'",
    "'a'",
    "'A'",
    "'1;o'",
    "'w;o'",
    "'Ww;o'",
)
INTEGER_PICTURES += (
    "'0,000'",
    "'#'",
    "'٠'",
    "'①'",
    "'#:##0'",
    "'##'",
    "''",
    "'0;o'",
    "'1;c'",
    "'0-0-0'",
    "'W;o'",
    "'α'",
)
INTEGER_PICTURES += ("'0٠'", "'#,##0.00'", "'###,##0;o'", "'1234'", "'$0'", "'0 000'")

DATE_PICTURES = ("'[Y0001]-[M01]-[D01]'", "'[H01]:[m01]:[s01].[f001]'", "'[h]:[m01] [P]'", "'[FNn], [D1o] [MNn] [Y]'")
DATE_PICTURES += ("'[Y]-[M]-[D]T[H]:[m]:[s]Z'", "'[W] [w] [F1] [d] [X]'", "'[z]'", "'[Z]'", "'[Z0101t]'", "'[Z01:01]'")
DATE_PICTURES += (
    "'[YI]'",
    "'[Yw]'",
    "'[D#1]'",
    "'[MNn,3-3]'",
    "'[Y,2-2]'",
    "'[E] [C]'",
    "'[['",
    "']]'",
    "'[D'",
    "'[Q]'",
)
DATE_PICTURES += (
    "'[F,3-3]'",
    "'[FN,*-3]'",
    "'[x]'",
    "'[MN]'",
    "'[PN]'",
    "'[Pn]'",
    "'[m]'",
    "'[s1]'",
    "'[f1]'",
    "'[f,3-3]'",
)
DATE_PICTURES += (
    "'[DW]'",
    "'[dwo]'",
    "'[Y9,999,*]'",
    "'[H00]'",
    "'[Dwo] of [MNn], [Yw]'",
    "'[h01][P,2-2]'",
    "'[X0001]-W[W01]-[F1]'",
)
DATE_PICTURES += (
    "'[D01]/[M01]/[Y0001] [h#1]:[m01] [P]'",
    "'[ZN]'",
    "'[z,6-6]'",
    "'[Y4]'",
    "'plain'",
    "''",
    "'[Y]-[d]'",
    "'[Mn]'",
)

MOMENTS = (
    "'2018-03-27'",
    "'27/03/2018'",
    "'2018-03-27T12:20:00.123Z'",
    "'12:20'",
    "'Tuesday, 27th March 2018'",
    "'2018'",
)
MOMENTS += (
    "'2018-03-27T12:20:00+01:00'",
    "'2018-03-27T12:20:00+0100'",
    "'March'",
    "'12:20 pm'",
    "'MMXVIII'",
    "'3'",
    "'x'",
)
MOMENTS += (
    "'2018-3-7T2:5:9Z'",
    "'two thousand and eighteen'",
    "'2018-086'",
    "'Mar 27'",
    "'2018-W13-2'",
    "'12am'",
    "'1st'",
)

ZONES = ("'+0100'", "'-0500'", "'+0000'", "'+0530'", "'Z'", "'0100'", "'x'", "''", "'-1200'", "'+01:00'")

REGEXES = ("/a/", "/[a-c]+/", "/(a)(b)?/", "/x*/", "/^a/m", "/B/i", "/\\d+/", "/\\s/", "/(\\w)(\\w)/", "/,/", "/a|b/")
REGEXES += (
    "/(?:ab)+/",
    "/./",
    "/b$/",
    "/[^a-z]/i",
    "/\\//",
    "/(a(b(c)))/",
    "/(.)\\1/",
    "/a{1,2}/",
    "/\\bH/",
    "/o(?= )/",
)
REGEXES += (
    "/l+?/",
    "/(?<x>l)/",
    "/\\u0061/",
    "/[\\d,]/",
    "/^$/",
    "/()/",
    "/a??/",
    "/\\./",
    "/[.\\]]/",
    "/(x)?b/",
    "/(?!a)./",
)
REGEXES += (
    "/(?<=l)o/",
    "/(?<!l)o/",
    "/\\W/",
    "/[\\w-]/",
    "/\\x61/",
    "/\\S+/",
    "/\\D/",
    "/\\B./",
    "/(a*)*/",
    "/[^]/",
    "/\\cJ/",
)

_PERSON: Json = {"name": "Ada", "price": 3, "qty": 2, "tags": ["x", "y"], "nested": {"a": 1, "name": "n"}}
DATA: tuple[Json, ...] = (
    {"a": 1, "b": 2},
    {"a": {"b": [1, 2, 3], "name": "x"}, "b": [{"a": 1}, {"a": 2}, {"a": [3, 4]}], "none": None},
    {
        "items": [
            _PERSON,
            {"name": "Bob", "price": 1.5, "qty": 0, "tags": [], "none": None},
            {"name": "Cy", "price": 10, "tags": ["y"], "nested": {"a": [2, 3]}},
        ],
        "name": "order",
        "nested": {"items": [{"a": 1, "b": {"a": 5}}, {"a": 2}], "a": {"b": {"a": 7}}},
        "b c": "blank",
        "Ä": 4,
    },
    [1, 2, 3],
    [{"a": 1, "name": "p"}, {"a": 2, "name": "q"}, {"b": 3}],
    [[1, 2], [3], []],
    [],
    {},
    None,
    "text",
    7,
    True,
    {"a": "x", "b": "x", "tags": ["b", "a", "c"], "qty": -3, "price": 2.5, "none": None, "items": [5, "5", None, True]},
    {"a": [{"b": [{"name": 1}, {"name": 2}]}, {"b": {"name": 3}}, {"b": [[{"name": 4}]]}], "name": [["z"]]},
    [{"items": [{"price": 1, "qty": 2}, {"price": 3, "qty": 4}], "name": "A"}, {"items": {"price": 5}, "name": "B"}],
    {
        "items": [{"a": {"name": "one", "b": [1]}, "qty": 1}],
        "a": [[[1], 2], [{"a": [[5]]}]],
        "and": 3,
        "in": [4],
        "quoted": 6,
    },
    ["a", "b", "a", "😀"],
    [None, None],
    [[]],
    {"a": [], "b": {}, "items": [{}], "tags": "solo", "name": "", "price": 1e21, "qty": 0.1},
)

BINDINGS: Json = {
    "n": 5,
    "s": "some text",
    "t": True,
    "nul": None,
    "xs": [3, 1, 2],
    "ws": ["pear", "fig", "apple"],
    "es": [],
    "one": [9],
    "o": {"a": 1, "b": "two", "name": {"a": [1, 2]}},
    "os": [{"a": 3, "b": "x", "name": "k"}, {"a": 1, "b": "y", "name": "l"}, {"a": 2, "b": "x", "name": "m"}],
    "deep": [[1, [2]], [[3]], []],
    "many": [
        {"a": at, "b": f"x{at % 7}", "name": {"a": [at]}, "price": at / 4, **({"qty": at - 15} if at % 5 else {})}
        for at in range(30)
    ],
    "f": 0.5,
}
