"""FileUploader on a stream, with and without the delivery method that asks for it, and how it fails."""

import base64

from parts import API, case, entry, option, requester, retriever, selector, stream


def generate(dice):
    uploader = {"type": "FileUploader", "requester": dice.one({"type": "HttpRequester", "url": dice.one("{{ download_target }}", API + "/files/{{ config.get('x', 3) }}", "{{download_target}}"), "http_method": "GET"}, requester("{{ download_target }}")),
                "download_target_extractor": dice.one(selector("url"), selector("url"), selector("urls"), selector("missing"))["extractor"], **dice.options(0.5, filename_extractor=["{{ record['name'] }}", "/{{ record['name'] }}", "{{ record['name'] | upper }}.bin"])}
    if dice.chance(0.2):
        uploader["requester"]["error_handler"] = {"type": "DefaultErrorHandler", "max_retries": 0, "response_filters": [{"type": "HttpResponseFilter", "http_codes": [404], "action": dice.one("IGNORE", "FAIL")}]}
    one = stream("items", retriever("/items", "data", **dice.options(0.3, partition_router=[{"type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"]}])), file_uploader=uploader,
                 **dice.options(0.2, transformations=[[{"type": "AddFields", "fields": [{"path": ["name"], "value": "t-{{ record['name'] }}"}]}]]))
    records = [{"id": number, "name": dice.one("a.txt", "dir/b.txt", "ü.txt"), "url": f"{API}/files/{number}", "urls": [f"{API}/files/{number}", f"{API}/files/9"]} for number in range(1, dice.number(1, 4))]
    script = [{"path": "/items", "answers": [{"json": {"data": records}}]}, {"path": "re:/files/.*", "pool": [[{"base64": base64.b64encode(b"content").decode()}], [{"text": "other"}], [{"status": dice.one(404, 403, 200), "text": ""}]]}]
    config = dice.one({"delivery_method": {"delivery_type": "use_file_transfer"}}, {"delivery_method": {"delivery_type": "use_file_transfer", "preserve_directory_structure": False}}, {"delivery_method": {"delivery_type": "use_records_transfer"}}, {})
    made = case([one], script, config=config, mode="full_refresh", verbs={"check": 0.2, "discover": 0.3}, tolerances=["records"])
    made["catalog"] = {"streams": [{**entry("items"), **dice.options(0.4, include_files=[True, False])}]}
    return made
