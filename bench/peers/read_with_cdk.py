"""Reads one manifest with airbyte-cdk and prints its protocol messages: read_with_cdk.py MANIFEST CONFIG CATALOG."""

import json
import sys

from airbyte_cdk.entrypoint import launch
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource
from airbyte_cdk.utils.yaml_loader import safe_load_yaml


def main() -> None:
    manifest_path, config_path, catalog_path = sys.argv[1:4]
    with open(manifest_path, encoding="utf-8") as file:
        manifest = safe_load_yaml(file)
    with open(config_path, encoding="utf-8") as file:
        config = json.load(file)
    source = ConcurrentDeclarativeSource(
        catalog=None, config=config, state=None, source_config=manifest, config_path=config_path
    )
    launch(source, ["read", "--config", config_path, "--catalog", catalog_path])


if __name__ == "__main__":
    main()
