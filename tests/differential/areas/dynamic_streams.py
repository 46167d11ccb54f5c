"""DynamicDeclarativeStream with its three resolvers, mappings of every kind, and the checks for dynamic streams."""

from parts import case, entry, option, requester, retriever, schema, selector, stream

VALUES = ["{{ components_values['name'] }}", "{{ components_values.name }}", "/{{ components_values['name'] }}", "{{ components_values['id'] }}", "fixed",
          "{{ stream_slice.get('part') }}", "{{ components_values.get('tags') }}", "{{ components_values['missing'] }}", "{{ config['key'] }}", "{{ parameters.get('p') }}",
          "{{ components_values['flag'] }}", "{{ components_values['config'] }}", "007", "{{ stream_template_config['k'] if stream_template_config else '' }}"]
PATHS = [["name"], ["retriever", "requester", "path"], ["retriever", "requester", "request_parameters", "q"], ["primary_key"], ["retriever", "requester", "http_method"],
         ["schema_loader", "schema", "properties", "added"], ["retriever", "record_selector", "extractor", "field_path", 0], ["$parameters", "who"],
         ["retriever", "requester", "$parameters", "x"], ["retriever", "requester", "request_parameters", "{{ components_values['name'] }}"], ["not", "there"],
         ["transformations", "*", "fields", "*", "value"], ["*"], ["retriever", "requester", "request_headers"]]


def mapping(dice, path=None, condition_share=0.1):
    if path is None and dice.chance(0.6):
        return {"type": "ComponentMappingDefinition", "field_path": dice.one(["retriever", "requester", "request_parameters", "q"], ["$parameters", "who"], ["retriever", "requester", "$parameters", "x"]),
                "value": dice.one(*VALUES), "create_or_update": True, **dice.options(0.25, value_type=["string", "integer", "boolean"])}
    return {"type": "ComponentMappingDefinition", "field_path": [str(part) for part in (path or dice.one(*PATHS))], "value": dice.one(*VALUES),
            **dice.options(0.25, value_type=["string", "integer", "boolean", "number"]), **dice.options(0.4, create_or_update=[True, True, False]),
            **dice.options(condition_share, condition=["{{ components_values['id'] == 1 }}", "{{ components_values.get('tags') }}", "{{ false }}"])}


def mappings(dice, condition_share):
    made = [{**mapping(dice, ["name"], 0), "value": dice.one("{{ components_values['name'] }}", "{{ components_values['name'] }}", "{{ components_values['name'] }}", "{{ components_values.name }}", dice.one("{{ components_values['id'] }}", "s_{{ components_values['id'] }}"))}]
    made[0].pop("value_type", None)
    if dice.chance(0.7):
        made.append({"type": "ComponentMappingDefinition", "field_path": ["retriever", "requester", "path"], "value": "/{{ components_values['name'] }}"})
    return made + [mapping(dice, None, condition_share) for _ in range(dice.number(0, 2))]


def components(dice):
    made = [{"id": number, "name": name, "tags": dice.one(["t"], [], {"a": 1}), "flag": dice.one(True, "true"), "config": {"k": 1}}
            for number, name in enumerate(dice.one(["alpha", "beta"], ["alpha", "beta"], ["alpha"], ["gamma", "beta", "alpha"], dice.one([], ["alpha", "alpha"], ["alpha", "static"], ["be ta", "7"])), 1)]
    return made


def resolver(dice, found):
    kind = dice.one("http", "http", "config", "config", "parametrized")
    if kind == "http":
        more = {}
        if dice.chance(0.25):
            more["partition_router"] = {"type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"], "request_option": option("request_parameter", "part")}
        if dice.chance(0.2):
            more["paginator"] = {"type": "DefaultPaginator", "pagination_strategy": {"type": "OffsetIncrement", "page_size": 1},
                                 "page_token_option": option("request_parameter", "offset"), "page_size_option": option("request_parameter", "limit")}
        return {"type": "HttpComponentsResolver", "retriever": retriever("/components", *dice.one(["data"], ["data"], ["data"], ["data", "*"], []), **more),
                "components_mapping": mappings(dice, 0.08)}, {}
    if kind == "parametrized":
        return {"type": "ParametrizedComponentsResolver", "stream_parameters": {"type": "StreamParametersDefinition", "list_of_parameters_for_stream": found},
                "components_mapping": mappings(dice, 0.05)}, {}
    configs = {"type": "StreamConfig", "configs_pointer": dice.one(["forms"], ["forms"], ["deep", "forms"], ["missing"], ["{{ config['key'] }}"], ["forms", "*"]), **dice.options(
        0.3, default_values=[[{"id": 9, "name": "default"}], []])}
    more = [configs, {"type": "StreamConfig", "configs_pointer": ["kinds"]}] if dice.chance(0.2) else dice.one(configs, [configs])
    return {"type": "ConfigComponentsResolver", "stream_config": more, "components_mapping": mappings(dice, 0.4)}, {"forms": found, "deep": {"forms": found}, "kinds": [{"kind": "a"}, {"kind": "b"}]}


def generate(dice):
    found = components(dice)
    template = stream(dice.one("", "template"), retriever("/template", *dice.one(["data"], ["data"], []), requester_fields=dice.options(
        0.4, request_parameters=[{"q": "q"}, {"q": "{{ parameters.get('who', 'nobody') }}"}], request_headers=[{"X": "{{ config['key'] }}"}])))
    if dice.chance(0.3):
        template["transformations"] = [{"type": "AddFields", "fields": [{"type": "AddedFieldDefinition", "path": ["from"], "value": "{{ parameters.get('who') }}"}]}]
    if dice.chance(0.3):
        template["incremental_sync"] = {"type": "DatetimeBasedCursor", "cursor_field": "updated", "datetime_format": "%Y-%m-%d", "start_datetime": "2025-12-01"}
    if dice.chance(0.25):
        template["retriever"]["partition_router"] = {"type": "SubstreamPartitionRouter", "parent_stream_configs": [{
            "type": "ParentStreamConfig", "parent_key": "id", "partition_field": "p", "stream": stream("parents", retriever("/parents", "data"))}]}
    if dice.chance(0.12):
        template = {"type": "StateDelegatingStream", "name": "", "full_refresh_stream": template, "incremental_stream": template}
    components_resolver, config = resolver(dice, found)
    dynamic = {"type": "DynamicDeclarativeStream", "name": "made", "stream_template": template, "components_resolver": components_resolver,
               **dice.options(0.2, use_parent_parameters=[True, False]), **dice.options(0.3, **{"$parameters": [{"who": "outer", "p": "par"}, {"p": 1}]})}
    streams = [stream("static", retriever("/static", "data"))] if dice.chance(0.7) else []
    source = {"dynamic_streams": [dynamic]}
    source["check"] = dice.one({"type": "CheckStream", "stream_names": ["static"]}, {"type": "CheckDynamicStream", "stream_count": dice.number(0, 3), **dice.options(0.4, use_check_availability=[True, False])},
                               {"type": "CheckStream", **dice.options(0.5, stream_names=[["static"], []]), "dynamic_streams_check_configs": [
                                   {"type": "DynamicStreamCheckConfig", "dynamic_stream_name": dice.one("made", "made", "unknown"), **dice.options(0.6, stream_count=[1, 1, 2, 5])}]})
    names = sorted({str(one["name"]) for one in found} | {"static"} | ({"s_1"} if dice.chance(0.2) else set()))
    script = [{"path": "/components", "window": {"records": found, "size": 50, **({"bare": True} if dice.chance(0.15) else {})}},
              {"path": "/parents", "answers": [{"json": {"data": [{"id": 1}, {"id": 2}]}}]}]
    if dice.chance(0.06):
        script.insert(0, {"path": "/components", "answers": [{"status": dice.one(403, 404, 500), "json": {}}]})
    script.append({"path": "re:/.*", "pool": [[{"json": {"data": [{"id": 1, "updated": "2025-12-05"}]}}], [{"json": {"data": []}}], [{"json": [{"id": 2}]}]]})
    made = case(streams, script, names=names, config={"key": "forms", **config}, source=source, verbs={"check": 0.6, "discover": 0.6})
    made["manifest"].setdefault("streams", [])
    if not streams and dice.chance():
        del made["manifest"]["streams"]
    return made
