"""The stages in order: source → HIR → IR → passes → States Language."""

from __future__ import annotations

import inspect
from typing import Any

from steploom.compiler.checks import check_assigned, check_size
from steploom.compiler.emit import Heading, emit
from steploom.compiler.frontend import build
from steploom.compiler.hir.raises import raised_once
from steploom.compiler.ir import Region, verify
from steploom.compiler.lower import lower
from steploom.compiler.options import CompiledWorkflow, CompileOptions
from steploom.compiler.passes import PASSES
from steploom.compiler.sourcemap import SourceMap
from steploom.diagnostics import Collector
from steploom.dsl import Workflow
from steploom.errors import CompileError, Unsupported

__all__ = ["compile_workflow", "stages"]

_DEFAULTS = CompileOptions()


def compile_workflow(workflow: Workflow[Any, Any], options: CompileOptions = _DEFAULTS) -> CompiledWorkflow:
    """Compile a workflow to Amazon States Language.

    Args:
        workflow: What `@workflow` made.
        options: Names in the definition of what it calls.

    Returns:
        The state machine with its source map, and what it uses.

    Raises:
        CompileError: The workflow cannot be compiled; carries every diagnostic.

    Example:
        >>> from lambdas.orders.workflow import fulfil
        >>> compile_workflow(fulfil).definition.start_at
        'reserve'
    """
    found = Collector()
    body = build(workflow, found)
    if found.failed:
        raise CompileError(found.sorted())
    region = lower(body)
    verify(region)
    for rewrite in PASSES:
        region = rewrite(region)
        verify(region)
    verify(region, resolved=True)
    check_assigned(region, found)
    _stop(found)
    try:
        heading = Heading(_comment(workflow), workflow.options.timeout, body.span)
        emitted = emit(region, body.contract, options, heading)
    except Unsupported as error:
        found.error(error.code, error.args[0].partition(": ")[2], body.span)
        raise CompileError(found.sorted()) from error
    check_size(emitted.definition, found, body.span)
    _stop(found)
    return CompiledWorkflow(
        workflow.name,
        emitted.definition,
        SourceMap(emitted.spans, raised_once(body.statements)),
        emitted.activities,
        emitted.events,
        emitted.calls,
        workflow.options.on,
        found.sorted(),
        emitted.workflows,
    )


def stages(workflow: Workflow[Any, Any]) -> list[tuple[str, Region]]:
    """Return the IR after the lowering and after each pass, with the stage's name: for people who look inside.

    Raises:
        CompileError: The workflow cannot be compiled.
    """
    found = Collector()
    body = build(workflow, found)
    _stop(found)
    region = lower(body)
    made = [("lower", region)]
    for rewrite in PASSES:
        region = rewrite(region)
        made.append((rewrite.__name__, region))
    return made


def _stop(found: Collector) -> None:
    if found.failed:
        raise CompileError(found.sorted())


def _comment(workflow: Workflow[Any, Any]) -> str | None:
    text = inspect.getdoc(workflow.function)
    return text.splitlines()[0] if text else None
