"""Everything together: one or two streams whose authentication, body, pages, partitions, cursor, errors and transformations
each come from the generator of that area."""

from areas import auth_tokens, bodies, cursors, error_handling, paginators, partition_routers, transformations
from parts import case, option, retriever, schema, stream

DAYS = ["2025-12-01", "2025-12-05", "2025-12-14", "2025-12-31", "2026-01-01"]


def cursor(dice):
    if dice.chance(0.15):
        return {**cursors.count_cursor(dice), "cursor_field": "count"}
    made = cursors.datetime_cursor(dice, "%Y-%m-%d")
    made.pop("allow_catalog_defined_cursor_field", None)
    return {**made, "cursor_field": "updated"}


def one_stream(dice, name):
    fields = {"http_method": dice.one("GET", "GET", "POST")}
    if dice.chance(0.35):
        fields["error_handler"] = error_handling.handler(dice)
    if dice.chance(0.25):
        fields["authenticator"] = dice.one(auth_tokens.api_key, auth_tokens.bearer, auth_tokens.basic)(dice)
    if dice.chance(0.3):
        fields.update(bodies.body(dice))
    fields.update(dice.options(0.25, request_parameters=[{"q": "{{ stream_interval.get('start_time') if stream_interval }}"}, {"p": "{{ stream_partition }}"}, {"t": "{{ next_page_token }}"}, "a=1"],
                               request_headers=[{"X": "{{ stream_slice }}"}, {"Y": "{{ config['key'] }}"}]))
    more, extra = {}, {}
    if dice.chance(0.5):
        plan = paginators.strategy(dice)
        token = {"PageIncrement": "page", "OffsetIncrement": "offset"}.get(plan["type"], "token")
        more["paginator"] = {"type": "DefaultPaginator", "pagination_strategy": plan, "page_token_option": option("request_parameter", token)}
        if dice.chance(0.7):
            more["paginator"]["page_size_option"] = option("request_parameter", "limit")
    if dice.chance(0.4):
        more["partition_router"] = partition_routers.router(dice)
    if dice.chance(0.5):
        extra["incremental_sync"] = cursor(dice)
    if dice.chance(0.4):
        extra["transformations"] = [transformations.transformation(dice) for _ in range(dice.number(1, 2))]
    selecting = dice.options(0.3, record_filter=[{"type": "RecordFilter", "condition": condition} for condition in ("{{ record['id'] != 2 }}", "{{ record.get('flag') }}", "{{ stream_slice.get('part') != 'a' }}")],
                             transform_before_filtering=[True, False], schema_normalization=["Default"])
    read_by = retriever("/" + name, "data", requester_fields=fields, selector_fields=selecting, **more)
    made = stream(name, read_by, **extra, **dice.options(0.3, primary_key=["id", ["id", "updated"]]))
    made["schema_loader"] = schema(id="integer", text="string", num="number", flag="boolean", updated="string")
    return made


def generate(dice):
    names = ["one", "two"][: dice.number(1, 2)]
    streams = [one_stream(dice, name) for name in names]
    people = [{"id": 1, "label": "one", "updated": DAYS[1], "tags": ["t"]}, {"id": 2, "updated": DAYS[2]}]
    records = [{**transformations.record(dice), "id": number, "updated": dice.one(*DAYS), "count": number, "next": number} for number in range(dice.number(0, 5))]
    window = {"records": records, "size": 2, "limit": "limit", "since": "since", "until": "until", "field": "updated", "page": "page"}
    if dice.chance(0.5):
        window.pop("page")
    rule = {"path": "re:/(one|two)", "window": window}
    if dice.chance(0.3):
        rule["first"] = [error_handling.answer(dice)] * dice.one(1, 1, 2, 7)
    state = {name: dice.one({"updated": dice.one(*DAYS)}, {"count": 2}, {"use_global_cursor": True, "state": {"updated": dice.one(*DAYS)}, "lookback_window": 86400},
                            {"states": [{"partition": {"part": "a"}, "cursor": {"updated": DAYS[1]}}], "state": {"updated": DAYS[1]}}) for name in names if dice.chance(0.3)}
    config = {**bodies.CONFIG, "key": "named", "name": "named", "token": "t", "size": 2, "start": DAYS[0], "field": "updated", "back": "P2D", "count": 2, "clamp": "DAY", "limit": 3, "retries": 1, "on": True, "list": ["l1", "l2"], "numbers": [1, 2],
              "page_name": "page", "offset_name": "offset", "token_name": "token", "limit_name": "limit"}
    script = [{"path": "re:/parents/.*", "window": {"records": people[: dice.number(0, 2)], "size": 50}}, rule]
    return case(streams, script, config=config, state=state or None, mode=dice.one("incremental", "full_refresh"), tolerances=["requests"], verbs={"check": 0.3, "discover": 0.2})
