"""Loads the bench API into Parquet with dlt: load_with_dlt.py BASE_URL PAGE_SIZE FOLDER."""

import os
import sys

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"

import dlt  # noqa: E402  (the settings above are read on import)
from dlt.sources.rest_api import rest_api_source  # noqa: E402


def main() -> None:
    base_url, page_size, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    paginator = {
        "type": "page_number",
        "base_page": 1,
        "page_param": "page",
        "total_path": None,
        "stop_after_empty_page": True,
    }
    endpoint = {"path": "page", "params": {"per_page": page_size}, "data_selector": "data"}
    source = rest_api_source(
        {
            "client": {"base_url": base_url + "/bench/", "paginator": paginator},
            "resources": [{"name": "bench", "endpoint": endpoint}],
        }
    )
    source.max_table_nesting = 0
    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=folder + "/pipelines",
        dataset_name="bench",
        destination=dlt.destinations.filesystem("file://" + folder + "/out"),
    )
    pipeline.run(source, loader_file_format="parquet")


if __name__ == "__main__":
    main()
