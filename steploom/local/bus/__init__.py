"""The event bus: entries become events, rules choose targets, targets get their input.

Input: PutEvents entries, and rules with their targets. Output: calls of the targets' services, retried on the virtual
clock, and messages in dead-letter queues. Must not: know moto; who has rules hands them in.
"""
