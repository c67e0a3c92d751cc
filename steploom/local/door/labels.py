"""Labels: the machines that distributed Maps run for their items, which are parts of other machines."""

from __future__ import annotations

from steploom.asl import MapState, StateMachine, dump, load, walk

__all__ = ["labelled_definition"]


def labelled_definition(definition: str, label: str) -> str | None:
    """Return the definition that the children of the distributed Map with a label run, or None where none has it.

    Example:
        >>> scope = '"StartAt": "P", "States": {"P": {"Type": "Succeed"}}'
        >>> mode = '"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}'
        >>> state = '{"Type": "Map", "Label": "each", "ItemProcessor": {%s, %s}, "End": true}' % (mode, scope)
        >>> made = labelled_definition('{"StartAt": "M", "States": {"M": %s}}' % state, "each")
        >>> load(made).start_at
        'P'
    """
    machine = load(definition)
    for _, _, state in walk(machine):
        if isinstance(state, MapState) and state.label == label:
            inner = state.item_processor
            return dump(
                StateMachine(start_at=inner.start_at, states=inner.states, query_language=machine.query_language)
            )
    return None
