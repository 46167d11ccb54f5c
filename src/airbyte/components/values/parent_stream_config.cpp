#include "parent_stream_config.h"

#include <utility>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/python_json.h"
#include "levada/airbyte/components/record.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kNoCursorState = "__ab_no_cursor_state_message";

std::vector<std::string> split_key(std::string_view key) {
    while (key.starts_with('/')) {
        key.remove_prefix(1);
    }
    std::vector<std::string> steps;
    for (std::size_t at = 0; at <= key.size();) {
        const std::size_t end = std::min(key.find('/', at), key.size());
        steps.emplace_back(key.substr(at, end - at));
        at = end + 1;
    }
    return steps;
}

Result<std::vector<InterpolatedString>> templates_of(const Json& texts, const FieldValues& fields) {
    std::vector<InterpolatedString> templates;
    for (const Json& text : texts.as_array()) {
        LEVADA_TRY(InterpolatedString compiled,
                   InterpolatedString::make(text.as_string(), fields.parameters(), fields.context()));
        templates.push_back(std::move(compiled));
    }
    return templates;
}

Result<std::vector<std::string>> eval_texts(const std::vector<InterpolatedString>& templates) {
    std::vector<std::string> texts;
    for (const InterpolatedString& one : templates) {
        LEVADA_TRY(std::string text, one.text(Scope()));
        texts.push_back(std::move(text));
    }
    return texts;
}

/// A state of an older shape, {anything: value}, that can only be the parent's cursor. Null when it is none.
const Json* scalar_state(const Json& child_state) {
    const Json* only = nullptr;
    for (const Json::Member& member : child_state.as_object()) {
        if (member.key == kNoCursorState) {
            continue;
        }
        if (only != nullptr) {
            return nullptr;
        }
        only = &member.value;
    }
    return only != nullptr && (only->is_string() || only->is_number()) ? only : nullptr;
}

/// The incremental_sync of the stream that would be read; a StateDelegatingStream with a state reads incrementally.
const Json* incremental_sync_of(const Json& stream) {
    const Json* incremental = stream.find("incremental_stream");
    return (incremental != nullptr ? *incremental : stream).find("incremental_sync");
}

bool has_members(const Json& child_state) {
    const std::size_t marks = child_state.contains(kNoCursorState) ? 1 : 0;
    return child_state.is_object() && child_state.size() > marks;
}

/// The part of a child's state that its parent starts from, or null.
/// Source: model_to_component_factory.py, _instantiate_parent_stream_state_manager.
Result<Json> parent_state_in(const Json& child_state, const Json& stream, const FieldValues& fields) {
    const std::string_view name = stream.string_or("name", "");
    const Json* parents = child_state.find("parent_state");
    if (parents != nullptr) {
        if (const Json* own = parents->find(name)) {
            return *own;
        }
    }
    if (const Json* global = child_state.find("state")) {
        return *global;
    }
    const Json* scalar = scalar_state(child_state);
    const Json* sync = incremental_sync_of(stream);
    if (scalar == nullptr) {
        return Json();
    }
    if (sync == nullptr) {
        return fields.error("incremental_dependency",
                            "the state is a parent's cursor, but the parent has no incremental_sync");
    }
    const FieldValues sync_fields(*sync, fields.context());
    LEVADA_TRY(const InterpolatedString field, sync_fields.interpolated("cursor_field"));
    LEVADA_TRY(const std::string field_name, field.text(Scope()));
    return Json::object({{field_name, *scalar}});
}

Result<std::shared_ptr<Stream>> build_stream(const FieldValues& fields, bool is_incremental) {
    const Json& stream = *fields.json("stream");
    const std::shared_ptr<const Json> child_state = fields.context().input_state;
    Json state;
    if (is_incremental && child_state != nullptr && has_members(*child_state)) {
        LEVADA_TRY(state, parent_state_in(*child_state, stream, fields));
    }
    return build_parent_stream(stream, state.is_null() ? nullptr : &state, fields.context());
}

}  // namespace

std::optional<std::string_view> raw_at(std::string_view record, const std::vector<std::string>& steps) {
    std::string_view at = record;
    for (const std::string& step : steps) {
        const std::optional<std::string_view> next = raw_field(at, step);
        if (!next) {
            return std::nullopt;
        }
        at = *next;
    }
    return at;
}

Result<ParentStreamConfig> ParentStreamConfig::make(const Json& node, BuildContext& context) {
    const FieldValues fields(node, context);
    ParentStreamConfig parent;
    parent.is_incremental = fields.boolean("incremental_dependency");
    LEVADA_TRY(parent.stream, build_stream(fields, parent.is_incremental));
    LEVADA_TRY(const InterpolatedString key, fields.interpolated("parent_key"));
    LEVADA_TRY(const std::string key_text, key.text(Scope()));
    parent.key = split_key(key_text);
    LEVADA_TRY(const InterpolatedString partition_field, fields.interpolated("partition_field"));
    LEVADA_TRY(parent.partition_field, partition_field.text(Scope()));
    LEVADA_TRY(parent.option, WindowOptions::at(fields, "request_option"));
    parent.option.slice_field = parent.partition_field;
    parent.option.is_sent_when_falsy = false;
    if (const Json* extra = fields.json("extra_fields")) {
        for (const Json& path : extra->as_array()) {
            LEVADA_TRY(const auto templates, templates_of(path, fields));
            LEVADA_TRY(std::vector<std::string> steps, eval_texts(templates));
            parent.extra_fields.push_back(std::move(steps));
        }
    }
    if (const Json* pointer = fields.json("lazy_read_pointer"); pointer != nullptr && pointer->size() > 0) {
        LEVADA_TRY(const auto templates, templates_of(*pointer, fields));
        LEVADA_TRY(parent.lazy_pointer, eval_texts(templates));
        for (const Json& step : pointer->as_array()) {
            if (step.as_string().find('*') != std::string::npos) {
                return fields.error("lazy_read_pointer", "the '*' wildcard is not supported, only direct paths are");
            }
        }
    }
    return parent;
}

Result<std::optional<Json>> ParentStreamConfig::value_at(std::string_view record,
                                                         const std::vector<std::string>& steps) {
    const dpath::Glob glob = dpath::glob_of_texts(steps);
    if (dpath::is_plain(glob)) {
        if (const std::optional<std::string_view> raw = raw_at(record, steps)) {
            LEVADA_TRY(Json value, parse_json(*raw));
            return std::optional<Json>(std::move(value));
        }
        if (steps.size() < 2) {
            return std::optional<Json>();
        }
    }
    LEVADA_TRY(const Json root, parse_json(record));
    LEVADA_TRY(const Json* found, dpath::get(root, glob));
    return found != nullptr ? std::optional<Json>(*found) : std::nullopt;
}

ComponentSpec<PlainComponent> spec_parent_stream_config() {
    return {
        .type = "ParentStreamConfig",
        .summary = "A stream whose records are the partitions of another one.",
        .fields =
            {
                component_field("stream").required().of({"DeclarativeStream", "StateDelegatingStream"}),
                text_field("parent_key").required().doc("Where the partition's value is in a parent record: a/b."),
                text_field("partition_field").required().doc("Its name in the slice."),
                component_field("request_option").of({"RequestOption"}).doc("Where the value is sent."),
                boolean_field("incremental_dependency").doc("Read the parent from its own state."),
                list_field("lazy_read_pointer")
                    .items(JsonTypes::text)
                    .doc("Where the parent record holds child records."),
                list_field("extra_fields")
                    .items(JsonTypes::list)
                    .doc("Paths of parent values that slices carry along."),
            },
        .example =
            "type: ParentStreamConfig\n"
            "parent_key: id\n"
            "partition_field: repository_id\n"
            "stream: \"#/definitions/repositories\"\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
