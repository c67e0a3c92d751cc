"""The Step Functions API: one function an operation, one file a family of operations.

Input: a `Desk` (one account and region) and the request as boto3 sends it. Output: the response, or a `ServiceFault`
with AWS's code and text. Must not: know moto or HTTP, or pretend: what is not done says so.
"""
