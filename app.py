"""The reference services as a CDK application: `npx cdk synth`, `npx cdk deploy`."""

from __future__ import annotations

import aws_cdk as cdk
from steploom_cdk import ServerlessStack

from lambdas.orders.activities import ask_manager, charge, refund_by_key, release, reserve
from lambdas.orders.resources import APPROVALS, GATEWAY, PAYMENTS, RESERVATIONS, STOCK, TABLES
from lambdas.orders.workflow import fulfil
from steploom.deploy import App, Use

__all__ = ["ORDERS"]

#: The order service: what its activities do with its tables is all that their code does not tell the compiler.
ORDERS = App(
    "orders",
    workflows=(fulfil,),
    bus="shop",
    tables=TABLES,
    uses={
        reserve: [Use(STOCK, "update_item"), Use(RESERVATIONS, "get_item", "put_item")],
        release: [Use(STOCK, "update_item"), Use(RESERVATIONS, "get_item", "update_item")],
        charge: [Use(PAYMENTS, "put_item"), Use(GATEWAY, "get_item", "put_item", "update_item")],
        refund_by_key: [Use(PAYMENTS, "update_item"), Use(GATEWAY, "get_item", "put_item", "update_item")],
        ask_manager: [Use(APPROVALS, "put_item")],
    },
)


def main() -> None:
    """Synthesize every stack."""
    app = cdk.App()
    ServerlessStack(app, "Orders", ORDERS)
    app.synth()


if __name__ == "__main__":
    main()
