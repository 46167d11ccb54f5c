"""Record filters, every transformation, and schema normalisation, in any order."""

from parts import case, retriever, schema, stream

VALUES = ["{{ record['a'] }}", "{{ record.get('missing') }}", "{{ record['nested']['k'] }}", "{{ record['missing']['x'] }}", "{{ record.a }}-x", "7", "007", "{{ 7 }}", "{{ record['list'] }}", "{{ record['list'][0] }}", "{{ record }}", "",
          "{{ none }}", "{{ now_utc() }}", "{{ config['key'] }}", "{{ record['text'] | upper }}", "{{ record['num'] + 1 }}", "{{ record['text'] | hash('md5') }}", "{{ record['a'] | string }}", "True", "{{ record['flag'] }}", "1.0",
          "{{ {'x': record['a']} }}", "{{ format_datetime(record['date'], '%Y/%m/%d') }}", "{{ record['num'] / 2 }}", "{{ record.keys() | list }}", "{{ record['None'] }}", "{{ parameters['p'] }}", "{'a': 1}", "[1, {{ record['num'] }}]"]
PATHS = [["a"], ["new"], ["nested", "k"], ["nested", "new"], ["list", "0"], ["list", "5"], ["deep", "er", "still"], ["{{ config['key'] }}"], ["text", "x"], ["nested"], ["list"], ["*"], ["nested", "*"], ["**"], ["objects", "*", "id"], ["**", "k"], ["Mixed Case"],
         ["a.b"], ["nested", "list", "*"], ["missing", "x"], ["objects", "0"], ["*", "k"], ["ne*"], ["{{ record['text'] }}"]]
CONDITIONS = ["", "{{ record['num'] > 1 }}", "{{ property is mapping }}", "{{ property is not none }}", "{{ record.get('flag') }}", "{{ 'a' in record }}", "{{ property == '' }}", "{{ record['missing']['x'] }}", "{{ config['key'] == 'named' }}", "False", "{{ record['text'] }}", "no"]


def transformation(dice):
    kind = dice.one("AddFields", "AddFields", "RemoveFields", "RemoveFields", "KeysToLower", "KeysToSnakeCase", "FlattenFields", "DpathFlattenFields", "DpathFlattenFields", "KeysReplace")
    if kind == "AddFields":
        return {"type": kind, "fields": [{"type": "AddedFieldDefinition", "path": dice.one(*PATHS), "value": dice.one(*VALUES), **dice.options(0.3, value_type=["string", "integer", "number", "boolean"])}
                                         for _ in range(dice.number(1, 2))], **dice.options(0.25, condition=CONDITIONS)}
    if kind == "RemoveFields":
        return {"type": kind, "field_pointers": dice.some(PATHS, 1, 3), **dice.options(0.35, condition=CONDITIONS)}
    if kind == "FlattenFields":
        return {"type": kind, **dice.options(0.5, flatten_lists=[True, False])}
    if kind == "DpathFlattenFields":
        return {"type": kind, "field_path": dice.one(["nested"], ["nested", "more"], ["objects", "*"], ["*"], ["missing"], ["list"], ["{{ config['key'] }}"], ["text"], [], ["objects", "0"], ["**"]), **dice.options(
            0.4, delete_origin_value=[True, False], replace_record=[True, False], key_transformation=[{"type": "KeyTransformation", **dice.options(0.7, prefix=["p_", "{{ config['key'] }}."], suffix=["_s"])}])}
    if kind == "KeysReplace":
        return {"type": kind, "old": dice.one("a", " ", "{{ config['key'] }}", ".", "", "_", "k"), "new": dice.one("_", "", "{{ record['text'] }}", "{{ config['key'] }}", "A")}
    return {"type": kind}


def value(dice, depth=2):
    kinds = [1, "x", "", None, True, 1.5, -0.0, 12345678901234567890, "2025-12-01", [], {}, "é", "true", "1", " 7 ", [1, [2, {"z": 1}]], 1e20, "null"]
    if depth and dice.chance(0.4):
        return dice.one({dice.one("k", "K", "camelCase", "HTTPServer2", "a b", "more"): value(dice, depth - 1) for _ in range(dice.number(0, 2))}, [value(dice, depth - 1) for _ in range(dice.number(0, 2))])
    return dice.one(*kinds)


def record(dice):
    made = {"id": dice.number(1, 9), "a": value(dice), "nested": dice.one({"k": value(dice, 1), "more": {"m": 1}}, {"k": "v"}, None, {}), "list": dice.one([1, 2], [], ["a", {"k": 1}], "no list"), "text": dice.one("text", "", "A b"),
            "num": dice.one(1, 2, 2.5, "3"), "objects": [{"id": 1, "k": 2}, {"id": 2}], "flag": dice.one(True, False, "no"), "date": "2025-12-01T10:00:00Z", "Mixed Case": value(dice, 1), "camelCaseKey": value(dice, 0), "a.b": 1, "HTMLPage2Go": 1, "named": value(dice, 1)}
    return {key: item for key, item in made.items() if dice.chance(0.8)}


def generate(dice):
    kinds = ["string", "integer", "number", "boolean", "object", "array"]
    properties = {name: dice.one({"type": ["null", dice.one(*kinds)]}, {"type": dice.one(*kinds)}, {"type": ["string", "integer"]}, {"type": "array", "items": {"type": dice.one(*kinds)}}, {"type": ["null", "object"], "properties": {"k": {"type": dice.one(*kinds)}}},
                                 {"oneOf": [{"type": "string"}, {"type": "integer"}]}, {"type": "string", "format": "date-time"}, {}) for name in dice.some(["a", "nested", "list", "text", "num", "objects", "flag", "named", "Mixed Case", "new"], 0, 8)}
    selecting = dice.options(0.35, record_filter=[{"type": "RecordFilter", "condition": dice.one("{{ record['num'] == 2 }}", "{{ record.get('flag') }}", "{{ record['nested']['k'] }}", "{{ record.text }}", "", "{{ 'new' not in record }}", "False", "{{ record['missing'] }}", "{{ record['a'] is string }}", "{{ record.num > 1 }}")}],
                             transform_before_filtering=[True, False], schema_normalization=["Default", "Default", "None"])
    one = stream("items", retriever("/items", "data", selector_fields=selecting), transformations=[transformation(dice) for _ in range(dice.number(0, 3))], **dice.options(0.3, **{"$parameters": [{"p": "param"}, {"p": 1, "name": "items"}]}))
    one["schema_loader"] = schema(**properties)
    return case([one], [{"path": "/items", "answers": [{"json": {"data": [record(dice) for _ in range(dice.number(1, 3))]}}]}], config={"key": "named"}, mode="full_refresh", verbs={"check": 0.05})
