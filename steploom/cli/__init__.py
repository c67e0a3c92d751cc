"""The command line: compile, run and draw workflows and hand-written definitions.

Input: arguments. Output: files, text for people (Rich on a terminal, plain elsewhere) or JSON for programs. Must not:
hold logic that a library user would miss; every command calls a function of the layers below.

Exit status: 0 done, 1 the execution did not succeed, 2 a wrong argument or target, 3 diagnostics were found.
"""

from steploom.cli.main import main

__all__ = ["main"]
