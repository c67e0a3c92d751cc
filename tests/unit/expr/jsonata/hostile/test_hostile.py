"""Hostile expressions end with an error of the service, in a process that has two seconds and 200 MB for each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from steploom.expr.jsonata import MEMORY, STACK, TIMEOUT

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the limits are those of Linux")

LIMITS = (MEMORY, STACK, TIMEOUT)
SCRIPT = Path(__file__).with_name("limited.py")

BODIES = [
    "1 + $f($n + 1)",
    "$f($n + 1)",
    "[$f($n)]",
    "$map([1], $f)",
    "$sift({'a': 1}, $f)",
    "$reduce([1, 2], function($a, $b){$f($b)})",
]
BODIES += [
    "$sort([1, 2], $f)",
    "$replace('a', /a/, $f)",
    "$contains('a', $f)",
    "{'b': 1} ~> |$|{'a': $f($n)}|",
    "$f(?)($n)",
]
BODIES += ["[1..3].($f($))", "[1, 2]^($f($))", "[1, 2]{'k': $f($)}", "$f($n & $n)", "$f([$n, $n])", "$f($n) and true"]
PATTERNS = ["/^(a+)+$/", "/^(a|aa)+$/", "/(.*)*x/", "/^((a+)*)*$/", "/(.*a){20}/", "/(?=(a+))a*b\\1/"]
PATTERNS += ["/a{1000000}/", "/(a{1000}){1000}/", "/((((a{10}){10}){10}){10}){10}/"]
CALLS = ["$contains($t, %s)", "$replace($t, %s, 'b')", "%s($t)"]
DOUBLED = "$reduce([1..40], function($a, $b){{'a': $a, 'b': $a}}, 1)"
NESTED = "$reduce([1..40], function($a, $b){[[$a], [$a]]}, 1)"
GROWING = [DOUBLED, f"$string({DOUBLED})", f"$clone({DOUBLED})", f"$count({DOUBLED}.**)", f"$keys({NESTED})"]
GROWING += [f"$spread({NESTED})", f"{{'a': {NESTED}}}.*", "[1..1000000]", "[-1e6..1e6]", "$range(1, 1e9, 1)"]
GROWING += [
    "$pad('a', 1e9)",
    "$pad('a', -1e300)",
    "[1..100000].$pad('', 9999)",
    "$map([1..20], function($i){[1..400000]})",
]
GROWING += ["[1..1000].($uppercase($t))", "[1..1000].$contains($t, 'ab')", "[1..1000].($replace($t, 'b', 'c'))"]
GROWING += [
    "$reduce([1..30], function($a, $b){$a & $a}, 'abcd')",
    "$reduce([1..30], function($a, $b){$append($a, $a)}, [1])",
]
GROWING += ["$reduce([1..30], function($a, $b){$join([$a, $a])}, 'abcd')", "[1..2000]#$a.([1..2000]#$b).($a + $b)"]
GROWING += ["$reduce([1..30], function($a, $b){$replace($a, /a/, 'aa')}, 'a')", "[1..1000].[1..1000].[1..1000]"]
GROWING += [
    "$formatNumber(1, $t)",
    "$formatInteger(1, '1;' & $t)",
    "$toMillis($t, $t)",
    "$fromMillis(0, '[Y,*-99999999]')",
]
GROWING += [
    f"{DOUBLED} = {DOUBLED}",
    f"($x := {DOUBLED}; $x != $x)",
    f"{NESTED} = {NESTED}",
    f"[1, {DOUBLED}] = [1, {DOUBLED}]",
]
GROWING += [f"$distinct([{each}, {each}])" for each in (DOUBLED, NESTED, DOUBLED.replace("40", "18"))]
GROWING += [
    f"({NESTED}).a",
    f"$lookup({NESTED}, 'a')",
    f"({NESTED}).a.b",
    f"({NESTED})[a]",
    f"({NESTED})^(a)",
    f"-({NESTED})",
]
GROWING += [f"$filter({NESTED}, function($v){{$v.a}})", f"({NESTED}){{'k': a}}", f"$lookup([{DOUBLED}, {NESTED}], 'c')"]
SOURCES = [("(", 500_000), ("[", 500_000), ("-", 500_000), ("a[", 300_000), ("a.", 300_000), ("1+", 300_000)]
SOURCES += [("(a)", 200_000), ("a@$b.", 100_000), ("function($a)<", 50_000), ("{'a':", 200_000), ("'a'&", 200_000)]

CASES = [{"text": f"($f := function($n){{{body}}}; $f(1))", "variables": {}} for body in BODIES]
CASES += [{"text": "($e := function($n){1 + $o($n)}; $o := function($n){1 + $e($n)}; $e(1))", "variables": {}}]
CASES += [{"text": call % each, "variables": {"t": "a" * 40 + "!"}} for each in PATTERNS for call in CALLS]
CASES += [{"text": text, "variables": {}, "made": {"t": ["a", 1_000_000]}} for text in GROWING]
CASES += [{"text": part, "times": times, "variables": {}} for part, times in SOURCES]
#: The package for regular expressions finds at once that these do not match.
HARMLESS = ("/(.*)*x/", "/(?=(a+))", "/^((a+)*)*$/", "/(.*a){20}/", "/^(a+)+$/")


def test_hostile_expressions_end_in_time_and_memory():
    lines = "".join(json.dumps(case) + "\n" for case in CASES)
    done = subprocess.run([sys.executable, SCRIPT], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(CASES)
    wrong = [
        (case["text"], answer)
        for case, answer in zip(CASES, answers, strict=True)
        if answer["message"] not in LIMITS
        and not (answer["message"].startswith("a value") and any(each in case["text"] for each in HARMLESS))
    ]
    assert not wrong
