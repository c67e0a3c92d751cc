"""The compiled states: one state type a file, each with the function that compiles its model.

Input: a state of the model and its language's data flow. Output: a `Node`. Must not: parse, or look at the other
language.
"""
