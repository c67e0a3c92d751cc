"""IAM: from the states of a definition to the statements of its role.

Input: a definition, and what its names stand for. Output: one statement for each resource, with the states that need
it; diagnostics (SL702) for what cannot be derived. Must not: guess, or write `*` where AWS does not force it.
"""

from steploom.deploy.iam.derive import derive
from steploom.deploy.iam.needs import Need, Underivable
from steploom.deploy.iam.statements import sid_of

__all__ = ["Need", "Underivable", "derive", "sid_of"]
