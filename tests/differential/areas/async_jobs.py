"""AsyncRetriever: create, poll, download; status mapping, targets, decoders, failing jobs, routers and cursors above it."""

import base64
import gzip
import io
import zipfile

from parts import API, DAYS, case, failed, ok, option, requester, schema, selector, stream

ROWS = [{"id": 1, "name": "Ann", "updated": "2025-12-05"}, {"id": 2, "name": "", "updated": "2025-12-14"},
        {"id": 3, "name": "NA", "updated": "2025-12-20", "deep": {"a": 1}}]


def csv_text(dice):
    lines = ["id,name,updated", "1,Ann,2025-12-05", '2,"a,""b""\nc",2025-12-14', "3,NA,2025-12-20", "4,,null", "5,nan,None"]
    lines = lines[: dice.number(0, len(lines))] + (["6,short"] if dice.chance(0.15) else [])
    return dice.one("\n", "\n", "\r\n").join(lines) + dice.one("\n", "")


def packed(content, how):
    if how == "gzip":
        return gzip.compress(content, mtime=0)
    if how == "zip":
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(zipfile.ZipInfo("a.txt"), content)
        return file.getvalue()
    return content


def download(dice):
    """How the file looks, and the decoder and extractor for it: (fields of the retriever, answer)."""
    kind = dice.one("csv_file", "csv_file", "csv", "jsonl", "json", "json", "items")
    how = dice.one("", "", "gzip", "zip")
    fields, headers = {}, {}
    if kind == "csv_file":
        fields["download_extractor"] = {"type": "ResponseToFileExtractor", **dice.options(preserve_na_values=[True, False])}
        text, how = csv_text(dice), dice.one("", "", "gzip")
        if how and dice.chance(0.7):
            headers["Content-Encoding"], how = "gzip", ""
    elif kind == "csv":
        decoder = {"type": "CsvDecoder", **dice.options(0.3, delimiter=[",", ";"], encoding=["utf-8", "latin-1"],
                                                         set_values_to_none=[["NA"], [""], ["NA", "null"]])}
        text = csv_text(dice)
    elif kind == "jsonl":
        decoder = {"type": "JsonlDecoder"}
        text = '{"id": 1}\n{"id": 2, "updated": "2025-12-09"}\n' + dice.one("", "\n", "not json\n", "[1]\n", '{"id": 3}')
    elif kind == "items":
        decoder = {"type": "JsonItemsDecoder", "items_path": dice.one("data.item", "data", "item", "")}
        text = dice.one('{"data": [{"id": 1}, {"id": 2}]}', "[]", '[{"id": 3}]', '{"data": {"id": 4}}')
    else:
        decoder = {"type": "JsonDecoder"}
        text = dice.one('{"data": [{"id": 1}, {"id": 2}], "next": "2"}', '[{"id": 1}]', "{}", '{"data": null}', "nonsense")
        fields["download_extractor"] = dice.one(
            selector("data")["extractor"], selector()["extractor"], selector("data", "*")["extractor"],
            {"type": "CombinedExtractor", "extractors": [selector("data")["extractor"], selector("x")["extractor"]]},
            {"type": "CombinedExtractor", "mode": "first_match", "extractors": [selector("x")["extractor"], selector()["extractor"]]})
    if kind != "csv_file":
        wrapped = {"gzip": {"type": "GzipDecoder", "decoder": decoder}, "zip": {"type": "ZipfileDecoder", "decoder": decoder}}
        if how == "zip" and kind == "csv":
            how = ""
        if kind != "json" or dice.chance(0.8):
            fields["download_decoder"] = wrapped.get(how, decoder)
        if kind in ("csv", "jsonl") and dice.chance(0.2):
            fields["download_extractor"] = selector(*dice.one(["name"], [], ["deep"]))["extractor"]
    content = packed(text.encode(), how)
    return fields, {"headers": headers, "base64": base64.b64encode(content).decode()}


def polls(dice, done):
    """What polling one job gives, one list of answers."""
    running = [ok({"status": status}) for status in dice.some(["queued", "running", "running"], 0, 2)]
    end = dice.one("done", "done", "done", "done", "done", "done", "failed", "expired", "skipped", "error", dice.one("done", "done", "done", "unknown", "null", "number"))
    if end == "done":
        return running + [done]
    if end == "error":
        return running + [failed(dice.one(400, 404, 500))] + [done if dice.chance(0.9) else failed(401)]
    if end in ("unknown", "null", "number"):
        return running + [ok({"status": {"unknown": "whatever", "null": None, "number": 7}[end]})]
    return running + [ok({"status": end})]


def router(dice):
    kind = dice.one("none", "none", "list", "list", "parent", "grouped", "two")
    names = {"type": "ListPartitionRouter", "cursor_field": "name", "values": dice.one(["a", "b"], ["a", "b", "c"], ["a"]),
             **dice.options(0.2, request_option=[option("request_parameter", "who"), option("body_json", "who")])}
    parent = {"type": "SubstreamPartitionRouter", "parent_stream_configs": [{
        "type": "ParentStreamConfig", "parent_key": "id", "partition_field": "name",
        "stream": stream("parents", {"type": "SimpleRetriever", "requester": requester("/parents"), "record_selector": selector("data")},
                         primary_key="id"), **dice.options(0.3, extra_fields=[[["label"]]])}]}
    if kind == "none":
        return {}
    if kind == "list":
        return {"partition_router": names}
    if kind == "parent":
        return {"partition_router": parent}
    if kind == "two":
        return {"partition_router": [names, {**names, "cursor_field": "kind", "request_option": option("request_parameter", "kind")}]}
    return {"partition_router": {"type": "GroupingPartitionRouter", "group_size": dice.number(1, 2),
                                 "underlying_partition_router": {key: value for key, value in names.items() if key != "request_option"}}}


def requesters(dice, targets):
    create = requester("/jobs", http_method="POST")
    create["request_body_json"] = {"name": "{{ stream_partition['name'] if stream_partition and 'name' in stream_partition else 'all' }}",
                                   "from": "{{ stream_interval.get('start_time') if stream_interval else '' }}"}
    if dice.chance(0.2):
        create["request_body_data"] = dict(create.pop("request_body_json"))
    poll_url = dice.one("{{ creation_response['id'] }}", "{{ creation_response.id }}", "{{creation_response['id']}}")
    poll = {"type": "HttpRequester", "http_method": dice.one("GET", "GET", "POST"), "url": f"{API}/jobs/{poll_url}"}
    if dice.chance(0.2):
        poll["request_headers"] = {"X-Req": "{{ creation_response.headers['X-Job'] }}",
                                   "X-Method": dice.one("{{ creation_response['request'].method }}", "m")}
    target = {"download": "{{ download_target }}", "none": API + "/file/{{ polling_response['file'] }}"}
    fetch = {"type": "HttpRequester", "http_method": "GET", "url": target["download" if targets != "none" else "none"]}
    if dice.chance(0.25):
        fetch["request_parameters"] = {"job": dice.one("{{ creation_response['id'] }}", "{{ polling_response['status'] }}",
                                                       "{{ stream_partition.get('name', 'x') }}", "{{ polling_response.headers.get('x-poll') }}")}
    fields = {"creation_requester": create, "polling_requester": poll, "download_requester": fetch}
    for name, verb in (("abort_requester", "POST"), ("delete_requester", dice.one("POST", "GET"))):
        if dice.chance(0.35):
            fields[name] = {"type": "HttpRequester", "http_method": verb, "url": f"{API}/{name[:5]}/{{{{ creation_response['id'] }}}}"}
    if targets == "requester":
        fields["download_target_requester"] = {"type": "HttpRequester", "http_method": "GET",
                                               "url": API + "/targets/{{ polling_response['file'] }}"}
    handler = {"type": "DefaultErrorHandler", "max_retries": dice.number(0, 2), "response_filters": [
        {"type": "HttpResponseFilter", "http_codes": [400, 404], "action": dice.one("IGNORE", "FAIL", "RETRY", "SUCCESS"),
         **dice.options(0.4, failure_type=["config_error", "transient_error"])}]}
    for one in fields.values():
        if dice.chance(0.2):
            one["error_handler"] = handler
    return fields


def script_of(dice, done, file_answer, target_answer):
    creations = [[ok({"id": "j<<sum>>-<<n>>"}, **{"X-Job": "h"})]] * 4
    creations += [[failed(dice.one(400, 403, 429, 500)), ok({"id": "j<<sum>>-<<n>>"})], [failed(400)], [ok({"id": dice.one(7, None, "a b")})],
                  [ok({"ident": 1})]][: dice.number(0, 4)]
    rules = [{"path": "/jobs", "method": "POST", "pool": creations}]
    rules.append({"path": "re:/jobs/.*", "pool": [polls(dice, done) for _ in range(3)]})
    rules.append({"path": "re:/targets/.*", "answers": [target_answer]})
    bad = [failed(dice.one(400, 403, 404, 500, 503))] if dice.chance(0.15) else []
    rules.append({"path": "re:/(file|files)/.*", "pool": [[file_answer]] * 2 + [bad + [file_answer]]})
    rules.append({"path": "re:/(abort|delet)/.*", "answers": [dice.one(ok({}), {"status": 204, "text": ""}, failed(400))]})
    rules.append({"path": "/parents", "answers": [ok({"data": [{"id": "p1", "label": "x"}, {"id": 2, "label": None}]})]})
    return rules


def generate(dice):
    fields, file_answer = download(dice)
    targets = dice.one("list", "list", "text", "none", "requester")
    urls = {"list": [f"{API}/files/1"] + ([f"{API}/files/2"] if dice.chance(0.4) else []), "text": f"{API}/files/9"}
    done = ok({"status": "done", "file": "f<<last>>", "urls": urls.get(targets, [])}, **{"x-poll": "p"})
    if dice.chance(0.1):
        done = ok({"status": "done"})
    mapping = {"type": "AsyncJobStatusMap", "running": ["running", "queued"], "completed": dice.one(["done"], ["done", "7"]),
               "failed": ["failed"], "timeout": ["expired"], **dice.options(0.6, skipped=[["skipped"], ["skipped", "None"]])}
    read_by = {"type": "AsyncRetriever", "status_mapping": mapping, "status_extractor": selector("status")["extractor"],
               **requesters(dice, targets), **fields, **router(dice), "record_selector": selector(
                   **dice.options(0.2, record_filter=[{"type": "RecordFilter", "condition": "{{ record.get('id') != 2 }}"}],
                                  schema_normalization=["Default", "None"]))}
    if targets != "none":
        read_by["download_target_extractor"] = selector("urls")["extractor"]
    read_by.update(dice.options(0.15, polling_job_timeout=[1, "{{ 5 }}", "10"]))
    if dice.chance(0.2):
        read_by["decoder"] = {"type": "JsonDecoder"}
    if dice.chance(0.15):
        read_by["download_paginator"] = {"type": "DefaultPaginator", "pagination_strategy": {
            "type": "CursorPagination", "cursor_value": "{{ headers.get('X-Cursor', '') }}", "stop_condition": "{{ not headers.get('X-Cursor') }}"},
            "page_token_option": option("request_parameter", "cursor")}
    extra = {}
    if dice.chance(0.35):
        extra["incremental_sync"] = {
            "type": "DatetimeBasedCursor", "cursor_field": "updated", "datetime_format": "%Y-%m-%d", "start_datetime": dice.one(*DAYS[:4]),
            **dice.options(0.5, step=["P10D", "P15D"]), **dice.options(0.15, lookback_window=["P2D"], is_client_side_incremental=[True])}
        if "step" in extra["incremental_sync"]:
            extra["incremental_sync"]["cursor_granularity"] = "P1D"
    if dice.chance(0.2):
        extra["transformations"] = [{"type": "AddFields", "fields": [{"type": "AddedFieldDefinition", "path": ["from"], "value": dice.one(
            "{{ stream_slice.get('name') }}", "{{ record['id'] }}-x", "{{ stream_interval.get('start_time') }}")}]}]
    target_answer = ok({"urls": [f"{API}/files/<<last>>"]})
    streams = [stream("reports", read_by, **extra, **({"primary_key": "id"} if dice.chance() else {}))]
    streams[0]["schema_loader"] = schema(id="integer", name="string")
    source = {"concurrency_level": {"type": "ConcurrencyLevel", "default_concurrency": 1}} if dice.chance(0.3) else {}
    source.update(dice.options(0.2, max_concurrent_async_job_count=[1, 2, "{{ 1 }}"]))
    return case(streams, script_of(dice, done, file_answer, target_answer), mode=dice.one("incremental", "full_refresh"), source=source)
