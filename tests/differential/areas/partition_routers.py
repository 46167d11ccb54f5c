"""List, substream, union and grouping routers, products of them, nested parents, lazy reading, extra fields, and cursors above."""

from parts import DAYS, case, option, requester, retriever, schema, selector, stream


def any_option(dice, name):
    return {"type": "RequestOption", "inject_into": dice.one("request_parameter", "request_parameter", "header", "body_json", "body_data"), "field_name": dice.one(name, name, "{{ config['name'] }}")}


def listed(dice, field):
    return {"type": "ListPartitionRouter", "cursor_field": dice.one(field, field, "{{ config['name'] }}"), "values": dice.one(
        ["a", "b"], ["a"], [], ["1", "2"], "{{ config['list'] }}", "{{ config['text'] }}", "['x', 'y']", ["{{ config['name'] }}", "b"], ["a", "a"], ["0", ""], "{{ config['numbers'] }}"),
        **dice.options(0.4, request_option=[any_option(dice, field)])}


def parents(dice, depth):
    more = {}
    if depth and dice.chance(0.35):
        more["partition_router"] = dice.one(lambda: listed(dice, "outer"), lambda: substream(dice, depth - 1, "grand"))()
    if dice.chance(0.2):
        more["paginator"] = {"type": "DefaultPaginator", "pagination_strategy": {"type": "OffsetIncrement", "page_size": 2}, "page_token_option": option("request_parameter", "offset"),
                             "page_size_option": option("request_parameter", "limit")}
    name = f"parents{depth}"
    extra = dice.options(0.2, transformations=[[{"type": "AddFields", "fields": [{"type": "AddedFieldDefinition", "path": ["made"], "value": "m{{ record['id'] }}"}]}]])
    if dice.chance(0.3):
        extra["incremental_sync"] = {"type": "DatetimeBasedCursor", "cursor_field": "updated", "datetime_format": "%Y-%m-%d", "start_datetime": DAYS[0]}
    selecting = dice.options(0.2, record_filter=[{"type": "RecordFilter", "condition": "{{ record['id'] != 2 }}"}])
    return stream(name, retriever("/parents/{{ stream_partition.get('grand', stream_partition.get('outer', '')) if stream_partition else '' }}", "data", selector_fields=selecting,
                                  requester_fields=dice.options(0.15, use_cache=[True, False]), **more), **extra)


def substream(dice, depth=1, field="parent"):
    config = {"type": "ParentStreamConfig", "stream": parents(dice, depth), "partition_field": field,
              "parent_key": dice.one("id", "id", "id", "nested/key", "nested.key", "tags", "missing", "{{ config['name'] }}", "made", "flag"),
              **dice.options(0.25, incremental_dependency=[True], request_option=[any_option(dice, field)],
                             extra_fields=[[["label"]], [["nested", "key"], ["label"]], [["missing"]]])}
    if dice.chance(0.12):
        config["lazy_read_pointer"] = dice.one(["children"], ["children", "data"], ["missing"])
    configs = [config]
    if dice.chance(0.12):
        configs.append({**config, "partition_field": "second"})
    return {"type": "SubstreamPartitionRouter", "parent_stream_configs": configs}


def router(dice):
    kind = dice.one("list", "parent", "parent", "parent", "product", "product", "group", "group", "union")
    if kind == "list":
        return listed(dice, "part")
    if kind == "parent":
        return substream(dice)
    if kind == "product":
        return [dice.one(lambda: listed(dice, "part"), lambda: substream(dice))() for _ in range(dice.number(1, 2))] + [listed(dice, "last")]
    if kind == "group":
        return {"type": "GroupingPartitionRouter", "group_size": dice.one(1, 2, 3, 10), **dice.options(0.4, deduplicate=[True, False]),
                "underlying_partition_router": dice.one(lambda: listed(dice, "part"), lambda: substream(dice))()}
    return {"type": "UnionPartitionRouter", "partition_field": dice.one("part", "parent", "{{ config['name'] }}"),
            "partition_routers": [dice.one(lambda: listed(dice, "part"), lambda: substream(dice))() for _ in range(dice.number(1, 3))]}


def generate(dice):
    parameters = {"s": dice.one("{{ stream_partition }}", "{{ stream_slice }}", "{{ stream_partition.get('part') }}", "{{ stream_partition['parent'] }}", "{{ stream_slice.extra_fields }}",
                                "{{ stream_partition.parent_slice }}", "{{ stream_slice.extra_fields.get('label') }}", "{{ stream_slice['parent_slice']['outer'] }}")}
    read_by = retriever("/items", "data", requester_fields={"request_parameters": parameters}, partition_router=router(dice))
    extra = {}
    if dice.chance(0.4):
        extra["incremental_sync"] = {"type": "DatetimeBasedCursor", "cursor_field": "updated", "datetime_format": "%Y-%m-%d", "start_datetime": DAYS[0], "start_time_option": option("request_parameter", "since"),
                                     **dice.options(0.2, global_substream_cursor=[True], is_client_side_incremental=[True], lookback_window=["P3D"])}
        if dice.chance(0.3):
            extra["incremental_sync"].update(step="P15D", cursor_granularity="P1D")
    if dice.chance(0.3):
        extra["transformations"] = [{"type": "AddFields", "fields": [{"type": "AddedFieldDefinition", "path": ["slice"], "value": dice.one(
            "{{ stream_slice }}", "{{ stream_partition['parent'] }}", "{{ stream_slice.parent_slice }}", "{{ stream_slice.extra_fields['label'] }}", "{{ stream_partition.items() | list }}", "{{ stream_slice.keys() | list }}")}]}]
    people = [{"id": 1, "label": "one", "nested": {"key": "n1"}, "tags": ["t"], "updated": DAYS[1], "flag": True, "children": {"data": [{"id": 10, "updated": DAYS[2]}]}},
              {"id": 2, "label": None, "nested": {}, "tags": [], "updated": DAYS[3], "flag": False, "children": [{"id": 11}]}, {"id": "x y", "nested": None, "updated": DAYS[5]}, {"id": 3 if "incremental_sync" in extra else 1, "name": None}, {"label": "no id", "id": None}]
    pool = [[{"json": {"data": [{"id": number, "updated": day} for number, day in enumerate(dice.some(DAYS, 0, 3))]}}] for _ in range(3)]
    if dice.chance(0.15):
        pool.append([{"status": dice.one(404, 400), "json": {}}])
    script = [{"path": "re:/parents/.*", "window": {"records": people[: dice.number(0, 5)], "size": 50}}, {"path": "/items", "pool": pool}]
    if dice.chance(0.1):
        script.insert(0, {"path": "re:/parents/.*", "answers": [{"status": dice.one(403, 500), "json": {}}]})
    return case([stream("items", read_by, **extra)], script, config={"name": "named", "list": ["l1", "l2"], "text": "['t1', 't2']", "numbers": [1, 2]}, mode=dice.one("incremental", "full_refresh"),
                tolerances=["requests"], verbs={"check": 0.2})
