"""Source: the text of a function or a lambda, with true positions and resolved names.

Input: a Python function object. Output: its syntax tree as it stands in its file, spans for diagnostics, and the
objects its free names stand for. Must not: execute anything, or judge what is written.
"""

from steploom.source.names import MISSING, Names
from steploom.source.read import FunctionSource, SourceMissing, read_function, read_lambda

__all__ = ["MISSING", "FunctionSource", "Names", "SourceMissing", "read_function", "read_lambda"]
