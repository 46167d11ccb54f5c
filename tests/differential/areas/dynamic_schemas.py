"""DynamicSchemaLoader: pointers, types and their mapping, filters and transformations of the schema, several loaders."""

from parts import case, option, requester, retriever, schema, selector, stream

TYPES = ["string", "integer", "number", "boolean", "array", "object", "date", "timestamp_with_timezone", "text", "custom", None, ["string", "text"], 7, "null",
         "timestamp_without_timezone", "time_with_timezone", "date-time"]


def types_map(dice):
    target = dice.one("string", "integer", "array", "date", "timestamp_with_timezone", ["string", "integer"], "unknown_type", "null", "{{ config['type'] }}",
                      {"type": "ComplexFieldType", "field_type": "array", "items": "string"}, {"type": "ComplexFieldType", "field_type": "array", "items": {
                          "type": "ComplexFieldType", "field_type": "array", "items": "integer"}}, {"type": "ComplexFieldType", "field_type": "object"})
    return {"type": "TypesMap", "target_type": target, "current_type": dice.one("text", "custom", ["text", "custom"], "string", ["string", "text"], "{{ config['type'] }}", "date"),
            **dice.options(0.3, condition=["{{ raw_schema['type'] == 'text' }}", "{{ raw_schema.get('key') == 'name' }}", "{{ false }}", "{{ config['on'] }}"])}


def loader(dice):
    identifier = {"type": "SchemaTypeIdentifier", "key_pointer": dice.one(["key"], ["key"], ["info", "key"], ["missing"], ["{{ config['key'] }}"]),
                  **dice.options(0.8, type_pointer=[["type"], ["type"], ["info", "type"], ["missing"]], schema_pointer=[["fields"], ["fields"], [], ["missing"], ["fields", "0"]]),
                  **({"types_mapping": [types_map(dice) for _ in range(dice.number(1, 2))]} if dice.chance(0.6) else {})}
    made = {"type": "DynamicSchemaLoader", "schema_type_identifier": identifier, "retriever": retriever("/schema", *dice.one([], [], ["data"]))}
    if dice.chance(0.3):
        made["schema_transformations"] = [dice.one({"type": "KeysToLower"}, {"type": "KeysToSnakeCase"}, {"type": "AddFields", "fields": [
            {"type": "AddedFieldDefinition", "path": ["extra"], "value": "{{ {'type': 'string'} }}"}]}, {"type": "RemoveFields", "field_pointers": [["name"]]},
            {"type": "KeysReplace", "old": "a", "new": "_"}, {"type": "FlattenFields"})]
    made.update(dice.options(0.3, schema_filter=[{"type": "RecordFilter", "condition": condition} for condition in (
        "{{ record['key'] != 'name' }}", "{{ record.get('type') }}", "{{ false }}", "{{ record['missing']['x'] }}", "{{ record['name'] is defined }}")]))
    if dice.chance(0.1):
        made["retriever"]["partition_router"] = {"type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"]}
    return made


def generate(dice):
    fields = [{"key": key, "type": dice.one(*TYPES), "info": {"key": "i_" + key, "type": "integer"}} for key in dice.some(["id", "name", "Camel Case", "a.b", "updated", "list"], 0, 5)]
    if dice.chance(0.1):
        fields.append({"type": "string"})
    loaders = dice.one(loader(dice), loader(dice), [loader(dice), schema(id="integer", own="string")], [schema(name="string"), loader(dice)],
                       [schema(a="string"), schema(a="integer", b={"type": "object"})])
    one = stream("items", retriever("/items", "data", selector_fields=dice.options(0.5, schema_normalization=["Default", "None"])), schema_loader=loaders)
    records = [{"id": "1", "name": 5, "Camel Case": "true", "list": "x", "updated": 20251201, "own": 1}, {"id": None, "name": {"a": 1}, "list": [1, "2"]}]
    body = dice.one({"fields": fields}, {"fields": fields, "data": fields}, {"data": {"fields": fields}}, fields)
    script = [{"path": "/schema", "answers": [{"json": body}]}, {"path": "/items", "answers": [{"json": {"data": records}}]}]
    if dice.chance(0.1):
        script.insert(0, {"path": "/schema", "answers": [{"status": dice.one(401, 404, 500), "json": {}}]})
    return case([one], script, config={"type": "text", "on": True, "key": "key"}, mode="full_refresh", verbs={"check": 0.3, "discover": 0.9})
