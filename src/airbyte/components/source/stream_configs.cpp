#include "stream_configs.h"

#include "components_resolver.h"
#include "manifest_check.h"

#include <set>
#include <string>
#include <utility>

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/interpolation.h"
#include "levada/airbyte/manifest.h"

namespace levada::airbyte {

namespace {

/// Node is Json or const Json.
template <class Node>
Node* find_path(Node& node, std::initializer_list<std::string_view> path) {
    Node* at = &node;
    for (const std::string_view key : path) {
        at = at->find(key);
        if (at == nullptr) {
            return nullptr;
        }
    }
    return at;
}

/// Calls `visit` for each ParentStreamConfig of the stream's routers, also those inside other routers.
template <class Node, class Visit>
void for_each_parent(Node& stream, const Visit& visit) {
    Node* router = find_path(stream, {"retriever", "partition_router"});
    std::vector<Node*> routers;
    const auto add = [&routers](Node* node) {
        if (node == nullptr) {
            return;
        }
        if (node->is_array()) {
            for (Node& one : node->as_array()) {
                routers.push_back(&one);
            }
        } else {
            routers.push_back(node);
        }
    };
    add(router);
    while (!routers.empty()) {
        Node* one = routers.back();
        routers.pop_back();
        if (!one->is_object()) {
            continue;
        }
        if (Node* parents = one->find("parent_stream_configs"); parents != nullptr && parents->is_array()) {
            for (Node& parent : parents->as_array()) {
                visit(parent);
            }
        }
        add(one->find("partition_routers"));
        add(one->find("underlying_partition_router"));
    }
}

void cache_requester(Json* requester) {
    if (requester == nullptr || !requester->is_object()) {
        return;
    }
    const Json* held = requester->find("use_cache");
    const bool is_refused = held != nullptr && held->is_boolean() && !held->as_boolean();
    if (!is_refused) {
        requester->set("use_cache", Json(true));
    }
}

void cache_stream(Json& stream) {
    if (stream.string_or("type", "") == "StateDelegatingStream") {
        cache_requester(find_path(stream, {"full_refresh_stream", "retriever", "requester"}));
        cache_requester(find_path(stream, {"incremental_stream", "retriever", "requester"}));
    } else {
        cache_requester(find_path(stream, {"retriever", "requester"}));
    }
}

std::set<std::string, std::less<>> parent_names(const Json::Array& streams) {
    std::set<std::string, std::less<>> names;
    for (const Json& stream : streams) {
        for_each_parent(stream, [&names](const Json& parent) {
            if (const Json* node = parent.find("stream"); node != nullptr) {
                names.insert(std::string(node->string_or("name", "")));
            }
        });
    }
    return names;
}

Result<Json> finished_stream(const Json& made, const Json& definition, std::size_t index, std::string_view file) {
    const bool uses_parent = definition.boolean_or("use_parent_parameters", true);
    Json stream = propagate_types_and_parameters(
        "", made, Json::object(), uses_parent ? ParameterPriority::parent : ParameterPriority::component);
    if (!stream.contains("type")) {
        stream.set("type", Json("DeclarativeStream"));
    }
    const Json* name = definition.find("name");
    stream.set("dynamic_stream_name", name != nullptr ? *name : Json("dynamic_stream_" + std::to_string(index)));
    const Json* own_name = stream.find("name");
    if (own_name == nullptr || !own_name->is_string()) {
        return Error(ErrorCode::invalid_data, "dynamic stream: expected its name to be a text")
            .at(file, definition.line());
    }
    return stream;
}

Error duplicate_name(const std::string& name, std::string_view resolver) {
    const bool is_config = resolver == "ConfigComponentsResolver";
    return traced_error(is_config ? FailureType::config_error : FailureType::system_error,
                        "Dynamic streams list contains a duplicate name: " + name);
}

}  // namespace

Result<Json::Array> static_stream_configs(const Json& manifest, SourceContext& source) {
    Json::Array streams;
    const Json* listed = manifest.find("streams");
    if (listed == nullptr || !listed->is_array()) {
        return streams;
    }
    const BuildContext context(source);
    for (const Json& node : listed->as_array()) {
        if (node.string_or("type", "") != "ConditionalStreams") {
            streams.push_back(node);
            continue;
        }
        const Json* condition = node.find("condition");
        LEVADA_TRY(const InterpolatedBoolean compiled,
                   InterpolatedBoolean::make(condition == nullptr ? Json() : *condition, Json::object(), context));
        LEVADA_TRY(const bool holds, compiled.eval(Scope()));
        const Json* inner = node.find("streams");
        if (holds && inner != nullptr && inner->is_array()) {
            streams.insert(streams.end(), inner->as_array().begin(), inner->as_array().end());
        }
    }
    return streams;
}

Result<Json::Array> dynamic_stream_configs(const Json& manifest, SourceContext& source) {
    Json::Array streams;
    const Json* listed = manifest.find("dynamic_streams");
    if (listed == nullptr || !listed->is_array()) {
        return streams;
    }
    std::set<std::string> seen;
    std::size_t index = 0;
    for (const Json& definition : listed->as_array()) {
        Json resolver = *definition.find("components_resolver");
        cache_requester(find_path(resolver, {"retriever", "requester"}));
        if (Json* requester = find_path(resolver, {"retriever", "requester"}); requester != nullptr) {
            requester->set("use_cache", Json(true));
        }
        const auto take = [&](const Json& made) -> Result<void> {
            LEVADA_TRY(Json stream, finished_stream(made, definition, index, source.manifest_file));
            const std::string name = stream.find("name")->as_string();
            if (!seen.insert(name).second) {
                return duplicate_name(name, resolver.string_or("type", ""));
            }
            streams.push_back(std::move(stream));
            return ok();
        };
        LEVADA_CHECK(resolve_components(resolver, definition, source, take));
        ++index;
    }
    for (const Json& stream : streams) {
        LEVADA_CHECK(check_made_component(stream, source.manifest_file));
    }
    return streams;
}

std::vector<const Json*> parent_streams(const Json& stream) {
    std::vector<const Json*> parents;
    for_each_parent(stream, [&parents](const Json& parent) {
        if (const Json* node = parent.find("stream"); node != nullptr) {
            parents.push_back(node);
        }
    });
    for (const std::string_view key : {"full_refresh_stream", "incremental_stream"}) {
        if (const Json* delegated = stream.find(key); delegated != nullptr) {
            const std::vector<const Json*> more = parent_streams(*delegated);
            parents.insert(parents.end(), more.begin(), more.end());
        }
    }
    return parents;
}

Result<void> cache_parent_streams(Json::Array& streams, const Json::Array& all) {
    std::set<std::string, std::less<>> names = parent_names(streams);
    names.merge(parent_names(all));
    for (Json& stream : streams) {
        for_each_parent(stream, [](Json& parent) {
            if (Json* node = parent.find("stream"); node != nullptr) {
                cache_stream(*node);
            }
        });
    }
    for (Json& stream : streams) {
        const Json* name = stream.find("name");
        if (name == nullptr) {
            return Error(ErrorCode::invalid_data, "manifest: a stream has no name");
        }
        if (name->is_string() && names.contains(name->as_string())) {
            cache_stream(stream);
        }
    }
    return {};
}

}  // namespace levada::airbyte
