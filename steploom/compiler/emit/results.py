"""What an effect binds, in terms of the state's result."""

from __future__ import annotations

from steploom.asl import ABSENT
from steploom.compiler.emit.contract import checked
from steploom.compiler.emit.jsonata import write
from steploom.compiler.emit.shared import Shared
from steploom.compiler.emit.template import expression, output
from steploom.compiler.hir import AwsTask, CallActivity, CallWorkflow, Emit, Expr, Field, Item, Normal, Sleep, Type, Var
from steploom.compiler.ir import BranchEffect, MapEffect, Region, Return, Work
from steploom.compiler.normal import has_defaults
from steploom.compiler.roots import RESULT, RESULT_PAYLOAD
from steploom.dsl.contract import AnyShape
from steploom.errors import ResultError
from steploom.jsontext import Json

__all__ = ["output_of", "results_of"]


def results_of(work: Work) -> dict[str, Expr]:
    """Return the value of each variable that `work` binds."""
    match work:
        case (
            CallActivity(target=None)
            | CallWorkflow(target=None)
            | AwsTask(target=None)
            | MapEffect(target=None)
            | Emit()
            | Sleep()
        ):
            return {}
        case CallActivity(target=str(name), activity=activity, result=shape):
            root = Var(RESULT if activity.is_callback else RESULT_PAYLOAD, type=shape, span=work.span)
            # A Lambda function of ours answers in the declared form; somebody with a token may leave keys out.
            loose = activity.is_callback and has_defaults(shape)
            return {name: Normal(root, type=shape, span=work.span) if loose else root}
        case CallWorkflow(target=str(name), result=shape):
            root = Var(RESULT, type=AnyShape(), span=work.span)
            return {name: Field(root, "Output", type=shape, span=work.span)}
        case AwsTask(target=str(name)) | MapEffect(target=str(name)):
            return {name: Var(RESULT, type=AnyShape(), span=work.span)}
        case BranchEffect(targets=targets, whole=whole, bodies=bodies):
            root = Var(RESULT, type=AnyShape(), span=work.span)
            bound: dict[str, Expr] = {} if whole is None else {whole: root}
            for index, (target, body) in enumerate(zip(targets or (), bodies, strict=False)):
                bound[target] = Item(root, index, type=_type_of(body), span=work.span)
            return bound
        case _:
            raise AssertionError(work)


def _type_of(region: Region) -> Type:
    return next((block.end.value.type for block in region.blocks.values() if isinstance(block.end, Return)), AnyShape())


def output_of(work: Work, returned: Expr | None, shared: Shared) -> Json:
    """Return the `Output` of the state: the returned value where it ends its scope, checked where it is an answer."""
    if isinstance(work, CallActivity) and work.activity.is_callback and not isinstance(work.result, AnyShape):
        value = "$states.result" if returned is None else write(returned, shared.variables)
        return expression(checked(work.result, "$states.result", ResultError.__name__, value, root="result"))
    return ABSENT if returned is None else output(returned, shared.variables)
