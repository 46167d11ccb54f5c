"""Bodies of requests: request_body_json, request_body_data, request_body, GraphQL; values of every type; options beside them."""

from parts import case, option, retriever, stream

ITEMS = [{"id": number, "kind": dict(a=1)} for number in range(1, 6)]
VALUES = ["text", "{{ config['number'] }}", "{{ config['text'] }}", "{{ config.get('none') }}", "{{ config['list'] }}", "{{ 1 == 1 }}", "",
          "{{ '' }}", "{{ config['number'] | string }}", "007", "1_0", "1e3", "{{ config['nested'] }}", "{{ now_utc().year }}", "a{{ 1 }}",
          "{{ stream_partition.get('part') }}", "{{ next_page_token }}", "{{ next_page_token['next_page_token'] if next_page_token else 0 }}",
          "{{ parameters.get('own') }}", "é{{ config['text'] }}", "{{ [1, 'a'] }}", "{{ {'k': none} }}", "True", "null", "None", "'q'"]
NATIVE = [1, 1.5, True, False, None, [], {}, [1, "{{ config['number'] }}"], {"inner": "{{ config['text'] }}"}, [{"a": "{{ '' }}"}],
          {"empty": {}}, {"deep": {"list": ["{{ config['none'] }}", None]}}]
CONFIG = {"number": 7, "text": "hello", "none": None, "list": [1, "two"], "nested": {"a": {"b": 1}}, "key": "named", "empty": ""}


def mapping(dice, native_share):
    keys = dice.some(["a", "b", "c", "{{ config['key'] }}", "{{ config['number'] }}", "d.e", "list[]", "{{ config['empty'] }}"], 0, 4)
    return {key: dice.one(*NATIVE) if dice.chance(native_share) else dice.one(*VALUES) for key in keys}


GRAPHQL = [
    "query { items { id } }",
    "query {\n  items(first: {{ config['number'] }}, after: \"{{ next_page_token['next_page_token'] if next_page_token }}\") {\n    id\n  }\n}",
    "{{ config['text'] }}",
    "query($first: Int) { items(first: $first) { id } }",
    "{ items(kind: \"{{ stream_partition.get('part') }}\") { id } }",
]


def body(dice):
    """The fields of a requester that make its body."""
    kind = dice.one("json", "json", "data", "json_text", "data_text", "body_json", "body_form", "body_plain", "graphql", "graphql", "both")
    if kind == "json":
        return {"request_body_json": mapping(dice, 0.4)}
    if kind == "data":
        return {"request_body_data": mapping(dice, 0.15)}
    if kind == "json_text":
        return {"request_body_json": dice.one("{{ config['nested'] }}", '{"a": "{{ config[\'text\'] }}"}', "{'x': {{ config['number'] }} }",
                                              "{{ config['list'] }}", "{{ config['text'] }}", "", '{"a": true}', '[1, 2]')}
    if kind == "data_text":
        return {"request_body_data": dice.one("a=1&b={{ config['text'] }}", "{{ config['nested'] }}", "plain {{ config['number'] }}",
                                              "", "{'a': 1}", "{{ config['list'] }}", "42")}
    if kind == "body_json":
        return {"request_body": {"type": "RequestBodyJsonObject", "value": mapping(dice, 0.4)}}
    if kind == "body_form":
        return {"request_body": {"type": "RequestBodyUrlEncodedForm", "value": mapping(dice, 0.1)}}
    if kind == "body_plain":
        return {"request_body": {"type": "RequestBodyPlainText", "value": dice.one(*VALUES, "a=1&b={{ config['text'] }}", '{"x": 1}')}}
    if kind == "graphql":
        value = {"query": dice.one(*GRAPHQL)}
        if dice.chance(0.4):
            value["variables"] = mapping(dice, 0.5)
        value.update(dice.options(0.2, operationName=["Items", "{{ config['text'] }}"]))
        return {"request_body": {"type": "RequestBodyGraphQL", "value": value}}
    return {"request_body_json": mapping(dice, 0.3), dice.one("request_body_data", "request_body"): dice.one(
        {}, {"type": "RequestBodyJsonObject", "value": {"z": 1}}, {"f": "{{ '' }}"}, {"f": "1"})}


def any_option(dice, name):
    into = dice.one("body_json", "body_json", "body_data", "request_parameter", "header")
    if into == "body_json" and dice.chance(0.5):
        return {"type": "RequestOption", "inject_into": into,
                "field_path": dice.one(["variables", name], ["a", name], ["{{ config['key'] }}", name], [name], ["a", "b", name])}
    return option(into, dice.one(name, name, "a", "x." + name, "{{ config['key'] }}"))


def generate(dice):
    fields = {"http_method": dice.one("POST", "POST", "POST", "GET"), **body(dice)}
    if dice.chance(0.3):
        fields["request_headers"] = {dice.one("X-A", "Content-Type", "{{ config['key'] }}"): dice.one(
            "application/json", "application/x-www-form-urlencoded", "text/plain", "{{ config['text'] }}", *VALUES)}
    if dice.chance(0.3):
        fields["request_parameters"] = {"q": dice.one(*VALUES), **({"{{ config['key'] }}": dice.one(*VALUES)} if dice.chance(0.4) else {})}
    if dice.chance(0.15):
        fields["request_parameters"] = dice.one("a=1&b={{ config['text'] }}", "{{ config['nested'] }}", "{'a': [1, 2]}", "", "{{ config['list'] }}")
    if dice.chance(0.15):
        fields["authenticator"] = {"type": "ApiKeyAuthenticator", "api_token": "{{ config['text'] }}", "inject_into": any_option(dice, "key")}
    more = {}
    if dice.chance(0.5):
        more["paginator"] = {"type": "DefaultPaginator", "page_token_option": any_option(dice, "page"),
                             "pagination_strategy": dice.one({"type": "PageIncrement", "page_size": 2}, {"type": "OffsetIncrement", "page_size": 2},
                                                             {"type": "CursorPagination", "cursor_value": "{{ response.get('next') }}",
                                                              "page_size": 2})}
        if dice.chance(0.6):
            more["paginator"]["page_size_option"] = any_option(dice, "limit")
    if dice.chance(0.35):
        more["partition_router"] = {"type": "ListPartitionRouter", "cursor_field": "part",
                                    "values": dice.one(["x", "y"], ["1", "2"], "{{ config['list'] }}", ["0", ""])}
        if dice.chance(0.6):
            more["partition_router"]["request_option"] = any_option(dice, "part")
    read_by = retriever("/items", "data", requester_fields=fields, **more)
    if dice.chance(0.3):
        read_by["requester"]["$parameters"] = {"own": dice.one("p", 3, {"a": 1})}
    first = [{"json": {"data": ITEMS[:2], "next": 2}}, {"json": {"data": ITEMS[2:4], "next": "4"}}, {"json": {"data": ITEMS[4:], "next": None}}]
    script = [{"path": "/items", "pool": [first[:1], first[1:2], first[2:], first[2:], first[2:]]}]
    return case([stream("items", read_by)], script, config=dict(CONFIG), mode="full_refresh", verbs={"check": 0.15})
