"""Expressions run twice, as Python and as a state machine, over tables of values at the edges."""
