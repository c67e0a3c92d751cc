"""What a state machine's tasks reach: the engine's `Integration`, one file a kind of resource.

Input: a `TaskRequest`. Output: an `Outcome` with AWS's result shapes, error names and cause texts. Calls of services
go through boto3 and end in moto; functions, fakes and nested executions are reached directly. Must not: answer for
a service that moto does not have.
"""
