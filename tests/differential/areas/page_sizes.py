"""Pagination actions of error handlers: REDUCE_PAGE_SIZE, RESET_PAGINATION, SPLIT_REQUEST_WINDOW, and what configures them."""

from parts import DAYS, case, failed, option, retriever, stream

ITEMS = [{"id": number, "updated": DAYS[number % len(DAYS)]} for number in range(1, 10)]


def strategy(dice):
    size = dice.one(4, 4, 8, 5, "{{ config['size'] }}", "4", 1, 2)
    kind = dice.one("PageIncrement", "OffsetIncrement", "OffsetIncrement", "CursorPagination", "CursorPagination")
    if kind == "CursorPagination":
        made = {"type": kind, "cursor_value": dice.one("{{ response.next }}", "{{ response.get('next') }}", "{{ headers['X-Next'] }}",
                                                       "{{ last_record['id'] }}"), "page_size": size,
                **dice.options(0.5, stop_condition=["{{ not response.next }}", "{{ last_page_size < page_size }}", "{{ last_page_size == 0 }}"])}
    else:
        made = {"type": kind, "page_size": size, **dice.options(0.3, inject_on_first_request=[True, False])}
        if kind == "PageIncrement":
            made.update(dice.options(0.4, start_from_page=[0, 1]))
    if dice.chance(0.08):
        del made["page_size"]
    return made


def reduction(dice):
    return {"type": "PageSizeReduction", **dice.options(
        0.35, reduction_factor=[2, 3, 1.5, 10], minimum_page_size=[1, 2, 3, 4], max_attempts=[1, 2, 5], backoff_seconds=[0, 1, 0.5],
        retries_at_minimum_page_size=[0, 1, 3], failure_message=["Narrow it.", " "], reset_policy=["NEVER", "AFTER_SUCCESSFUL_PAGE"])}


def handler(dice, action):
    response_filter = dice.one({"http_codes": [413, 400]}, {"predicate": "{{ response.get('error') == 'big' }}"}, {"error_message_contains": "big"},
                               {"http_codes": [413], "error_message": "too big: {{ response['error'] }}"})
    one = {"type": "DefaultErrorHandler", "response_filters": [{"type": "HttpResponseFilter", "action": action, **response_filter}],
           **dice.options(0.3, max_retries=[0, 1, 3])}
    if dice.chance(0.2):
        return {"type": "CompositeErrorHandler", "error_handlers": dice.one([one], [{"type": "DefaultErrorHandler"}, one], [one, {
            "type": "DefaultErrorHandler", "response_filters": [{"type": "HttpResponseFilter", "http_codes": [500], "action": "IGNORE"}]}])}
    return one


def cursor(dice):
    made = {"type": "DatetimeBasedCursor", "cursor_field": "updated", "datetime_format": "%Y-%m-%d", "start_datetime": dice.one(*DAYS[:3]),
            **dice.options(0.6, end_datetime=["2025-12-31", "2025-12-20"]), "cursor_granularity": dice.one("P1D", "P1D", "P2D"),
            "step": dice.one("P10D", "P5D", "P1M", "P40D")}
    if dice.chance(0.15):
        del made["step"], made["cursor_granularity"]
    if dice.chance(0.8):
        made["start_time_option"], made["end_time_option"] = option("request_parameter", "since"), option("request_parameter", "until")
    return made


def generate(dice):
    action = dice.one("REDUCE_PAGE_SIZE", "REDUCE_PAGE_SIZE", "RESET_PAGINATION", "SPLIT_REQUEST_WINDOW")
    plan = strategy(dice)
    paginator = {"type": "DefaultPaginator", "pagination_strategy": plan}
    token = {"PageIncrement": "page", "OffsetIncrement": "offset", "CursorPagination": "token"}[plan["type"]]
    into = dice.one("request_parameter", "request_parameter", "header", "body_json")
    paginator["page_token_option"] = option(into, token)
    if dice.chance(0.9):
        paginator["page_size_option"] = option(dice.one("request_parameter", into), "limit")
    more = {"paginator": paginator}
    if action == "REDUCE_PAGE_SIZE" and dice.chance(0.9) or dice.chance(0.1):
        more["page_size_reduction"] = reduction(dice)
    if action == "RESET_PAGINATION" and dice.chance(0.85) or dice.chance(0.15):
        more["pagination_reset"] = {"type": "PaginationReset", "action": dice.one("RESET", "SPLIT_USING_CURSOR"),
                                    **dice.options(0.6, limits=[{"type": "PaginationResetLimits", "number_of_records": dice.number(1, 6)}])}
    if action == "SPLIT_REQUEST_WINDOW" and dice.chance(0.85) or dice.chance(0.1):
        more["request_window_splitting"] = {"type": "RequestWindowSplitting", **dice.options(
            0.4, min_split_window=["P1D", "P3D", "P8D", "{{ config['window'] }}", "PT1H"], failure_message=["Smaller."])}
    if dice.chance(0.3):
        more["partition_router"] = {"type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"],
                                    "request_option": option("request_parameter", "part")}
    if dice.chance(0.1):
        more["ignore_stream_slicer_parameters_on_paginated_requests"] = True
    fields = {"error_handler": handler(dice, action), "http_method": dice.one("GET", "GET", "POST"), **dice.options(
        0.15, request_parameters=[{"size": "{{ page_size }}"}, {"n": "{{ next_page_token.get('next_page_token') if next_page_token }}"}])}
    extra = {}
    if action == "SPLIT_REQUEST_WINDOW" or dice.chance(0.4):
        extra["incremental_sync"] = cursor(dice)
    read_by = retriever("/items", "data", requester_fields=fields, selector_fields=dice.options(0.2, record_filter=[
        {"type": "RecordFilter", "condition": "{{ record['id'] % 2 == 0 }}"}]), **more)
    window = {"records": ITEMS[: dice.number(0, 9)], token: token, "size": 4, "limit": "limit", "under": "data", "first_page": plan.get("start_from_page", 0),
              "field": "updated", "since": "since", "until": "until", "size_max": dice.one(1, 2, 3, 100, 0), "too_big": failed(413, {"error": "big"})}
    script = [{"path": "/items", "window": window, "first": dice.one([], [], [failed(413, {"error": "big"})], [failed(500)])}]
    if dice.chance(0.25):
        script.insert(0, {"path": "/items", "query": dice.one({token: "4"}, {token: "2"}, {"since": DAYS[0]}, {"part": "y"}),
                          "answers": dice.one([failed(413, {"error": "big"})], [failed(413, {"error": "big"}), {"json": {"data": ITEMS[:1], "next": None}}])})
    return case([stream("items", read_by, **extra)], script, config={"size": dice.one(4, "4", 2), "window": "P2D"}, verbs={"check": 0.15})
