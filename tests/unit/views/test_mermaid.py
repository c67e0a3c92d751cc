from __future__ import annotations

import re

from steploom.views import render_mermaid

LAMBDA = "arn:aws:states:::lambda:invoke"


def test_a_chart(graph):
    inner = {"StartAt": "item", "States": {"item": {"Type": "Wait", "Seconds": 5, "End": True}}}
    other = {"StartAt": "no", "States": {"no": {"Type": "Fail", "Error": "Broken"}}}
    found = graph(
        {
            "a > 1": {"Type": "Choice", "Choices": [{"Condition": "{% $a > 1 %}", "Next": "both"}], "Default": "each"},
            "both": {
                "Type": "Parallel",
                "Branches": [inner, other],
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "each"}],
                "End": True,
            },
            "each": {"Type": "Map", "ItemProcessor": inner, "MaxConcurrency": 2, "End": True},
        }
    )
    assert render_mermaid(found).splitlines() == [
        "flowchart TD",
        "  start(( ))",
        '  s0{{"a #62; 1"}}:::Choice',
        '  subgraph s1["both - 2 branches"]',
        '    subgraph s1b0["branch 1"]',
        '      s2[/"item<br/>5 s"/]',
        "    end",
        '    subgraph s1b1["branch 2"]',
        '      s3(["no<br/>Broken"]):::Fail',
        "    end",
        "  end",
        '  subgraph s4["each - 2 at a time"]',
        '    s5[/"item<br/>5 s"/]',
        "  end",
        '  s0 -->|"$a #62; 1"| s1',
        '  s0 -->|"default"| s4',
        '  s1 -.->|"States.ALL"| s4',
        "  start --> s0",
        "  finish((( )))",
        "  s1 --> finish",
        "  s4 --> finish",
        "  classDef Choice stroke:#a3640a",
        "  classDef Fail stroke:#c4232e",
    ]


def test_names_are_never_read_as_markup(graph):
    name = 'end"]; click <img src=x onerror=alert(1)> `**x**` #quot; \n%% {{|}} \\ \ud800'
    lines = render_mermaid(graph({name: {"Type": "Pass", "End": True}})).splitlines()
    assert len(lines) == 6
    words = re.fullmatch(r'  s0\["(.*)"\]', lines[2]).group(1)
    assert not re.search(r"""["<>`|{}\[\]\\;](?<!#\d\d;)(?<!#\d;)(?<!#\d\d\d;)(?<!#\d{5};)""", words)
    lines[2].encode()
