"""The code of functions as an asset, bundled without Docker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aws_cdk as cdk
import jsii
from aws_cdk import aws_lambda, aws_s3_assets

import steploom
from constructs import Construct
from steploom.deploy import FunctionPlan
from steploom.deploy.bundle import Bundle, bundle_of, write_bundle

__all__ = ["BUNDLE_CONTEXT", "FunctionCode"]

#: Context key: `cdk synth -c steploom:bundle=false` leaves the dependencies out, for a look at the template.
BUNDLE_CONTEXT = "steploom:bundle"


@jsii.implements(cdk.ILocalBundling)
class _Bundling:
    """Writes the bundle where the CDK wants it."""

    def __init__(self, bundle: Bundle, *, install: bool) -> None:
        self._bundle = bundle
        self._install = install

    def try_bundle(self, output_dir: str, *_args: Any, **_kwargs: Any) -> bool:
        """Fill `output_dir`; Docker is never the second choice."""
        write_bundle(self._bundle, Path(output_dir), install=self._install)
        return True


class FunctionCode:
    """One asset for each runtime and architecture among the functions of an application.

    Args:
        scope: The construct that owns the assets.
    """

    def __init__(self, scope: Construct) -> None:
        self._scope = scope
        self._assets: dict[tuple[str, str], aws_s3_assets.Asset] = {}
        wanted = scope.node.try_get_context(BUNDLE_CONTEXT)
        self._install = str(wanted).lower() not in {"false", "0", "no"}

    def add(self, functions: tuple[FunctionPlan, ...]) -> None:
        """Bundle the code of all functions that share runtime and architecture."""
        for kind in dict.fromkeys((each.runtime, each.architecture) for each in functions):
            alike = tuple(each for each in functions if (each.runtime, each.architecture) == kind)
            self._assets[kind] = self._asset(bundle_of(alike), "-".join(kind))

    def of(self, function: FunctionPlan) -> aws_lambda.CfnFunction.CodeProperty:
        """Return where the code of a function is."""
        asset = self._assets[function.runtime, function.architecture]
        return aws_lambda.CfnFunction.CodeProperty(s3_bucket=asset.s3_bucket_name, s3_key=asset.s3_object_key)

    def _asset(self, bundle: Bundle, name: str) -> aws_s3_assets.Asset:
        kind = "" if self._install else "-sources"
        return aws_s3_assets.Asset(
            self._scope,
            f"Code-{name}",
            path=str(Path(steploom.__file__).parent),  # asked for by the CDK; the bundling reads what it needs
            asset_hash=f"{bundle.fingerprint}{kind}",
            asset_hash_type=cdk.AssetHashType.CUSTOM,
            bundling=cdk.BundlingOptions(
                image=cdk.DockerImage.from_registry("never-used"),
                local=_Bundling(bundle, install=self._install),
            ),
        )
