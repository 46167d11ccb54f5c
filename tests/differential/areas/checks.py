"""Check and discovery: streams that are named, missing, empty, failing; overrides of the configuration; sync modes."""

from parts import case, failed, option, retriever, schema, stream


def generate(dice):
    streams = []
    for name in dice.some(["one", "two", "three"], 1, 3):
        more = {}
        if dice.chance(0.3):
            more["partition_router"] = dice.one({"type": "ListPartitionRouter", "cursor_field": "p", "values": dice.one([], ["a"], ["a", "b"])}, {"type": "SubstreamPartitionRouter", "parent_stream_configs": [{
                "type": "ParentStreamConfig", "parent_key": "id", "partition_field": "p", "stream": stream("parents", retriever("/parents", "data"))}]})
        if dice.chance(0.3):
            more["paginator"] = {"type": "DefaultPaginator", "pagination_strategy": {"type": "PageIncrement", "page_size": 1}, "page_token_option": option("request_parameter", "page")}
        fields = dice.options(0.3, request_parameters=[{"a": "{{ config['a'] }}"}, {"a": "{{ config['limit'] }}"}], error_handler=[{"type": "DefaultErrorHandler", "max_retries": 1, "response_filters": [
            {"type": "HttpResponseFilter", "http_codes": [403, 404], "action": dice.one("IGNORE", "FAIL", "RETRY"), **dice.options(0.5, error_message=["Denied {{ config['a'] }}"])}]}])
        extra = dice.options(0.3, incremental_sync=[{"type": "DatetimeBasedCursor", "cursor_field": "updated", "datetime_format": "%Y-%m-%d", "start_datetime": dice.one("2025-12-01", "{{ config['a'] }}", "2026-12-01"), **dice.options(
            0.4, step=["P1D"], cursor_granularity=["P1D"], is_data_feed=[True])}], primary_key=["id", [["id"]], ["id", "x"], [], [["id", "x"]]], transformations=[[{"type": "AddFields", "fields": [{"path": ["x"], "value": "{{ record['id']['z'] }}"}]}]])
        one = stream(name, retriever("/" + name, "data", requester_fields=fields, selector_fields=dice.options(0.2, record_filter=[{"type": "RecordFilter", "condition": "{{ record['id'] > 5 }}"}]), **more), **extra)
        one["schema_loader"] = dice.one(one["schema_loader"], schema(), {"type": "InlineSchemaLoader"}, [schema(a="string"), schema(b="integer")])
        streams.append(one)
    names = [one["name"] for one in streams]
    check = {"type": "CheckStream", **dice.options(0.9, stream_names=[names, names[:1], ["unknown"], [], names + ["unknown"], ["{{ config['a'] }}"], [names[0], names[0]]]), **dice.options(0.3, config_overrides=[{"limit": 1}, {"a": "over"}, {"nested": {"x": 1}}])}
    pool = [[{"json": {"data": [{"id": 1, "updated": "2025-12-05"}]}}], [{"json": {"data": [{"id": 1, "updated": "2025-12-05"}]}}], [{"json": {"data": []}}], [failed(dice.one(400, 401, 403, 404, 405, 418, 422, 429, 500, 503))], [{"text": "<html>"}], [{"json": {}}]]
    script = [{"path": "/parents", "pool": pool}, {"path": "re:/.*", "pool": pool}]
    connection = {"type": "object", "properties": {"a": {"type": "string"}}, **dice.options(0.3, required=[["a"], ["b"]], additionalProperties=[True, False])}
    return case(streams, script, names=names + (["unknown"] if dice.chance(0.1) else []), source={"check": check}, config=dice.one({"a": "2025-12-10"}, {}, {"a": 7}), spec={"connection_specification": connection},
                verbs={"check": 1, "discover": 0.7})
