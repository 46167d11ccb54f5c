"""RecordExpander: lists within records, what stays of their parents, lists that are cut off and fetched whole."""

from parts import case, failed, option, retriever, stream


def expander(dice):
    made = {"type": "RecordExpander", "expand_records_from_field": dice.one(["lines", "data"], ["lines", "data"], ["tags"], ["lines"], ["lines", "*"], ["*"], ["missing"], ["{{ config['field'] }}", "data"], ["lines", "data", "*"], ["empty"])}
    made.update(dice.options(0.35, remain_original_record=[True, False], merge_parent=[True, False], on_no_records=["skip", "emit_parent"], parent_fields=[
        [{"type": "ParentFieldPath", "parent_path": dice.one(["id"], ["lines", "total_count"], ["missing"], ["{{ config['field'] }}"]), "record_path": dice.one(["parent_id"], ["deep", "er"], ["id"], ["{{ config['field'] }}"])}
         for _ in range(dice.number(1, 2))]]))
    if dice.chance(0.6):
        made["truncation_indicator_path"] = dice.one(["lines", "has_more"], ["lines", "has_more"], ["more"], ["missing"], ["lines", "{{ config['flag'] }}"])
    if dice.chance(0.55):
        path = dice.one("/orders/{{ stream_slice['parent_record']['id'] }}/lines", "/orders/{{ stream_partition['parent_record'].id }}/lines", "/orders/{{ stream_slice.get('parent_record', {}).get('id', 'x') }}/lines", "/all")
        more = dice.options(0.4, paginator=[{"type": "DefaultPaginator", "pagination_strategy": {"type": "OffsetIncrement", "page_size": 2}, "page_token_option": option("request_parameter", "offset"), "page_size_option": option("request_parameter", "limit")}])
        fields = dice.options(0.3, request_parameters=[{"order": "{{ stream_slice['parent_record']['id'] }}"}], use_cache=[True], error_handler=[
            {"type": "DefaultErrorHandler", "max_retries": 0, "response_filters": [{"type": "HttpResponseFilter", "http_codes": [404], "action": dice.one("IGNORE", "FAIL")}]}])
        made["truncated_list_retriever"] = retriever(path, dice.one("data", "data", "missing"), requester_fields=fields, selector_fields=dice.options(0.2, record_filter=[{"type": "RecordFilter", "condition": "{{ record['id'] != 12 }}"}]), **more)
    return made


def generate(dice):
    orders = []
    for number in range(1, dice.number(1, 4)):
        lines = {"data": [{"id": number * 10 + item, "deep": {"a": 1}} for item in range(dice.number(0, 3))], "has_more": dice.one(True, False, "false", None, 1), "total_count": dice.one(5, None)}
        order = {"id": number, "lines": dice.one(lines, lines, lines, None, [], lines["data"], "text"), "tags": dice.one(["a", "b"], [{"t": 1}], []), "more": dice.one(True, False), "empty": {}}
        orders.append({key: value for key, value in order.items() if dice.chance(0.93)})
    extra = dice.options(0.2, transformations=[[{"type": "AddFields", "fields": [{"path": ["new"], "value": "{{ record.get('id') }}"}]}]], primary_key=["id"])
    selecting = dice.options(0.2, record_filter=[{"type": "RecordFilter", "condition": "{{ record.get('id') != 10 }}"}], schema_normalization=["Default"])
    more = dice.options(0.3, paginator=[{"type": "DefaultPaginator", "pagination_strategy": dice.one({"type": "OffsetIncrement", "page_size": 2}, {"type": "PageIncrement", "page_size": 1}), "page_token_option": option("request_parameter", "page")}],
                        partition_router=[{"type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"]}])
    read_by = retriever("/items", "data", selector_fields=selecting, **more)
    read_by["record_selector"]["extractor"]["record_expander"] = expander(dice)
    if dice.chance(0.15):
        read_by["record_selector"]["extractor"] = {"type": "CombinedExtractor", "extractors": [read_by["record_selector"]["extractor"], {"type": "DpathExtractor", "field_path": ["others"]}]}
    rest = [[{"json": {"data": [{"id": 11}, {"id": 12}, {"id": 13}][: dice.number(0, 3)]}}], [failed(dice.one(404, 500, 403))]]
    script = [{"path": "/items", "query": {"page": page}, "answers": [{"json": {"data": []}}]} for page in ("1", "2")]
    script += [{"path": "/items", "answers": [{"json": {"data": orders, "others": [{"id": 99}]}}]}, {"path": "re:/(orders|all).*", "query": {"offset": "2"}, "answers": [{"json": {"data": [{"id": 14}]}}]}, {"path": "re:/(orders|all).*", "pool": [rest[0], rest[0], dice.one(*rest)]}]
    return case([stream("items", read_by, **extra)], script, config={"field": "lines", "flag": "has_more"}, mode="full_refresh", tolerances=["requests"], verbs={"check": 0.2})
