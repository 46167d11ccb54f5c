#include "singer_catalog.h"

#include <algorithm>

namespace levada::programs {

namespace {

std::string_view id_of(const Json& entry) {
    return entry.string_or("tap_stream_id", entry.string_or("stream", ""));
}

bool is_root(const Json& item) {
    const Json* breadcrumb = item.find("breadcrumb");
    return breadcrumb != nullptr && breadcrumb->is_array() && breadcrumb->size() == 0;
}

/// The metadata of the stream itself: the entry with the empty breadcrumb.
const Json* root_metadata(const Json& entry) {
    const Json* list = entry.find("metadata");
    if (list == nullptr || !list->is_array()) {
        return nullptr;
    }
    for (const Json& item : list->as_array()) {
        if (is_root(item)) {
            return item.find("metadata");
        }
    }
    return nullptr;
}

/// A list of texts from the first of the places that has one that is not empty.
std::vector<std::string> texts_of(std::initializer_list<const Json*> places) {
    std::vector<std::string> texts;
    for (const Json* place : places) {
        if (place == nullptr || !texts.empty()) {
            continue;
        }
        if (place->is_string()) {
            texts.push_back(place->as_string());
        } else if (place->is_array()) {
            for (const Json& item : place->as_array()) {
                texts.push_back(item.is_string() ? item.as_string() : item.dump());
            }
        }
    }
    return texts;
}

const Json* member_of(const Json* node, std::string_view key) {
    return node == nullptr ? nullptr : node->find(key);
}

std::string text_of(const Json* node, std::string_view key) {
    return node == nullptr ? std::string() : std::string(node->string_or(key, ""));
}

Json airbyte_stream(const Json& entry) {
    const Json* metadata = root_metadata(entry);
    const auto keys = texts_of({entry.find("key_properties"), member_of(metadata, "table-key-properties")});
    const auto cursors = texts_of({entry.find("replication_key"),
                                   member_of(metadata, "replication-key"),
                                   member_of(metadata, "valid-replication-keys"),
                                   entry.find("bookmark_properties")});
    const std::string forced = text_of(metadata, "forced-replication-method");
    Json modes = Json::array({Json("full_refresh")});
    const bool is_incremental = !cursors.empty() || forced == "INCREMENTAL";
    if (forced != "FULL_TABLE") {
        modes.push_back("incremental");
    }
    const Json* schema = entry.find("schema");
    Json stream = Json::object({{"name", Json(id_of(entry))},
                                {"json_schema", schema == nullptr ? Json::object() : *schema},
                                {"supported_sync_modes", modes}});
    if (modes.size() > 1 && !is_incremental) {
        // A tap that says nothing of it may keep bookmarks all the same: its user knows, and may choose so.
        stream.set("default_sync_mode", Json("full_refresh"));
    } else if (modes.size() > 1) {
        stream.set("source_defined_cursor", Json(true));
        if (!cursors.empty()) {
            stream.set("default_cursor_field", Json::array({Json(cursors.front())}));
        }
    }
    if (!keys.empty()) {
        Json paths = Json::array();
        for (const std::string& key : keys) {
            paths.push_back(Json::array({Json(key)}));
        }
        stream.set("source_defined_primary_key", std::move(paths));
    }
    return stream;
}

const Json* find_configured(const Json& configured_catalog, std::string_view id) {
    const Json* streams = configured_catalog.find("streams");
    if (streams == nullptr || !streams->is_array()) {
        return nullptr;
    }
    for (const Json& configured : streams->as_array()) {
        const Json* name = configured.find_path({"stream", "name"});
        if (name != nullptr && name->is_string() && name->as_string() == id) {
            return &configured;
        }
    }
    return nullptr;
}

void select_fields(Json& list) {
    for (Json& item : list.as_array()) {
        Json* metadata = item.find("metadata");
        if (!is_root(item) && metadata != nullptr && metadata->string_or("inclusion", "") != "unsupported") {
            metadata->set("selected", Json(true));
        }
    }
}

/// Says in every place where taps look how the stream is read.
void set_replication(Json& entry, Json& metadata, const Json& configured) {
    if (!text_of(&metadata, "forced-replication-method").empty()) {
        return;
    }
    const bool is_incremental = configured.string_or("sync_mode", "") == "incremental";
    const char* method = is_incremental ? "INCREMENTAL" : "FULL_TABLE";
    metadata.set("replication-method", Json(method));
    entry.set("replication_method", Json(method));
    const auto cursor = texts_of({configured.find("cursor_field"),
                                  metadata.find("replication-key"),
                                  entry.find("replication_key"),
                                  metadata.find("valid-replication-keys")});
    if (is_incremental && !cursor.empty()) {
        metadata.set("replication-key", Json(cursor.front()));
        entry.set("replication_key", Json(cursor.front()));
    }
}

void select(Json& entry, const Json* configured) {
    Json* list = entry.find("metadata");
    if (list == nullptr || !list->is_array()) {
        list = &entry.set("metadata", Json::array());
    }
    Json::Array& items = list->as_array();
    auto root = std::find_if(items.begin(), items.end(), is_root);
    if (root == items.end()) {
        root = items.insert(items.begin(), Json::object({{"breadcrumb", Json::array()}, {"metadata", Json::object()}}));
    }
    Json metadata = member_of(&*root, "metadata") == nullptr ? Json::object() : *root->find("metadata");
    metadata.set("selected", Json(configured != nullptr));
    if (configured != nullptr) {
        select_fields(*list);
        set_replication(entry, metadata, *configured);
    }
    // `entry` may have grown: its list is looked up anew.
    Json::Array& kept = entry.find("metadata")->as_array();
    std::find_if(kept.begin(), kept.end(), is_root)->set("metadata", std::move(metadata));
    if (Json* schema = entry.find("schema"); schema != nullptr && schema->is_object()) {
        schema->set("selected", Json(configured != nullptr));  // Where taps from before the metadata look.
    }
}

void merge_into(Json& target, const Json& value) {
    if (!target.is_object() || !value.is_object()) {
        target = value;
        return;
    }
    for (const Json::Member& member : value.as_object()) {
        merge_into(target[member.key], member.value);
    }
}

}  // namespace

Result<Json> airbyte_catalog_of_singer(const Json& singer_catalog) {
    const Json* entries = singer_catalog.find("streams");
    if (entries == nullptr || !entries->is_array()) {
        return Error(ErrorCode::invalid_data, "the tap's catalog has no list of streams");
    }
    Json streams = Json::array();
    for (const Json& entry : entries->as_array()) {
        if (id_of(entry).empty()) {
            return Error(ErrorCode::invalid_data, "the tap's catalog has a stream without tap_stream_id");
        }
        streams.push_back(airbyte_stream(entry));
    }
    return Json::object({{"streams", std::move(streams)}});
}

Json selected_singer_catalog(const Json& singer_catalog, const Json& configured_catalog) {
    Json selected = singer_catalog;
    Json* entries = selected.find("streams");
    if (entries != nullptr && entries->is_array()) {
        for (Json& entry : entries->as_array()) {
            select(entry, find_configured(configured_catalog, id_of(entry)));
        }
    }
    return selected;
}

Json singer_entry_of_schema(const Json& message) {
    Json entry = Json::object(
        {{"tap_stream_id", Json(message.string_or("stream", ""))}, {"stream", Json(message.string_or("stream", ""))}});
    for (const char* key : {"schema", "key_properties", "bookmark_properties"}) {
        if (const Json* value = message.find(key); value != nullptr && !value->is_null()) {
            entry.set(key, *value);
        }
    }
    return entry;
}

Json singer_state_for(const Json& value, std::string_view stream) {
    Json own = Json::object();
    if (!value.is_object()) {
        return own;
    }
    for (const Json::Member& member : value.as_object()) {
        if (member.key == "bookmarks" && member.value.is_object()) {
            const Json* bookmark = member.value.find(stream);
            own.set("bookmarks", bookmark == nullptr ? Json::object() : Json::object({{stream, *bookmark}}));
        } else if (member.key != "currently_syncing") {
            own.set(member.key, member.value);
        }
    }
    return own;
}

Json merged_singer_state(const Json& states) {
    Json merged;
    if (!states.is_array()) {
        return merged;
    }
    for (const Json& message : states.as_array()) {
        if (const Json* value = message.find_path({"stream", "stream_state"}); value != nullptr && value->is_object()) {
            merge_into(merged, *value);
        }
    }
    return merged;
}

}  // namespace levada::programs
