"""How a manifest is put together: $ref in every form, $parameters and $options, inferred types, YAML values, versions, specs."""

from parts import API, case, option, requester, retriever, schema, selector, stream


def parameters(dice):
    return {"$parameters": dice.one({"path": "/from-parameters"}, {"name": "renamed"}, {"url_base": "https://other.example.test"}, {"field_path": ["data"]}, {"primary_key": "id", "p": 1}, {"http_method": "POST"},
                                    {"p": {"deep": "{{ config['key'] }}"}}, {"page_size": 1, "p": "x"}, {"request_parameters": {"z": "1"}}, {"condition": "{{ false }}"}, {"inject_into": "header", "field_name": "X-Param"}, {"values": ["v"], "cursor_field": "c"})}


DEFINITIONS = {
    "requester": requester("/items"), "selector": selector("data"), "extractor": {"type": "DpathExtractor", "field_path": ["data"]}, "retriever": retriever("/items", "data"), "url": API, "path": "/defined", "pages": {"type": "PageIncrement", "page_size": 2},
    "option": option("request_parameter", "page"), "schema": schema(id="integer"), "chain": "#/definitions/path", "schemas": {"item": {"type": "object", "properties": {"id": {"type": "integer"}}}}, "linked": {"$ref": "#/definitions/requester"},
    "a/b": {"c": "/slashed"}, "add": {"type": "AddFields", "fields": [{"path": ["added"], "value": "{{ parameters.get('p') }}"}]}, "list": ["data"], "params": {"q": "{{ parameters['p'] }}"}, "base": {"retriever": retriever("/items", "data"), "schema_loader": schema(id="integer")},
}


def reference(dice, name, **siblings):
    if siblings or dice.chance(0.7):
        return {"$ref": f"#/definitions/{name}", **siblings}
    return f"#/definitions/{name}"


def requested(dice):
    made = dice.one(lambda: requester("/items"), lambda: reference(dice, "requester"), lambda: {"$ref": "#/definitions/requester", "path": dice.one("/own", "#/definitions/path", "#/definitions/chain")}, lambda: reference(dice, "linked"),
                    lambda: {"url_base": "#/definitions/url", "path": {"$ref": "#/definitions/path"}}, lambda: {"type": "HttpRequester", "url_base": API}, lambda: requester("{{ parameters['path'] }}"), lambda: {"$ref": "#/definitions/requester", "$parameters": {"path": "/p", "p": "inner"}},
                    lambda: requester({"$ref": "#/definitions/a/b/c"}), lambda: {"type": "HttpRequester", "url": API + "/whole?a=1"}, lambda: {"$ref": "#/definitions/" + dice.one("requester", "requester", "linked", "missing")})()
    if isinstance(made, dict):
        made.update(dice.options(0.2, request_parameters=[{"q": "{{ parameters['p'] }}"}, "#/definitions/params", {"q": "{{ parameters }}"}, {"q": "{{ parameters.get('name') }}"}]))
        if dice.chance(0.25):
            made = {**made, **parameters(dice)}
    return made


def without_types(dice, value, share):
    """Leaves out types where they can be found out, and some where they cannot."""
    if isinstance(value, dict):
        kept = {key: without_types(dice, item, share) for key, item in value.items()}
        if isinstance(kept.get("type"), str) and kept["type"][:1].isupper() and dice.chance(share):
            del kept["type"]
        return kept
    return [without_types(dice, item, share) for item in value] if isinstance(value, list) else value


def generate(dice):
    made_selector = dice.one(selector("data"), reference(dice, "selector"), {"type": "RecordSelector", "extractor": reference(dice, "extractor")}, {"extractor": {"field_path": "#/definitions/list"}}, {"type": "RecordSelector", "extractor": {"type": "DpathExtractor", "field_path": ["{{ parameters.get('field', 'data') }}"]}},
                             {**selector("data"), "record_filter": {"condition": "{{ record['id'] != parameters.get('p') }}"}}, {"extractor": {"type": "DpathExtractor", **dice.options(0.5, field_path=[["data"]])}})
    read_by = {"type": "SimpleRetriever", "requester": requested(dice), "record_selector": made_selector}
    read_by = dice.one(read_by, read_by, read_by, reference(dice, "retriever"), {"$ref": "#/definitions/retriever", "requester": requested(dice)})
    if isinstance(read_by, dict):
        if dice.chance(0.3):
            read_by["paginator"] = {"type": "DefaultPaginator", "pagination_strategy": dice.one(reference(dice, "pages"), {"type": "PageIncrement", "page_size": "{{ parameters.get('page_size', 2) }}"}, {"type": "OffsetIncrement"}), "page_token_option": dice.one(reference(dice, "option"), {"type": "RequestOption"}, {"type": "RequestPath"}, option("request_parameter", "page"))}
        if dice.chance(0.2):
            read_by["partition_router"] = dice.one({"type": "ListPartitionRouter"}, {"type": "ListPartitionRouter", "values": "{{ parameters.get('values', ['x']) }}", "cursor_field": "{{ parameters.get('cursor_field', 'c') }}"})
        if dice.chance(0.3):
            read_by.update(parameters(dice))
    one = {"type": "DeclarativeStream", "name": dice.one("items", "items", "items", "{{ parameters.get('name') }}", ""), "retriever": read_by, **dice.options(0.8, schema_loader=[schema(id="integer"), reference(dice, "schema"), {"type": "InlineSchemaLoader", "schema": {"$ref": "#/definitions/schemas/item"}}, {"type": "InlineSchemaLoader", "schema": dice.one({}, "#/schemas/items")}]),
           **dice.options(0.3, primary_key=["id", ["id"], ["id", "name"], [["a", "b"]], "", "{{ parameters['primary_key'] }}", []], transformations=[[reference(dice, "add")], [{"fields": [{"path": ["x"], "value": "{{ parameters['p'] }}"}], "type": "AddFields"}], "#/definitions/none"])}
    one = dice.one(one, one, one, {**one, **parameters(dice)}, {"type": "DeclarativeStream", "name": "items", "$ref": "#/definitions/base"}, {**one, "$options": {"p": "old", "name": "optional"}}, {**one, "unknown_key": 1})
    if dice.chance(0.2):
        one = without_types(dice, one, dice.one(0.2, 0.6, 1))
    definitions = {**DEFINITIONS, **dice.options(0.02, cyclic=[{"$ref": "#/definitions/cyclic"}]), "none": []}
    streams = [one]
    if dice.chance(0.15):
        streams.append(dice.one("#/definitions/stream_two", {"$ref": "#/streams/0", "name": "two"}, stream("two", retriever("/two", "data"))))
        definitions["stream_two"] = stream("two", retriever("/two", "data"))
    source = {"definitions": definitions, "schemas": {"items": {"type": "object", "properties": {"id": {"type": "integer"}}}}, **dice.options(0.1, version=["0.1.0", "99.0.0", "6.0.0", 1, "x"], metadata=[{"a": 1}], description=["d"])}
    if dice.chance(0.1):
        source.update(parameters(dice))
    names = ["items"] + ["two"] * (len(streams) - 1) + ([dice.one("renamed", "optional")] if dice.chance(0.2) else [])
    script = [{"path": "re:/.*", "pool": [[{"json": {"data": [{"id": 1}, {"id": 2}]}}], [{"json": {"data": [{"id": 3}]}}], [{"json": {"data": []}}]]}]
    return case(streams, script, names=names, config={"key": "named"}, source=source, mode="full_refresh", verbs={"check": 0.3, "discover": 0.5, "spec": 0.1})
