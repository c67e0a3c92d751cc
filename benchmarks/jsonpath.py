"""Reading JSONPath: Steploom beside bare Python, jsonpath-ng and python-jsonpath, in processor time.

Run: `python benchmarks/jsonpath.py`. A column is missing where its package is not installed
(`pip install jsonpath-ng python-jsonpath`), and empty where the package does not read the path. All paths are compiled
before the clock starts. The other two follow other dialects, so the table says nothing about right and wrong.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from steploom.expr.environment import Environment
from steploom.expr.jsonpath import compile_path
from steploom.expr.template import compile_template
from steploom.expr.view import View

ROUNDS = 5
LIMIT = 10
SECONDS = 0.05

DATA: dict[str, Any] = {
    "order": {"customer": {"name": "Ann"}, "items": [{"id": i, "price": i % 17, "tag": f"t{i}"} for i in range(100)]},
    "total": 5,
}

#: A path, and what a programmer would write instead.
PATHS: dict[str, Callable[[Any], Any]] = {
    "$.total": lambda data: data["total"],
    "$.order.customer.name": lambda data: data["order"]["customer"]["name"],
    "$.order.items[7].id": lambda data: data["order"]["items"][7]["id"],
    "$.order.items[*].id": lambda data: [item["id"] for item in data["order"]["items"] if "id" in item],
    "$.order.items[10:20].tag": lambda data: [item["tag"] for item in data["order"]["items"][10:20]],
    "$.order.items[?(@.price > 10)].id": lambda data: [
        item["id"] for item in data["order"]["items"] if item.get("price", 0) > LIMIT
    ],
    "$..price": lambda data: list(walk(data, "price")),
}
TEMPLATE = {
    "name.$": "$.order.customer.name",
    "first.$": "$.order.items[0].id",
    "kind": "order",
    "nested": {"total.$": "$.total", "constant": [1, 2, 3]},
}


def walk(value: Any, name: str) -> Iterator[Any]:
    """Yield every member of that name, parents before children."""
    if isinstance(value, dict):
        if name in value:
            yield value[name]
        for each in value.values():
            yield from walk(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from walk(each, name)


def main() -> None:
    """Print a line for each path, and one for a payload template."""
    # This file has the name of one of the packages.
    sys.path[:] = [each for each in sys.path if Path(each).resolve() != Path(__file__).parent.resolve()]
    others = dict(filter(None, map(find, ("jsonpath_ng.ext", "jsonpath"))))
    print(f"{'path':36} {'steploom':>10}" + "".join(f"{name:>18}" for name in ("bare Python", *others)))
    view = View(DATA)
    for text, bare in PATHS.items():
        read = compile_path(text).read
        assert read(view) == bare(DATA), text
        line(text, lambda read=read: read(view), [lambda bare=bare: bare(DATA), *readers(text, others)])
    template, environment = compile_template(TEMPLATE), Environment()
    line("a template of three paths", lambda: template(view, environment), [bare_template])


def bare_template() -> object:
    """Build the payload of the template by hand."""
    return {
        "name": DATA["order"]["customer"]["name"],
        "first": DATA["order"]["items"][0]["id"],
        "kind": "order",
        "nested": {"total": DATA["total"], "constant": [1, 2, 3]},
    }


def find(module: str) -> tuple[str, Any] | None:
    """Return a package's name and its function that compiles a path."""
    try:
        found = importlib.import_module(module)
    except ImportError:
        return None
    return ("python-jsonpath", found.compile) if module == "jsonpath" else ("jsonpath-ng", found.parse)


def readers(text: str, others: dict[str, Any]) -> Iterator[Callable[[], object] | None]:
    """Yield a function for each other package, or None where it does not read the path."""
    for name, compile_text in others.items():
        try:
            path = compile_text(text)
        except Exception:  # noqa: BLE001 - each package has errors of its own
            yield None
            continue
        if name == "jsonpath-ng":
            yield lambda path=path: [match.value for match in path.find(DATA)]
        else:
            yield lambda path=path: path.findall(DATA)


def line(title: str, ours: Callable[[], object], others: list[Callable[[], object] | None]) -> None:
    """Print one line: the time of a call, and how many times as long the others take."""
    own = seconds(ours)
    ratios = "".join(f"{'' if each is None else f'{seconds(each) / own:.2f} x':>18}" for each in others)
    print(f"{title:36} {own * 1e9:7,.0f} ns{ratios}")


def seconds(function: Callable[[], object]) -> float:
    """Return the processor time of one call, the best of a few rounds."""
    count = 1
    while timed(function, count) < SECONDS / 10:
        count *= 4
    return min(timed(function, count) for _ in range(ROUNDS)) / count


def timed(function: Callable[[], object], count: int) -> float:
    """Return the processor time of `count` calls."""
    begun = time.process_time()
    for _ in range(count):
        function()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
