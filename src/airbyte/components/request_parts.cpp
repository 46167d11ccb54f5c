#include "levada/airbyte/components/request_parts.h"

#include <string>
#include <utility>
#include <vector>

#include "levada/base/assert.h"

namespace levada::airbyte {

namespace {

enum class SameValues : std::uint8_t { refused, merged };

Error collision(const std::string& path) {
    return Error(ErrorCode::invalid_data,
                 "request option \"" + path +
                     "\" is set twice; requester, authenticator, paginator and partition "
                     "options must have different names");
}

Result<void> merge(Json& target, const Json& source, const std::string& path, SameValues same) {
    for (const Json::Member& member : source.as_object()) {
        Json* held = target.find(member.key);
        if (held == nullptr) {
            target.set(member.key, member.value);
            continue;
        }
        const std::string member_path = path.empty() ? member.key : path + "." + member.key;
        if (same == SameValues::refused) {
            return collision(member_path);
        }
        if (held->is_object() && member.value.is_object()) {
            LEVADA_CHECK(merge(*held, member.value, member_path, same));
        } else if (!(*held == member.value)) {
            return collision(member_path);
        }
    }
    return {};
}

Result<Json> combine_one(std::span<const Json* const> values, SameValues same) {
    const Json* text = nullptr;
    std::size_t filled = 0;
    for (const Json* value : values) {
        if (value->is_string()) {
            if (text != nullptr) {
                return Error(ErrorCode::invalid_data, "two request bodies that are one text each cannot be combined");
            }
            text = value;
            ++filled;
        } else if (value->size() > 0) {
            ++filled;
        }
    }
    if (text != nullptr) {
        if (filled > 1) {
            return Error(ErrorCode::invalid_data, "a request body that is one text cannot be combined with others");
        }
        return *text;
    }
    Json combined = Json::object();
    for (const Json* value : values) {
        if (value->is_object()) {
            LEVADA_CHECK(merge(combined, *value, "", same));
        }
    }
    return combined;
}

}  // namespace

Json& RequestParts::at(InjectInto place) {
    switch (place) {
        case InjectInto::request_parameter:
            return params;
        case InjectInto::header:
            return headers;
        case InjectInto::body_data:
            return body_data;
        case InjectInto::body_json:
            return body_json;
        case InjectInto::path:
            break;
    }
    LEVADA_ASSERT(false);
    return params;
}

Result<RequestParts> combine(std::span<const RequestParts> parts) {
    RequestParts combined;
    const auto gather = [&parts](Json RequestParts::*member) {
        std::vector<const Json*> values;
        for (const RequestParts& part : parts) {
            values.push_back(&(part.*member));
        }
        return values;
    };
    LEVADA_TRY(combined.params, combine_one(gather(&RequestParts::params), SameValues::refused));
    LEVADA_TRY(combined.headers, combine_one(gather(&RequestParts::headers), SameValues::refused));
    LEVADA_TRY(combined.body_data, combine_one(gather(&RequestParts::body_data), SameValues::refused));
    LEVADA_TRY(combined.body_json, combine_one(gather(&RequestParts::body_json), SameValues::merged));
    for (const Json* mapping : {&combined.params, &combined.headers, &combined.body_json}) {
        if (mapping->is_string()) {
            return Error(ErrorCode::invalid_data, "request parameters, headers and JSON body must be mappings");
        }
    }
    return combined;
}

}  // namespace levada::airbyte
