"""Views: definitions and runs for people to look at.

Input: a state machine, a history, a source map. Output: one graph model laid out once, drawn as SVG, HTML, Mermaid and
terminal text. Must not: run anything, load from the network, or put a payload into a page unescaped.
"""
