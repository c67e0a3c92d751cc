"""Bundle: the code that a Lambda function is deployed with, without Docker.

Input: the modules of activities. Output: a directory with their sources, the part of steploom they need, and pinned
distributions for Lambda's platform; a fingerprint that changes only with them. Must not: hold what the Lambda runtime
provides (boto3), or depend on the machine it is built on.
"""

from steploom.extras import extra

with extra("cdk", __name__):
    from steploom.deploy.bundle.make import Bundle, bundle_of, write_bundle
    from steploom.deploy.bundle.modules import Modules, modules_of
    from steploom.deploy.bundle.pins import pins_of

__all__ = ["Bundle", "Modules", "bundle_of", "modules_of", "pins_of", "write_bundle"]
