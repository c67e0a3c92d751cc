"""Lambda functions without Lambda: uploaded code and our own activities run in this process.

Input: a function (its code, or the activity it stands for) and an event. Output: an `Invocation`: the payload that
Lambda answers, errors in AWS's shape, the virtual seconds it took, its log. Must not: know moto or Step Functions.
"""
