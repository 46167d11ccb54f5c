"""QueryProperties: lists and endpoints of properties, chunks by count and characters, merging, properties that are always asked."""

from parts import case, entry, option, retriever, schema, selector, stream

NAMES = ["id", "name", "size", "colour", "a", "long_property_name", "nested.a", "0"]


def merge(dice):
    return {"type": "GroupByKeyMergeStrategy", "key": dice.one("id", "id", "id", ["id"], ["id", "name"], "missing", "num", "nested", "{{ config['key'] }}")}


def chunking(dice):
    kind = dice.one("property_count", "property_count", "characters")
    chunk = {"type": "PropertyChunking", "property_limit_type": kind}
    if dice.chance(0.9):
        chunk["property_limit"] = dice.one(1, 2, 3, 10) if kind == "property_count" else dice.one(8, 12, 25, 400)
    if dice.chance(0.8):
        chunk["record_merge_strategy"] = merge(dice)
    return chunk


def properties(dice):
    listed = dice.some(NAMES, 0, 6)
    if dice.chance(0.35):
        source = {"path": "/properties", "field_path": dice.one(["results"], [], ["results", "*"])}
        endpoint = {"type": "PropertiesFromEndpoint", "property_field_path": dice.one(["name"], ["name"], ["info", "key"], ["missing"], ["{{ config['key'] }}"]),
                    "retriever": retriever(source["path"], *source["field_path"], **(
                        {"paginator": {"type": "DefaultPaginator", "pagination_strategy": {"type": "PageIncrement", "page_size": 2},
                                       "page_token_option": option("request_parameter", "page")}} if dice.chance(0.2) else {}))}
        listed = endpoint
    query = {"type": "QueryProperties", "property_list": listed}
    query.update(dice.options(0.4, always_include_properties=[["id"], ["always"], ["id", "name"], []]))
    if dice.chance(0.75):
        query["property_chunking"] = chunking(dice)
    if dice.chance(0.3):
        query["property_selector"] = {"type": "JsonSchemaPropertySelector", **({"transformations": [dice.one(
            {"type": "KeysReplace", "old": "_", "new": "-"}, {"type": "KeysToLower"},
            {"type": "AddFields", "fields": [{"type": "AddedFieldDefinition", "path": ["extra"], "value": "x"}]},
            {"type": "RemoveFields", "field_pointers": [["name"]]})]} if dice.chance(0.5) else {})}
    return query


def where(dice, query):
    """The requester's fields that send the properties."""
    text = dice.one("{{ ','.join(query_properties) }}", "{{ query_properties }}", "{{ query_properties | join(';') }}",
                    "{{ query_properties[0] if query_properties else 'none' }}")
    kind = dice.one("parameter", "parameter", "template", "body", "graphql", "old")
    if kind == "parameter":
        return {"request_parameters": {"fields": query, **dice.options(0.3, q=["x", "{{ config['key'] }}"])}}
    if kind == "old":
        return {"fetch_properties_from_endpoint": query["property_list"]} if isinstance(query["property_list"], dict) else {
            "query_properties": query, "request_parameters": {"fields": "{{ query_properties }}"}}
    if kind == "template":
        return {"query_properties": query, "request_parameters": {"fields": text}}
    if kind == "body":
        return {"query_properties": query, "http_method": "POST", "request_body_json": {"properties": dice.one(
            "{{ query_properties }}", text, ["{{ query_properties }}"])}}
    return {"query_properties": query, "http_method": "POST", "request_body": {"type": "RequestBodyGraphQL", "value": {
        "query": "{ items { {{ query_properties | join(' ') }} } }"}}}


def records(dice):
    made = []
    for number in range(1, dice.number(1, 4)):
        record = {"id": str(number), "name": dice.one("n", "m", None), "num": number, "nested": {"a": number}}
        record.update({name: dice.one(number, name, None) for name in dice.some(NAMES[2:], 0, 3)})
        made.append({key: value for key, value in record.items() if dice.chance(0.9)})
    return made


def generate(dice):
    fields = where(dice, properties(dice))
    more = {}
    if dice.chance(0.35):
        more["paginator"] = {"type": "DefaultPaginator", "page_token_option": option("request_parameter", "page"), "pagination_strategy": dice.one(
            {"type": "PageIncrement", "page_size": 2}, {"type": "OffsetIncrement", "page_size": 2},
            {"type": "CursorPagination", "cursor_value": "{{ response.get('next') }}"})}
    if dice.chance(0.25):
        more["partition_router"] = {"type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"],
                                    "request_option": option("request_parameter", "part")}
    selecting = dice.options(0.25, record_filter=[{"type": "RecordFilter", "condition": "{{ record.get('id') != '2' }}"}],
                             schema_normalization=["Default"])
    read_by = retriever("/items", "data", requester_fields=fields, selector_fields=selecting, **more)
    extra = dice.options(0.25, transformations=[[{"type": "AddFields", "fields": [{"type": "AddedFieldDefinition", "path": ["new"], "value": "{{ record.get('name') }}"}]}],
                                                [{"type": "RemoveFields", "field_pointers": [["num"]]}]])
    if dice.chance(0.2):
        extra["incremental_sync"] = {"type": "DatetimeBasedCursor", "cursor_field": "updated", "datetime_format": "%Y-%m-%d", "start_datetime": "2025-12-01"}
    pool = [[{"json": {"data": records(dice), "next": dice.one(None, None, "2")}}] for _ in range(3)]
    pool.append([{"status": dice.one(400, 500, 404), "json": {"message": "bad"}}] + pool[0] if dice.chance(0.3) else pool[0])
    listing = [{"name": name, "info": {"key": name}} for name in dice.some(NAMES, 0, 5)]
    endpoint = [[{"json": {"results": listing}}], [{"json": {"results": listing[:2]}}], [{"json": {"results": []}}]]
    script = [{"path": "/properties", "pool": endpoint}, {"path": "/items", "pool": pool}]
    made = case([stream("items", read_by, **extra)], script, mode=dice.one("full_refresh", "incremental"), config={"key": "name"})
    # Two partitions may both find that nobody has asked the endpoint yet.
    made["tolerances"] = ["requests"]
    made["manifest"]["streams"][0]["schema_loader"] = schema(id="string", name="string", num="integer", nested="object")
    made["catalog"] = {"streams": [entry("items", made["catalog"]["streams"][0]["sync_mode"], json_schema={
        "type": "object", "properties": {name: {"type": "string"} for name in dice.some(NAMES, 0, 6)}})]}
    return made
