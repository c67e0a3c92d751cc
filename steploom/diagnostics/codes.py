"""The register of codes: stable for ever, each with a section in `docs/errors/`.

1xx language, 2xx types and contracts, 3xx control flow, 4xx services, 5xx events, 6xx limits, 7xx deployment,
8xx lint, 9xx the command line, settings and the installation.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CODES", "Code", "code"]


@dataclass(frozen=True, slots=True)
class Code:
    """One code: `id` is `SL` and three digits, `title` heads its section in the docs."""

    id: str
    title: str


_TITLES = {
    # 1xx language: what a workflow may be written in
    "SL100": "The source of the function cannot be read",
    "SL101": "This statement is not supported yet",
    "SL102": "This expression is not supported yet",
    "SL103": "This name is not known in the workflow",
    "SL104": "This function cannot be called in a workflow",
    "SL105": "An activity, timer or event call must be awaited",
    "SL106": "Await is not supported at this place yet",
    "SL107": "A workflow must be an async function",
    "SL108": "This call's arguments do not fit the function's parameters",
    "SL109": "This attribute or method is not known in the workflow language",
    # 2xx types and contracts
    "SL201": "A parameter or result needs a type annotation",
    "SL202": "This type has no JSON form",
    "SL203": "A custom validator cannot become part of the input contract",
    "SL204": "The first parameter of an activity must say whether it is a TaskToken",
    "SL205": "TaskToken stands at the wrong place",
    "SL206": "The types of this expression do not fit",
    "SL207": "An argument of a declaration is wrong",
    "SL209": "This constraint cannot become part of the input contract",
    "SL210": "The input is keyed by name, so each parameter needs its own",
    "SL211": "An activity must be a plain function",
    # 3xx control flow
    "SL301": "A value may be used before it is assigned",
    "SL302": "This exception class cannot be caught by name",
    "SL303": "A compensation must be registered at a fixed place",
    "SL304": "A name of the outer scope cannot be assigned here",
    "SL305": "A function cannot call itself in a workflow",
    "SL306": "There is no error to raise again",
    "SL307": "What is changed may be known by another name too",
    "SL308": "The cases of a match leave a value out",
    # 4xx services and definitions
    "SL400": "The definition is not valid JSON or YAML",
    "SL401": "A field of the definition is wrong",
    "SL402": "A transition of the definition is wrong",
    "SL403": "A resource of the definition is wrong",
    "SL404": "An expression of the definition is wrong",
    "SL405": "A name in the definition is wrong",
    "SL410": "This AWS service or operation does not exist",
    "SL411": "An argument of an AWS call is wrong",
    "SL412": "This operation is not available in the local cloud",
    "SL413": "The engine does not run this yet",
    "SL420": "A mock or fault is about nothing that a task calls",
    "SL421": "A mock returns what AWS cannot return",
    "SL422": "A mock or fault raises what AWS cannot raise",
    "SL423": "A mock or fault was never used",
    "SL424": "A task has nothing that answers it",
    "SL425": "A schedule does not fit the run",
    # 5xx events
    "SL501": "An event class is declared wrongly",
    "SL502": "This condition cannot be an event pattern",
    "SL503": "A handler does not take what comes",
    "SL504": "A handler tells an event that it does not declare",
    # 6xx limits
    "SL601": "The definition is larger than AWS accepts",
    "SL602": "A name is longer than AWS accepts",
    # 7xx deployment
    "SL701": "This resource cannot be deployed",
    "SL702": "The role of a state machine cannot be derived",
    # 8xx lint
    "SL801": "Events go round for ever",
    "SL802": "Nobody reacts to an event",
    "SL803": "Nobody tells an event that somebody waits for",
    "SL804": "Very many react to one event",
    "SL805": "A second delivery is told again",
    # 9xx the command line, settings and the installation
    "SL901": "The target of the command cannot be loaded",
    "SL902": "An argument of the command is wrong",
    "SL903": "An optional part of steploom is not installed",
    "SL904": "A setting is wrong",
    "SL905": "Recorded data cannot be read",
}

#: Every code by its id.
CODES: dict[str, Code] = {id_: Code(id_, title) for id_, title in _TITLES.items()}


def code(id_: str) -> Code:
    """Return the registered code.

    Raises:
        KeyError: There is no such code; every code stands in this file first.

    Example:
        >>> code("SL101").title
        'This statement is not supported yet'
    """
    return CODES[id_]
