"""Pieces of manifests, and the dice that the generators throw."""

API = "https://api.example.test"
DAYS = ["2025-12-%02d" % day for day in (1, 5, 9, 14, 20, 26, 31)]


class Dice:
    """Choices from one seeded random number generator."""

    def __init__(self, rng):
        self.rng = rng

    def one(self, *choices):
        return self.rng.choice(choices)

    def chance(self, share=0.5):
        return self.rng.random() < share

    def number(self, low, high):
        return self.rng.randint(low, high)

    def some(self, choices, low=0, high=None):
        choices = list(choices)
        return self.rng.sample(choices, self.number(low, min(high if high is not None else len(choices), len(choices))))

    def options(self, share=0.5, **choices):
        """Of each named list of values one, or none: a mapping of optional fields."""
        return {name: self.rng.choice(values) for name, values in choices.items() if self.chance(share)}


def requester(path, **fields):
    return {"type": "HttpRequester", "url_base": API, "path": path, "http_method": "GET", **fields}


def selector(*field_path, **fields):
    return {"type": "RecordSelector", "extractor": {"type": "DpathExtractor", "field_path": list(field_path)}, **fields}


def retriever(path, *field_path, requester_fields=None, selector_fields=None, **fields):
    return {"type": "SimpleRetriever", "requester": requester(path, **(requester_fields or {})),
            "record_selector": selector(*field_path, **(selector_fields or {})), **fields}


def schema(**properties):
    kinds = {name: {"type": ["null", kind]} if isinstance(kind, str) else kind for name, kind in properties.items()}
    return {"type": "InlineSchemaLoader", "schema": {"$schema": "http://json-schema.org/draft-07/schema#",
                                                     "type": "object", "additionalProperties": True, "properties": kinds}}


def stream(name, read_by, **fields):
    return {"type": "DeclarativeStream", "name": name, "retriever": read_by, "schema_loader": schema(id="integer"), **fields}


def option(into, name):
    return {"type": "RequestOption", "inject_into": into, "field_name": name}


def entry(name, mode="full_refresh", **fields):
    catalog_stream = {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"], **fields}
    return {"stream": catalog_stream, "sync_mode": mode, "destination_sync_mode": "append"}


def case(streams, script, names=None, mode="incremental", config=None, state=None, source=None, spec=None, **fields):
    """A whole case. `state` maps stream names to states."""
    names = names if names is not None else [one["name"] for one in streams]
    manifest = {"version": "7.39.1", "type": "DeclarativeSource",
                "check": {"type": "CheckStream", "stream_names": names[:1]}, "streams": streams,
                "spec": {"type": "Spec", "connection_specification": {
                    "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {},
                    "additionalProperties": True}, **(spec or {})}, **(source or {})}
    manifest = {key: value for key, value in manifest.items() if value is not None}
    states = state and [{"type": "STREAM", "stream": {"stream_descriptor": {"name": name}, "stream_state": one}}
                        for name, one in state.items()]
    return {"manifest": manifest, "config": config or {}, "state": states, "script": script,
            "catalog": {"streams": [entry(name, mode) for name in names]}, **fields}


def ok(content, **headers):
    return {"json": content, "headers": headers}


def failed(status, content=None, **headers):
    return {"status": status, "json": content if content is not None else {"message": f"no: {status}"}, "headers": headers}
