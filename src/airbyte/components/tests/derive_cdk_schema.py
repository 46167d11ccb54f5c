#!/usr/bin/env python3
"""Writes cdk_schema.json beside this file: which components airbyte-cdk's manifest schema has, which fields they have,
what is required, and which of some probe values each field takes, by the word of a JSON schema validator.

usage: derive_cdk_schema.py PATH/declarative_component_schema.yaml      needs: pip install jsonschema PyYAML
"""

import json
import os
import sys

import jsonschema
import yaml

PROBES = [
    None,
    True,
    0,
    1,
    2,
    -1,
    1.5,
    "",
    "x",
    [],
    ["x"],
    ["x", "y"],
    [1],
    [1, 1],
    [None],
    [["x"]],
    [[1]],
    [{}],
    ["x", ["x"]],
    {},
    {"a": "x"},
    {"a": 1},
    {"a": ["x"]},
    {"a": {}},
]
SIMPLE_VALUES = ["x", 1, 2, 1.5, True, [], ["x"], {}, [["x"]]]


class Deriver:
    def __init__(self, schema):
        self._schema = schema
        self._definitions = schema["definitions"]

    def definition(self, name):
        return self._schema if name == "DeclarativeSource" else self._definitions[name]

    def is_valid(self, name, value):
        root = dict(self.definition(name), definitions=self._definitions)
        return jsonschema.Draft7Validator(root).is_valid(value)

    def minimal(self, name):
        """A smallest valid component."""
        definition = self.definition(name)
        made = {}
        for field in definition.get("required", []):
            made[field] = self._value_of(definition["properties"][field])
        if "type" in definition.get("properties", {}):
            made["type"] = self._value_of(definition["properties"]["type"])
        if name == "DeclarativeSource":
            made["streams"] = []
        return made

    def _value_of(self, schema):
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            target = self._definitions[name]
            return self.minimal(name) if "properties" in target else self._value_of(target)
        for alternative in schema.get("anyOf", []):
            return self._value_of(alternative)
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("minItems"):
            return [self._value_of(schema["items"])] * schema["minItems"]
        validator = jsonschema.Draft7Validator(dict(schema, definitions=self._definitions))
        return next(value for value in SIMPLE_VALUES if validator.is_valid(value))

    def references(self, schema):
        """Names of the components that may stand in a place with this schema."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if "properties" in self._definitions[name]:
                return [name]
            return self.references(self._definitions[name])
        return [name for part in schema.get("anyOf", []) for name in self.references(part)]

    def alternatives(self, schema):
        if "$ref" in schema:
            target = self._definitions[schema["$ref"].rpartition("/")[2]]
            return [schema] if "properties" in target else self.alternatives(target)
        return [one for part in schema["anyOf"] for one in self.alternatives(part)] if "anyOf" in schema else [schema]

    def enum_of(self, schema):
        return next((one["enum"] for one in self.alternatives(schema) if "enum" in one), None)

    def field(self, component, name, schema):
        minimal = self.minimal(component)
        made = {"takes": self.verdicts(lambda value: {**minimal, name: value}, component)}
        enum = self.enum_of(schema)
        if enum is not None:
            made["enum"] = enum
        places = {"of": [schema], "items_of": [], "values_of": []}
        for one in self.alternatives(schema):
            places["items_of"].append(one.get("items", {}))
            values = one.get("additionalProperties", {})
            places["values_of"].append(values if isinstance(values, dict) else {})
        for place, schemas in places.items():
            names = sorted({name for one in schemas for name in self.references(one)})
            if names:
                made[place] = names
        inner = next((one for one in self.alternatives(schema) if one.get("properties")), None)
        if inner is not None:
            made["inner_minimal"] = {key: self._value_of(inner["properties"][key]) for key in inner.get("required", [])}
            made["inner"] = {
                key: self.verdicts(
                    lambda value, key=key: {**minimal, name: {**made["inner_minimal"], key: value}}, component
                )
                for key in inner["properties"]
                if key not in ("type", "$parameters")
            }
        return made

    def verdicts(self, with_value, component):
        return "".join("01"[self.is_valid(component, with_value(probe))] for probe in PROBES)

    def component(self, name):
        definition = self.definition(name)
        fields = {
            field: self.field(name, field, schema)
            for field, schema in definition.get("properties", {}).items()
            if field not in ("type", "$parameters")
        }
        required = [field for field in definition.get("required", []) if field != "type"]
        return {
            "is_typed": "type" in definition.get("properties", {}),
            "needs_type": "type" in definition.get("required", []),
            "minimal": self.minimal(name),
            "required": required,
            "fields": fields,
        }


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = yaml.safe_load(file)
    deriver = Deriver(schema)
    names = [name for name, one in schema["definitions"].items() if "properties" in one] + ["DeclarativeSource"]
    for name in names:
        assert deriver.is_valid(name, deriver.minimal(name)), name
    lines = [f"{json.dumps(name)}: {json.dumps(deriver.component(name))}" for name in sorted(names)]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cdk_schema.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"probes": ' + json.dumps(PROBES) + ',\n"components": {\n' + ",\n".join(lines) + "\n}}\n")


if __name__ == "__main__":
    main()
