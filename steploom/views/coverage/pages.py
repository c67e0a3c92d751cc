"""Coverage as pages: an index, and a page for each machine. No script, nothing loaded, one style by its hash."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from steploom.analysis.coverage import KINDS, Count, Coverage, MachineCoverage, Point
from steploom.views.assets import asset
from steploom.views.coverage.picture import picture
from steploom.views.coverage.words import conditions, label, percent, place
from steploom.views.markup import attribute, text

__all__ = ["render_coverage"]

_STYLES = ("theme.css", "graph.css", "coverage.css")
_TITLES = {"state": "States", "rule": "Rules", "catcher": "Catchers", "retrier": "Retriers", "scope": "Scopes"}
_WHOLE = 100
_GOOD = 80
_BAD = 50


def render_coverage(coverage: Coverage, title: str = "State machine coverage") -> dict[str, str]:
    """Return pages by the name of their file: `index.html`, and one for each machine.

    Args:
        coverage: What was covered.
        title: Head line of the index.

    Example:
        >>> list(render_coverage(Coverage()))
        ['index.html']
    """
    files = _files(coverage)
    pages = {"index.html": _index(coverage, files, title)}
    for machine, file in zip(coverage.machines, files, strict=True):
        pages[file] = _page(machine)
    return pages


def _files(coverage: Coverage) -> list[str]:
    """Return the name of each machine's page: the machine's own as far as file systems take it, and unique."""
    taken = {"index.html"}
    files = []
    for machine in coverage.machines:
        base = re.sub(r"[^A-Za-z0-9_-]+", "-", machine.name).strip("-")[:80] or "machine"
        file, number = f"{base}.html", 2
        while file.lower() in taken:
            file, number = f"{base}-{number}.html", number + 1
        taken.add(file.lower())
        files.append(file)
    return files


def _index(coverage: Coverage, files: list[str], title: str) -> str:
    rows = "".join(
        f'<tr><th scope="row"><a href={attribute(file)}>{text(each.name)}</a>'
        f'<span class="from">{text(each.source)}</span></th>{_cells(each)}</tr>'
        for each, file in zip(coverage.machines, files, strict=True)
    )
    heads = "".join(f'<th scope="col">{_TITLES[kind]}</th>' for kind in KINDS)
    table = (
        f'<div class="wide"><table class="machines"><thead><tr><th scope="col">Machine</th>{heads}'
        f'<th scope="col">Cover</th></tr></thead><tbody>{rows}</tbody></table></div>'
        if rows
        else '<p class="none">No state machine was measured.</p>'
    )
    return _document(title, _header(title, "", coverage), f"<main>{table}</main>")


def _cells(machine: MachineCoverage) -> str:
    counts = [machine.count(kind) for kind in KINDS]
    cells = "".join(
        f"<td{_grade(each)}>{each.hit}<i>/{each.total}</i></td>" if each.total else "<td>-</td>" for each in counts
    )
    whole = machine.count()
    return f'{cells}<td class="cover"{_grade(whole, own=False)}>{_meter(whole)}<b>{percent(whole)}</b></td>'


def _header(title: str, above: str, covered: Coverage | MachineCoverage) -> str:
    whole = covered.count()
    tiles = "".join(
        f"<li{_grade(count)}><span>{_TITLES[kind]}</span><b>{count.hit}<i>/{count.total}</i></b>{_meter(count)}</li>"
        for kind in KINDS
        if (count := covered.count(kind)).total
    )
    return (
        f'<header><div class="head">{above}<h1>{text(title)}</h1></div>'
        f'<p class="total"{_grade(whole, own=False)}><b>{percent(whole)}</b>{_meter(whole)}</p>'
        f'<ul class="tiles">{tiles}</ul></header>'
    )


def _grade(count: Count, *, own: bool = True) -> str:
    """Return the class of a share; only whole ones are good."""
    share = count.percent
    grade = "full" if share == _WHOLE else "good" if share >= _GOOD else "half" if share >= _BAD else "poor"
    return f' class="{grade}"' if own else f' data-grade="{grade}"'


def _meter(count: Count) -> str:
    """Return a bar; SVG, since a policy without inline styles gives no element a width of its own."""
    width = round(count.percent, 1)
    return (
        '<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="6"/><rect class="bar" width="{width:g}" height="6"/></svg>'
    )


def _page(machine: MachineCoverage) -> str:
    states = [each for each in machine.points if each.kind == "state"]
    anchors = {each.path: f"state-{number}" for number, each in enumerate(states)}
    known = conditions(machine.definition)
    above = '<p class="up"><a href="index.html">All machines</a></p>'
    source = f'<p class="from">{text(machine.source)}</p>' if machine.source else ""
    graph = picture(machine, {path: f"#{anchor}" for path, anchor in anchors.items()})
    stage = f'<section class="stage" aria-label="Picture">{_legend()}<div class="canvas">{graph}</div></section>'
    lists = f"{source}{_missed(machine, known, anchors)}{_all(machine, known, anchors)}"
    body = f'<main class="machine">{stage}<section class="lists">{lists}</section></main>'
    return _document(machine.name, _header(machine.name, above, machine), body)


def _legend() -> str:
    names = (("hit", "hit"), ("partly", "partly hit"), ("missed", "missed"))
    return '<ul class="legend">' + "".join(f'<li class="{each}">{words}</li>' for each, words in names) + "</ul>"


def _missed(machine: MachineCoverage, known: dict[str, str], anchors: dict[str, str]) -> str:
    rows = []
    for point in machine.missing:
        anchor = anchors[f"{point.scope}/States/{point.state}"]
        words = label(point, known)
        where = place(machine, point)
        rows.append(
            f'<li><a href="#{anchor}">{text(point.state)}</a>'
            + (f' <span class="way">{text(words)}</span>' if words else "")
            + (f'<span class="from">{text(where)}</span>' if where else "")
            + "</li>"
        )
    if not rows:
        return '<h2>Missed</h2><p class="all">Nothing: every state and every way out of it was run.</p>'
    return f'<h2>Missed <span class="count">{len(rows)}</span></h2><ol class="missed">{"".join(rows)}</ol>'


def _all(machine: MachineCoverage, known: dict[str, str], anchors: dict[str, str]) -> str:
    rows = "".join(_row(machine, each, known, anchors) for each in machine.points)
    head = '<thead><tr><th scope="col">State</th><th scope="col">Hits</th></tr></thead>'
    return f'<h2>All points</h2><table class="points">{head}<tbody>{rows}</tbody></table>'


def _row(machine: MachineCoverage, point: Point, known: dict[str, str], anchors: dict[str, str]) -> str:
    hits = machine.hit(point)
    status = "hit" if hits else "missed"
    count = f'<td class="hits">{hits:,}</td>'
    deep = f"deep-{min(point.scope.count('/States/'), 4)}"
    if point.kind != "state":
        return f'<tr class="{status} way {deep}"><td>{text(label(point, known, 400))}</td>{count}</tr>'
    where = place(machine, point)
    origin = f'<span class="from">{text(where)}</span>' if where and point.state in machine.spans else ""
    head = f'<th scope="row">{text(point.state)}{origin}</th>'
    return f'<tr class="{status} {deep}" id="{anchors[point.path]}">{head}{count}</tr>'


def _document(title: str, header: str, body: str) -> str:
    style = "".join(asset(name) for name in _STYLES)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en" class="steploom coverage"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<title>{text(title)}</title><style>{style}</style></head><body>{header}{body}</body></html>\n"
    )
