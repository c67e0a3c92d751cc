"""CDK constructs that render an application's plan.

Input: an `App` or `Plan` of `steploom.deploy`. Output: CloudFormation resources, every one reachable for escape
hatches; nothing that the plan does not say. Must not: decide what is deployed (that is `steploom.deploy`'s), or be
imported as `constructs.steploom_cdk`, which would load a second copy.
"""

from steploom.extras import extra

with extra("cdk", __name__):
    from steploom_cdk.app import ServerlessApp, ServerlessStack
    from steploom_cdk.code import BUNDLE_CONTEXT

__all__ = ["BUNDLE_CONTEXT", "ServerlessApp", "ServerlessStack"]
