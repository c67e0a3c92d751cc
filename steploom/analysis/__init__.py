"""Analysis: what can be learned from definitions and from what executions did.

Input: definitions, histories, executions of a local cloud. Output: frozen data: the tree of a run, what tests covered,
where a history leaves a definition, a text to compare runs by. Must not: draw or print, or change what it looks at.
"""

from __future__ import annotations

__all__: list[str] = []
