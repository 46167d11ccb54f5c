#include "run/catalog.h"

#include "run/pipelines.h"

#include <algorithm>

namespace levada::app {

namespace {

std::vector<std::string> stream_names(const Json& catalog) {
    std::vector<std::string> names;
    for (const Json& stream : catalog.find("streams")->as_array()) {
        names.emplace_back(stream.string_or("name", ""));
    }
    return names;
}

const Json* find_stream(const Json& catalog, const std::string& name) {
    for (const Json& stream : catalog.find("streams")->as_array()) {
        if (stream.string_or("name", "") == name) {
            return &stream;
        }
    }
    return nullptr;
}

bool can_be_incremental(const Json& stream) {
    const Json* modes = stream.find("supported_sync_modes");
    return modes != nullptr && modes->is_array() &&
           std::any_of(modes->as_array().begin(), modes->as_array().end(), [](const Json& mode) {
               return mode == Json("incremental");
           });
}

/// The key's columns where all are top-level: [["id"]] gives id. A nested key cannot be a column: no key then.
std::vector<std::string> source_key(const Json& stream) {
    std::vector<std::string> key;
    const Json* paths = stream.find("source_defined_primary_key");
    if (paths == nullptr || !paths->is_array()) {
        return key;
    }
    for (const Json& path : paths->as_array()) {
        if (!path.is_array() || path.size() != 1 || !path.as_array()[0].is_string()) {
            return {};
        }
        key.push_back(path.as_array()[0].as_string());
    }
    return key;
}

std::vector<std::string> default_cursor(const Json& stream) {
    std::vector<std::string> cursor;
    const Json* path = stream.find("default_cursor_field");
    if (path != nullptr && path->is_array()) {
        for (const Json& part : path->as_array()) {
            cursor.push_back(part.is_string() ? part.as_string() : part.dump());
        }
    }
    return cursor;
}

std::string default_mode(const PlannedStream& planned) {
    if (!planned.primary_key.empty()) {
        return planned.is_incremental ? "append_dedup" : "overwrite";
    }
    return planned.is_incremental ? "append" : "overwrite";
}

Result<PlannedStream> plan_stream(const Json& stream, const StreamChoice& choice) {
    PlannedStream planned;
    planned.name = stream.string_or("name", "");
    const Json* schema = stream.find("json_schema");
    planned.json_schema = schema == nullptr ? Json::object() : *schema;
    const bool can_increment = can_be_incremental(stream);
    if (choice.sync_mode == "incremental" && !can_increment) {
        return Error(
            ErrorCode::invalid_config,
            "stream \"" + planned.name + "\" cannot be read incrementally: its manifest has no incremental_sync");
    }
    const bool is_by_choice = stream.string_or("default_sync_mode", "") == "full_refresh";
    planned.is_incremental =
        choice.sync_mode.empty() ? can_increment && !is_by_choice : choice.sync_mode == "incremental";
    planned.primary_key = choice.primary_key.empty() ? source_key(stream) : choice.primary_key;
    planned.cursor_field = choice.cursor_field.empty() ? default_cursor(stream) : choice.cursor_field;
    planned.destination_sync_mode =
        choice.destination_sync_mode.empty() ? default_mode(planned) : choice.destination_sync_mode;
    if (planned.destination_sync_mode == "append_dedup" && planned.primary_key.empty()) {
        return Error(ErrorCode::invalid_config, "stream \"" + planned.name + "\" has no primary key for append_dedup")
            .hint("set primary_key of the stream in levada.yaml, or use append");
    }
    return planned;
}

}  // namespace

Result<std::vector<PlannedStream>> plan_streams(const Json& catalog,
                                                const Pipeline& pipeline,
                                                const std::string& only) {
    const std::vector<std::string> names = stream_names(catalog);
    std::vector<StreamChoice> choices = pipeline.streams;
    if (choices.empty()) {
        for (const std::string& name : names) {
            StreamChoice choice;
            choice.name = name;
            choices.push_back(std::move(choice));
        }
    }
    if (!only.empty()) {
        LEVADA_CHECK(require_known(names, only, "stream"));
        const bool is_chosen = std::any_of(
            choices.begin(), choices.end(), [&](const StreamChoice& choice) { return choice.name == only; });
        if (!is_chosen) {
            StreamChoice choice;
            choice.name = only;
            choices.push_back(std::move(choice));
        }
        std::erase_if(choices, [&](const StreamChoice& choice) { return choice.name != only; });
    }
    std::vector<PlannedStream> plan;
    for (const StreamChoice& choice : choices) {
        LEVADA_CHECK(require_known(names, choice.name, "stream"));
        LEVADA_TRY(PlannedStream planned, plan_stream(*find_stream(catalog, choice.name), choice));
        plan.push_back(std::move(planned));
    }
    return plan;
}

Json configured_catalog(const Json& catalog, const std::vector<PlannedStream>& plan) {
    Json streams = Json::array();
    for (const PlannedStream& planned : plan) {
        Json cursor = Json::array();
        for (const std::string& part : planned.cursor_field) {
            cursor.push_back(part);
        }
        Json key = Json::array();
        for (const std::string& column : planned.primary_key) {
            key.push_back(Json::array({Json(column)}));
        }
        Json configured = Json::object({{"stream", *find_stream(catalog, planned.name)},
                                        {"sync_mode", planned.is_incremental ? "incremental" : "full_refresh"},
                                        {"destination_sync_mode", planned.destination_sync_mode},
                                        {"primary_key", std::move(key)}});
        if (cursor.size() > 0) {
            configured.set("cursor_field", std::move(cursor));
        }
        streams.push_back(std::move(configured));
    }
    return Json::object({{"streams", std::move(streams)}});
}

}  // namespace levada::app
