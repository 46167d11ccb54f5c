"""Input states of partitioned and global cursors, old and new, and the migration of legacy states."""

from parts import DAYS, case, option, requester, retriever, selector, stream

PARENTS = [{"id": 1, "updated": "2025-12-05"}, {"id": "2", "updated": "2025-12-14"}, {"id": "a/b", "updated": "2025-12-20"}]
RECORDS = [{"id": number, "updated": day} for number, day in enumerate(DAYS)]


def router(dice):
    parents = stream("parents", retriever("/parents", "data"), primary_key="id")
    if dice.chance(0.4):
        parents["incremental_sync"] = {"type": "DatetimeBasedCursor", "cursor_field": "updated", "datetime_format": "%Y-%m-%d", "start_datetime": DAYS[0],
                                       "start_time_option": option("request_parameter", "since")}
    parent = {"type": "ParentStreamConfig", "stream": parents, "parent_key": "id", "partition_field": dice.one("parent", "{{ parameters['key'] }}", "parent_id"),
              **dice.options(0.4, incremental_dependency=[True, True, False], request_option=[option("request_parameter", "p")])}
    substream = {"type": "SubstreamPartitionRouter", "parent_stream_configs": [parent], "$parameters": {"key": "templated"}}
    if dice.chance(0.15):
        substream["parent_stream_configs"].append({**parent, "partition_field": "second"})
    names = {"type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"], "request_option": option("request_parameter", "part")}
    return dice.one(substream, substream, substream, names, [names, substream], {
        "type": "UnionPartitionRouter", "partition_field": "parent", "partition_routers": [substream, {**names, "values": ["1", "z"]}]},
        {"type": "GroupingPartitionRouter", "group_size": 2, "underlying_partition_router": {**substream, "parent_stream_configs": [
            {key: value for key, value in one.items() if key != "request_option"} for one in substream["parent_stream_configs"]]}})


def partition(dice):
    return dice.one({"parent": 1, "parent_slice": {}}, {"parent": "2", "parent_slice": {}}, {"parent": 1}, {"part": "x"}, {"part": "y"},
                    {"parent_id": "a/b", "parent_slice": {}}, {"parent": "gone", "parent_slice": {}}, {"part": "x", "parent": 1, "parent_slice": {}},
                    {"parent": "1", "parent_slice": {}}, {"parent_slice": {}, "parent": "1"}, {"templated": 1, "parent_slice": {}},
                    {"parent_id": 1, "parent_slice": {}})


def cursor_value(dice):
    return {dice.one("updated", "updated", "updated", "other"): dice.one(*DAYS, "2025-12-10", "2024-01-01", "2027-01-01", dice.one("bad", None, 1764892800))}


def new_state(dice):
    state = {"states": [{"partition": partition(dice), "cursor": cursor_value(dice)} for _ in range(dice.number(0, 3))]}
    state.update(dice.options(0.4, use_global_cursor=[True, False, False], state=[cursor_value(dice)], lookback_window=[0, 1, 86400, 2 * 86400],
                              parent_state=[{"parents": cursor_value(dice)}, {}, {"other": cursor_value(dice)}]))
    return state


def legacy_state(dice):
    state = {name: cursor_value(dice) for name in dice.some(["1", "2", "a/b", "gone", "x"], 0, 3)}
    if dice.chance(0.15):
        state["1"] = dice.one({"updated": DAYS[1], "more": 1}, "2025-12-05", {}, None)
    return state


def input_state(dice):
    return dice.one(new_state, new_state, legacy_state, lambda _: cursor_value(dice), lambda _: {}, lambda _: {"state": cursor_value(dice)},
                    lambda _: {"state": cursor_value(dice), "lookback_window": 86400, "use_global_cursor": True},
                    lambda _: {**cursor_value(dice), "parent_state": {}}, lambda _: {"__ab_no_cursor_state_message": True})(dice)


def generate(dice):
    cursor = {"type": "DatetimeBasedCursor", "cursor_field": dice.one("updated", "updated", "{{ parameters['field'] }}"), "datetime_format": "%Y-%m-%d",
              "start_datetime": DAYS[0], "$parameters": {"field": "updated"}, "start_time_option": option("request_parameter", "since"),
              **dice.options(0.25, global_substream_cursor=[True], lookback_window=["P3D"], is_client_side_incremental=[True],
                             end_datetime=["2025-12-28"], is_data_feed=[True], cursor_datetime_formats=[["%Y-%m-%d", "%s"]])}
    if dice.chance(0.25):
        cursor.update(step="P10D", cursor_granularity="P1D")
    slices = router(dice) if dice.chance(0.9) else None
    read_by = retriever("/items", "data", requester_fields={"request_parameters": {"slice": "{{ stream_partition.get('parent') or stream_partition.get('part') }}"}},
                        **({"partition_router": slices} if slices else {}))
    extra = {"incremental_sync": cursor}
    fits = slices and not isinstance(slices, list) and slices["type"] in ("SubstreamPartitionRouter", "UnionPartitionRouter")
    if dice.chance(0.6 if fits else 0.03):
        extra["state_migrations"] = [{"type": "LegacyToPerPartitionStateMigration"}]
    pool = [[{"json": {"data": dice.some(RECORDS, 0, 4)}}] for _ in range(4)]
    if dice.chance(0.2):
        pool.append([{"status": dice.one(404, 500), "json": {}}])
    script = [{"path": "/parents", "answers": [{"json": {"data": PARENTS[: dice.number(0, 3)]}}]}, {"path": "/items", "pool": pool}]
    source = {"concurrency_level": {"type": "ConcurrencyLevel", "default_concurrency": 1}} if dice.chance(0.3) else {}
    return case([stream("items", read_by, **extra)], script, state={"items": input_state(dice)} if dice.chance(0.85) else None, source=source, verbs={})
