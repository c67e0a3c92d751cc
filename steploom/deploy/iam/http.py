"""HTTP tasks: the endpoint by condition, and the connection with its secret."""

from __future__ import annotations

from steploom.deploy.iam.needs import Need, Task, Underivable
from steploom.deploy.references import arn, reference

__all__ = ["needs"]


def needs(task: Task) -> tuple[Need, ...]:
    """Return what `http:invoke` needs: endpoint, method and connection must be known."""
    endpoint, method = task.text("ApiEndpoint"), task.text("Method")
    authentication = task.argument("Authentication") or task.argument("InvocationConfig")
    connection = authentication.get("ConnectionArn") if isinstance(authentication, dict) else None
    if not isinstance(connection, str):
        message = f"the connection of {task.state!r} is known only when the machine runs"
        raise Underivable(message, task.hint("write ConnectionArn as a constant"))
    equals = {"StringEquals": {"states:HTTPEndpoint": endpoint, "states:HTTPMethod": method}}
    return (
        Need(("states:InvokeHTTPEndpoint",), (reference("machine", task.around.machine),), equals),
        Need(("events:RetrieveConnectionCredentials",), (task.around.filled(connection),)),
        Need(
            ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
            (arn("secretsmanager", "secret:events!connection/*"),),
        ),
    )
