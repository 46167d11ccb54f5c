"""DatetimeBasedCursor and IncrementingCountCursor: formats, steps, bounds, lookback, data feeds, client-side filters, clamping, states."""

from parts import case, entry, option, retriever, stream

FORMATS = {
    "%Y-%m-%d": ["2025-12-01", "2025-12-05", "2025-12-14", "2025-12-31", "2026-01-01", "2026-02-01", "2025-11-30"],
    "%Y-%m-%dT%H:%M:%SZ": ["2025-12-01T00:00:00Z", "2025-12-05T10:20:30Z", "2025-12-14T23:59:59Z", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z"],
    "%Y-%m-%dT%H:%M:%S.%f%z": ["2025-12-01T00:00:00.000000+0000", "2025-12-05T10:20:30.123456+0200", "2025-12-31T23:59:59.999999Z", "2025-12-14T01:00:00.5+00:00"],
    "%Y-%m-%dT%H:%M:%S.%_msZ": ["2025-12-01T00:00:00.000Z", "2025-12-05T10:20:30.120Z", "2025-12-31T00:00:00.999Z"],
    "%s": ["1764547200", 1764892800, "1765670400", 1767139200, 1767225600, "1764892800.5"],
    "%ms": [1764547200000, "1764892800123", 1767139200999],
    "%s_as_float": [1764547200.0, "1764892800.123456", 1767139200.5],
    "%epoch_microseconds": [1764547200000000, "1764892800123456"],
    "%d/%m/%Y %H:%M": ["01/12/2025 00:00", "14/12/2025 13:45", "31/12/2025 23:59"],
}
STEPS = {"%Y-%m-%d": ("P1D", ["P10D", "P1D", "P1M", "P1W", "P40D", "P1Y"])}
FINE = ("PT1S", ["P10D", "PT36H", "P1M", "P1W", "P400D"])


def bound(dice, text_format, share):
    texts = [str(value) for value in FORMATS[text_format]]
    texts += ["{{ config['start'] }}", "{{ day_delta(-20, format='" + text_format.replace("%_ms", "%f") + "') }}"] if dice.chance(share) else []
    value = dice.one(*texts)
    if dice.chance(0.5):
        return {"type": "MinMaxDatetime", "datetime": value, **dice.options(0.2, datetime_format=[text_format, text_format, "%Y-%m-%d"], min_datetime=texts[:1], max_datetime=texts[-1:])}
    return value


def datetime_cursor(dice, text_format):
    made = {"type": "DatetimeBasedCursor", "cursor_field": dice.one("updated", "updated", "updated", "{{ config['field'] }}", "nested.at"), "datetime_format": text_format,
            "start_datetime": bound(dice, text_format, 0.2), **dice.options(0.4, end_datetime=[bound(dice, text_format, 0.1) for _ in range(2)])}
    granularity, steps = STEPS.get(text_format, FINE)
    if dice.chance(0.5):
        made.update(step=dice.one(*steps), cursor_granularity=dice.one(granularity, granularity, "P1D"))
    elif dice.chance(0.15):
        made["cursor_granularity"] = granularity
    made.update(dice.options(0.15, lookback_window=["P3D", "PT6H", "{{ config['back'] }}", "P0D", "P1M"], is_data_feed=[True], is_client_side_incremental=[True], is_compare_strictly=[True],
                             partition_field_start=["from", "{{ config['field'] }}"], partition_field_end=["to"], cursor_datetime_formats=[[text_format, "%s"], ["%Y-%m-%d"], ["%s", "%Y-%m-%dT%H:%M:%S%z"]],
                             allow_catalog_defined_cursor_field=[True], global_substream_cursor=[True]))
    if dice.chance(0.75):
        made["start_time_option"] = option(dice.one("request_parameter", "request_parameter", "body_json", "header"), "since")
    if dice.chance(0.6):
        made["end_time_option"] = option("request_parameter", "until")
    if dice.chance(0.12) and "step" in made:
        made["clamping"] = {"target": dice.one("DAY", "WEEK", "MONTH", "{{ config['clamp'] }}"), **dice.options(0.5, target_details=[{"weekday": "MONDAY"}, {"weekday": "SUNDAY"}])}
        made["step"] = dice.one("P1W", "P1M", "P10D", "P7D")
    return made


def count_cursor(dice):
    return {"type": "IncrementingCountCursor", "cursor_field": dice.one("count", "count", "{{ config['field'] }}"), **dice.options(
        0.6, start_value=[0, 1, 3, "2", "{{ config['count'] }}", "x"], start_value_option=[option("request_parameter", "since"), option("body_json", "since")], allow_catalog_defined_cursor_field=[True])}


def records(dice, text_format):
    made = []
    for number in range(dice.number(0, 5)):
        value = dice.one(*FORMATS[text_format], *FORMATS[text_format], *(["bad", None, "2025-12-09", 1764892800, ""] if dice.chance(0.3) else []))
        record = {"id": number, "updated": value, "count": dice.one(number, number * 2, str(number), None), "nested": {"at": value}, "nested.at": value}
        if dice.chance(0.1):
            del record["updated"]
        made.append(record)
    return made


def input_state(dice, field, text_format, counts):
    values = [0, 2, 3, 100] if counts else FORMATS[text_format] + ["2025-12-09", "bad", None, "2027-01-01"]
    value = dice.one(*values)
    shape = dice.one({field: value}, {field: value}, {field: value}, {field: str(value)}, {"other": value}, {}, {"slices": [{"start": value, "end": dice.one(*values)}], "state_type": "date-range"},
                     {"slices": [{"start": value, "end": value, "most_recent_cursor_value": value}, {"start": dice.one(*values), "end": dice.one(*values)}], "state_type": "date-range"},
                     {"use_global_cursor": True, "state": {field: value}}, {"states": [], "state": {field: value}}, {field: {"deep": value}}, {"__ab_no_cursor_state_message": True})
    return shape


def generate(dice):
    text_format = dice.one(*FORMATS)
    counts = dice.chance(0.15)
    cursor = count_cursor(dice) if counts else datetime_cursor(dice, text_format)
    more = {}
    if dice.chance(0.35):
        more["paginator"] = {"type": "DefaultPaginator", "pagination_strategy": {"type": "OffsetIncrement", "page_size": 2}, "page_token_option": option("request_parameter", "offset"),
                             "page_size_option": option("request_parameter", "limit")}
    fields = dice.options(0.3, request_parameters=[{"i": "{{ stream_interval['start_time'] }}"}, {"i": "{{ stream_interval }}"}, {"s": "{{ stream_slice['end_time'] }}"}, {"n": "{{ stream_interval.get('from') }}"}])
    fields["http_method"] = dice.one("GET", "POST")
    selecting = dice.options(0.2, transform_before_filtering=[True, False], record_filter=[{"type": "RecordFilter", "condition": condition} for condition in (
        "{{ record['id'] != 1 }}", "{{ record.get('updated', '') | string >= stream_interval.get('start_time', '') | string }}")], schema_normalization=["Default"])
    extra = dice.options(0.2, transformations=[[{"type": "AddFields", "fields": [{"type": "AddedFieldDefinition", "path": ["updated"], "value": "{{ record.get('updated') }}"}]}], [{"type": "RemoveFields", "field_pointers": [["updated"]]}]])
    one = stream("items", retriever("/items", "data", requester_fields=fields, selector_fields=selecting, **more), incremental_sync=cursor, **extra)
    if "paginator" in more:
        rule = {"path": "/items", "window": {"records": records(dice, text_format), "size": 2, "limit": "limit", "offset": "offset"}}
    else:
        rule = {"path": "/items", "pool": [[{"json": {"data": records(dice, text_format)}}] for _ in range(3)]}
    script = [rule] if dice.chance(0.85) else [{"path": "/items", "pool": [[{"status": dice.one(400, 404, 500), "json": {}}], [{"json": {"data": records(dice, text_format)}}]]}]
    field = "count" if counts else "updated"
    state = {"items": input_state(dice, field, text_format, counts)} if dice.chance(0.5) else None
    made = case([one], script, state=state, config={"start": str(FORMATS[text_format][0]), "field": field, "back": "P2D", "count": 2, "clamp": "DAY"}, verbs={"discover": 0.2})
    if dice.chance(0.15):
        made["catalog"] = {"streams": [entry("items", "incremental", cursor_field=[dice.one("updated", "id", "nested.at")])]}
        made["catalog"]["streams"][0]["cursor_field"] = [dice.one("updated", "id", "count")]
    return made
