"""ConfigNormalizationRules: migrations, remapping, adding and removing fields, validators; CONTROL messages; spec validation."""

from parts import case, retriever, stream

VALUES = ["text", "{{ config['a'] }}", "{{ config.get('missing') }}", "{{ config['nested']['k'] }}", "7", "{{ 7 }}", "{{ config['list'] }}", "true", "",
          "{{ config.get('flag') }}", "{{ now_utc().year }}", "{{ config['nested'] }}", "{{ config['a'] | upper }}", "{'x': 1}", "[1]", "1.50", "null", "None"]
CONDITIONS = ["", "{{ config.get('a') == 'old' }}", "{{ 'nested' in config }}", "{{ false }}", "{{ config.get('missing') }}", "{{ config['missing']['x'] }}",
              "{{ config['list'] }}", "False", "{{ property is defined }}"]
PATHS = [["a"], ["new"], ["nested", "k"], ["nested", "new"], ["new", "deep", "er"], ["list", "0"], ["list"], ["a", "x"], ["{{ config['key'] }}"], ["nested", "*"],
         ["0"], ["list", "*"], ["missing", "x"], ["nested"], ["obj*"], ["text_json"]]


def transformation(dice):
    kind = dice.one("add", "remap", "remove")
    if kind == "add":
        fields = [{"type": "AddedFieldDefinition", "path": dice.one(*PATHS), "value": dice.one(*VALUES),
                   **dice.options(0.35, value_type=["string", "integer", "number", "boolean"])} for _ in range(dice.number(1, 2))]
        return {"type": "ConfigAddFields", "fields": fields, **dice.options(0.4, condition=CONDITIONS)}
    if kind == "remove":
        return {"type": "ConfigRemoveFields", "field_pointers": dice.some(PATHS, 1, 2), **dice.options(0.4, condition=CONDITIONS)}
    return {"type": "ConfigRemapField", "field_path": dice.one(*PATHS[:12], []), "map": dice.one(
        {"old": "new", "v": "w"}, {"old": 1}, {"old": None}, "{{ config['map'] }}", {"{{ config['a'] }}": "{{ config['nested']['k'] }}"}, {}, {"old": {"x": 1}},
        {"7": "seven", "7.0": "eight"}, {"True": "yes"}, {"v": "{{ config['list'] }}"})}


SCHEMAS = [{"type": "object", "properties": {"k": {"type": "string"}}, "required": ["k"]}, {"type": "object", "required": ["other"]},
           {"type": "array", "items": {"type": "integer"}}, {"type": "string"}, {}, '{"type": "object"}', "{{ config['schema'] }}", {"type": "array", "minItems": 3},
           {"type": "object", "additionalProperties": False}, {"anyOf": [{"type": "object"}, {"type": "array"}]}, {"enum": [1, [1, 2]]}]


def validation(dice):
    strategy = {"type": "ValidateAdheresToSchema", "base_schema": dice.one(*SCHEMAS)}
    if dice.chance(0.8):
        return {"type": "DpathValidator", "field_path": dice.one(*PATHS, []), "validation_strategy": strategy}
    return {"type": "PredicateValidator", "value": dice.one("{{ config['nested'] }}", {"k": "v"}, "text", 7, "[1, 2]", '{"k": "x"}'), "validation_strategy": strategy}


def generate(dice):
    config = {"a": dice.one("old", "new", 7, True, None), "nested": dice.one({"k": "v"}, {"k": 7, "z": "old"}, {}), "list": dice.one([1, 2], ["old"], []),
              "key": "named", "map": {"old": "mapped"}, "flag": dice.one(True, False), "obj1": "old", "text_json": dice.one('{"k": "v"}', "[1]", "nonsense", "7"),
              "schema": {"type": "object"}}
    config = {key: value for key, value in config.items() if dice.chance(0.85)}
    rules = {"type": "ConfigNormalizationRules"}
    if dice.chance(0.6):
        rules["config_migrations"] = [{"type": "ConfigMigration", **dice.options(0.5, description=["moves things"]),
                                       "transformations": [transformation(dice) for _ in range(dice.number(0, 3))]} for _ in range(dice.number(1, 2))]
    if dice.chance(0.6):
        rules["transformations"] = [transformation(dice) for _ in range(dice.number(0, 3))]
    if dice.chance(0.4):
        rules["validations"] = [validation(dice) for _ in range(dice.number(1, 2))]
    connection = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": dice.one(
        {}, {"a": {"type": "string"}}, {"a": {"type": ["string", "integer", "boolean", "null"]}, "needed": {"type": "string", "default": "d"}}), **dice.options(
            0.3, required=[["a"], ["needed"], []], additionalProperties=[True, True, False])}
    spec = {"connection_specification": connection, **({"config_normalization_rules": rules} if len(rules) > 1 or dice.chance() else {})}
    parameters = {"a": "{{ config.get('a') }}", "n": "{{ config.get('new') }}", "k": "{{ config.get('nested') }}", "l": "{{ config.get('list') }}",
                  "named": "{{ config.get('named') }}", "z": "{{ config.get('0') }}"}
    read_by = retriever("/items", requester_fields={"request_parameters": parameters})
    made = case([stream("items", read_by)], [{"path": "/items", "answers": [{"json": [{"id": 1}]}]}], config=config, spec=spec, mode="full_refresh",
                verbs={"check": 0.4, "spec": 0.3, "discover": 0.3})
    return made
