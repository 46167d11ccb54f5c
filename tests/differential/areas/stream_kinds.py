"""StateDelegatingStream, ConditionalStreams, stream groups, and their mixture with check and the catalog."""

from parts import DAYS, case, option, requester, retriever, selector, stream

DAILY = [{"id": number, "updated": day} for number, day in enumerate(DAYS)]


def delegating(dice, name):
    full = stream(dice.one(name, name, name, name, name, name, "other"), retriever("/full", "data"), **dice.options(0.4, primary_key=["id"]))
    cursor = {"type": "DatetimeBasedCursor", "cursor_field": "updated", "datetime_format": dice.one("%Y-%m-%d", "%Y-%m-%d", "%s"), "start_datetime": {
        "type": "MinMaxDatetime", "datetime": "2025-12-01", "datetime_format": "%Y-%m-%d"}, "start_time_option": option("request_parameter", "since"),
        **dice.options(0.3, lookback_window=["P5D"], step=["P10D"], cursor_datetime_formats=[["%Y-%m-%d"]])}
    if "step" in cursor:
        cursor["cursor_granularity"] = "P1D" if cursor["datetime_format"] != "%s" else "PT1S"
    if cursor["datetime_format"] == "%s":
        cursor["cursor_datetime_formats"] = ["%Y-%m-%d"]
    if dice.chance(0.12):
        cursor = {"type": "IncrementingCountCursor", "cursor_field": "id", "start_value": 0}
    incremental = stream(name, retriever("/incremental", "data"), incremental_sync=cursor)
    if dice.chance(0.5):
        full["incremental_sync"] = {**cursor, **dice.options(0.3, lookback_window=["P1D"])}
    if dice.chance(0.2):
        full["schema_loader"]["schema"]["properties"]["only_full"] = {"type": "string"}
    if dice.chance(0.25):
        for one in (full, incremental):
            one["retriever"]["partition_router"] = {"type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"]}
    if dice.chance(0.2):
        full["transformations"] = [{"type": "AddFields", "fields": [{"path": ["how"], "value": "full"}]}]
    return {"type": "StateDelegatingStream", "name": name, "full_refresh_stream": full, "incremental_stream": incremental,
            **dice.options(0.55, api_retention_period=["P30D", "P7D", "P1D", "{{ config['kept'] }}", "PT12H"])}


def states(dice):
    value = dice.one(*DAYS, "2025-11-01", "2025-12-31", "1764892800", 1764892800, "bad")
    return dice.one({"updated": value}, {"updated": value}, {}, {"other": value}, {"states": [{"partition": {"part": "x"}, "cursor": {"updated": value}}]},
                    {"states": [{"partition": {"part": "x"}, "cursor": {"updated": value}}], "state": {"updated": value}, "use_global_cursor": False},
                    {"slices": [{"start": "2025-12-01", "end": value, "most_recent_cursor_value": value}], "state_type": "date-range"},
                    {"__ab_no_cursor_state_message": True}, {"__ab_full_refresh_sync_complete": True})


CONDITIONS = ["{{ config['on'] }}", "{{ config.get('on', false) }}", "{{ config['on'] == 'yes' }}", "{{ config['missing']['x'] }}", "{{ not config['on'] }}", "True", "",
              "{{ parameters['flag'] }}", "no", "{{ config['list'] }}"]


def generate(dice):
    streams, names, state = [], [], {}
    if dice.chance(0.7):
        streams.append(delegating(dice, "delegated"))
        names.append("delegated")
        if dice.chance(0.75):
            state["delegated"] = states(dice)
    if dice.chance(0.5) or not streams:
        inner = [stream(name, retriever("/" + name, "data")) for name in dice.some(["one", "two"], 1, 2)]
        if dice.chance(0.04):
            inner.append(delegating(dice, "within"))
        streams.append({"type": "ConditionalStreams", "condition": dice.one(*CONDITIONS), "streams": inner, **dice.options(0.3, **{"$parameters": [{"flag": True}, {"flag": False}]})})
        names += [one["name"] for one in inner]
    if dice.chance(0.3):
        parent = streams[0] if streams[0]["type"] == "StateDelegatingStream" and dice.chance() else stream("plain_parent", retriever("/full", "data"))
        child = stream("child", retriever("/child", "data", partition_router={"type": "SubstreamPartitionRouter", "parent_stream_configs": [{
            "type": "ParentStreamConfig", "parent_key": "id", "partition_field": "parent", "stream": parent, "request_option": option("request_parameter", "p"),
            **dice.options(0.3, incremental_dependency=[True])}]}))
        if dice.chance(0.4):
            child["incremental_sync"] = {"type": "DatetimeBasedCursor", "cursor_field": "updated", "datetime_format": "%Y-%m-%d", "start_datetime": "2025-12-01"}
        streams.append(child)
        names.append("child")
    source = {}
    if dice.chance(0.2) and any(one["type"] == "DeclarativeStream" for one in streams):
        source["stream_groups"] = {"g": {"streams": [one for one in streams if one["type"] == "DeclarativeStream"],
                                         "action": {"type": "BlockSimultaneousSyncsAction"}}}
    if dice.chance(0.15):
        names.append("unknown")
    script = [{"path": path, "answers": [{"json": {"data": DAILY[low : low + dice.number(0, 3)]}}]}
              for path, low in (("/full", 0), ("/incremental", 4), ("/one", 1), ("/two", 2), ("/child", 3))]
    if dice.chance(0.15):
        script.insert(0, {"path": dice.one("/full", "/incremental", "/one"), "answers": [{"status": dice.one(403, 404), "json": {}}]})
    return case(streams, script, names=names, state=state or None, source=source, config={"on": dice.one(True, False, "yes", "no", "", 0, "false"), "kept": "P10D", "list": []},
                verbs={"check": 0.4, "discover": 0.5}, tolerances=["requests"] if "child" in names else [])
