"""Paginators of every kind: tokens of every type, stop conditions, sizes, where they go, next links."""

from parts import API, case, option, retriever, stream

ITEMS = [{"id": number, "next": number} for number in range(1, 8)]


def strategy(dice):
    size = dice.one(2, 2, 3, "{{ config['size'] }}", "2", "{{ config['missing'] }}", "{{ config['text'] }}", 0)
    kind = dice.one("PageIncrement", "OffsetIncrement", "CursorPagination", "CursorPagination")
    if kind == "CursorPagination":
        return {"type": kind, "cursor_value": dice.one("{{ response.next }}", "{{ response['next'] }}", "{{ response.get('next') }}", "{{ headers['X-Next'] }}", "{{ headers.get('x-next') }}", "{{ headers['link']['next']['url'] }}", "{{ response.next_url }}",
                                                       "{{ last_record['id'] }}", "{{ last_record.get('next') }}", "{{ last_page_size }}", "{{ response.missing.x }}", "{{ 5 if response.next else none }}", "{{ {'t': response.next} if response.next else '' }}", "{{ response['total'] - 1 }}",
                                                       "{{ [response.next] if response.next else [] }}", "{{ response.next_url.split('https://api.example.test')[1] if response.next_url else '' }}", "", "{{ last_record['missing']['x'] }}", "{{ response.next | string if response.next }}", "{{ response.data[-1].id if response.data }}"),
                **dice.options(0.5, page_size=[size], stop_condition=["{{ not response.next }}", "{{ last_page_size < 2 }}", "{{ response.next is none }}", "{{ last_record is none }}", "{{ last_page_size == 0 }}", "{{ response.missing.x }}", "{{ not response.data }}", "False", "{{ response.total }}",
                                                                                  "{{ last_record['id'] >= 5 }}", "{{ not headers.get('X-Next') }}", "{{ page_size }}"])}
    return {"type": kind, **dice.options(0.85, page_size=[size]), **dice.options(0.35, inject_on_first_request=[True, False]), **(dice.options(0.4, start_from_page=[0, 1, 2]) if kind == "PageIncrement" else {})}


def any_option(dice, name):
    into = dice.one("request_parameter", "request_parameter", "header", "body_json", "body_data")
    if into == "body_json" and dice.chance(0.4):
        return {"type": "RequestOption", "inject_into": into, "field_path": dice.one([name], ["page", name], ["{{ config['text'] }}", name])}
    return option(into, dice.one(name, name, "{{ config['" + name + "_name'] }}"))


def generate(dice):
    plan = strategy(dice)
    name = {"PageIncrement": "page", "OffsetIncrement": "offset"}.get(plan["type"], "token")
    paginator = {"type": "DefaultPaginator", "pagination_strategy": plan}
    if dice.chance(0.9):
        paginator["page_token_option"] = {"type": "RequestPath"} if plan["type"] == "CursorPagination" and dice.chance(0.35) else any_option(dice, name)
    if dice.chance(0.6):
        paginator["page_size_option"] = any_option(dice, "limit")
    fields = {"http_method": dice.one("GET", "GET", "POST"), **dice.options(0.2, request_parameters=[{"q": "1"}, {"t": "{{ next_page_token }}"}, {"t": "{{ next_page_token['next_page_token'] }}"}, {"limit": "2"}, {"offset": "0"}],
                                                                            request_headers=[{"X-T": "{{ next_page_token.get('next_page_token') if next_page_token }}"}])}
    if dice.chance(0.15):
        fields["path"] = dice.one("/items?x=1", "items/{{ next_page_token['next_page_token'] if next_page_token else 'first' }}", "/items")
    more = {"paginator": paginator, **dice.options(0.15, ignore_stream_slicer_parameters_on_paginated_requests=[True], partition_router=[{
        "type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"], "request_option": option("request_parameter", "part")}])}
    selecting = dice.options(0.25, record_filter=[{"type": "RecordFilter", "condition": condition} for condition in ("{{ record['id'] % 2 }}", "{{ record['id'] < 4 }}", "{{ next_page_token }}", "False")])
    extra = dice.options(0.2, transformations=[[{"type": "AddFields", "fields": [{"path": ["id"], "value": "{{ record['id'] + 10 }}"}]}], [{"type": "RemoveFields", "field_pointers": [["id"]]}]])
    path = fields.pop("path", "/items")
    read_by = retriever(path, *dice.one(["data"], ["data"], ["data", "*"]), requester_fields=fields, selector_fields=selecting, **more)
    window = {"records": ITEMS[: dice.number(0, 7)], "size": 2, "limit": "limit", name: name, "first_page": plan.get("start_from_page", 0), "under": "data"}
    rule = {"path": "re:/items.*", "window": window}
    if dice.chance(0.2):
        window["bare"] = True
        read_by["record_selector"]["extractor"]["field_path"] = []
    if dice.chance(0.15):
        rule["first"] = [dice.one({"json": {"data": ITEMS[:2], "next": dice.one("007", True, False, 0, 1.5, {"a": 1}, ["x"], "a b&c", "", API + "/items?offset=6&q=1", "/items?offset=6", "é")}}, {"json": {"data": {"id": 1}}}, {"json": []}, {"text": "nonsense"})]
    return case([stream("items", read_by, **extra)], [rule], config={"size": dice.one(2, "2", 3), "text": "text", "page_name": "page", "offset_name": "offset", "token_name": "token", "limit_name": "limit"}, mode="full_refresh", verbs={"check": 0.15})
