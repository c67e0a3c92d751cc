"""A whole workflow: its parameters, then its body."""

from __future__ import annotations

import ast
import contextlib
from typing import Any

from steploom.asl.limits import MAX_VARIABLE_NAME
from steploom.compiler.frontend.context import Context, Local, Refused
from steploom.compiler.frontend.ends import always_ends
from steploom.compiler.frontend.fit import fits, type_name
from steploom.compiler.frontend.scope import local_names, written_names
from steploom.compiler.frontend.statements import block
from steploom.compiler.hir import Expr, Field, Normal, Var, WorkflowBody
from steploom.compiler.normal import has_defaults
from steploom.compiler.roots import INPUT
from steploom.diagnostics import Collector
from steploom.dsl import Workflow
from steploom.dsl.contract import NoneShape, Shape, input_shape, shape_of, takes_whole_input
from steploom.errors import CompileError
from steploom.source import read_function

__all__ = ["build"]


def build(workflow: Workflow[Any, Any], found: Collector) -> WorkflowBody:
    """Return the typed form of a workflow.

    Args:
        workflow: What `@workflow` made.
        found: Takes the diagnostics.

    Raises:
        CompileError: The source cannot be read, or the declaration is wrong.
    """
    source = read_function(workflow.function)
    if not isinstance(source.node, ast.AsyncFunctionDef):
        found.error("SL107", f"{workflow.name} is not an async function", source.span(source.node), "async def")
        raise CompileError(found.sorted())
    context = Context(source, found, own=local_names(source.node), written=written_names(source.node))
    arguments = [*source.node.args.posonlyargs, *source.node.args.args, *source.node.args.kwonlyargs]
    span = source.span(arguments[0] if arguments else source.node)
    try:
        contract = _declared(context, workflow, source.node, arguments)
    except Refused as refused:
        raise CompileError(found.sorted()) from refused
    parameters = _parameters(context, workflow, contract)
    _check_names(context, source.node)
    context.bodies = (source.node.body,)
    body = block(context, source.node.body)
    returns = context.returns or NoneShape()
    if not found.failed and not always_ends(body) and not fits(NoneShape(), returns):
        wanted = type_name(returns)
        message = f"the end of {workflow.name} can be reached, where None is returned, not {wanted}"
        found.error("SL206", message, source.span(source.node.returns or source.node), "return a value on every way")
    return WorkflowBody(workflow.name, parameters, contract, body, span=span)


def _declared(
    context: Context, workflow: Workflow[Any, Any], function: ast.AsyncFunctionDef, arguments: list[ast.arg]
) -> Shape:
    """Return the contract of the parameters, and keep the type of the result; all faults of both in one run.

    Raises:
        Refused: A type has no form.
    """
    types = workflow.parameter_types
    shapes: list[Shape] = []
    for node in arguments:
        with contextlib.suppress(Refused):
            shapes.append(context.placed(node, lambda: shape_of(types[node.arg], node.arg)))  # noqa: B023 - called here
    context.returns = context.placed(
        function.returns or function, lambda: shape_of(workflow.return_type, f"the result of {workflow.name}")
    )
    if len(shapes) < len(arguments):
        raise Refused
    return context.placed(arguments[0] if arguments else function, lambda: _contract(workflow))


def _contract(workflow: Workflow[Any, Any]) -> Shape:
    return input_shape(workflow.signature, workflow.parameter_types, workflow.name)


def _check_names(context: Context, function: ast.AsyncFunctionDef) -> None:
    """Collect SL602 for each name that is too long for a variable of Step Functions, at the first place of each."""
    places: dict[str, ast.AST] = {}
    for node in ast.walk(function):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
                places.setdefault(name, node)
            case _:
                pass
    for name, node in places.items():
        if len(name) > MAX_VARIABLE_NAME:
            message = f"the name has {len(name)} characters, a variable of Step Functions {MAX_VARIABLE_NAME} at most"
            context.found.error("SL602", message, context.span(node), "choose a shorter name")


def _parameters(context: Context, workflow: Workflow[Any, Any], contract: Shape) -> tuple[tuple[str, Expr], ...]:
    """Each parameter as a variable, read from the machine's input."""
    span = context.span(context.source.node)
    whole: Expr = Var(INPUT, raw=True, type=contract, span=span)
    raw = not has_defaults(contract)
    if not raw:
        whole = Normal(whole, type=contract, span=span)
    made: list[tuple[str, Expr]] = []
    for name in workflow.signature.parameters:
        if takes_whole_input(workflow.signature, workflow.parameter_types) is not None:
            value = whole
        else:
            shape = shape_of(workflow.parameter_types[name])
            value = Field(whole, name, type=shape, span=span)
        context.locals[name] = Local(value.type, raw=raw)
        made.append((name, value))
    return tuple(made)
