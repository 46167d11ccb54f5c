#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "levada/airbyte/components/stream_slice.h"
#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// Where an option goes on a request. Source: requesters/request_option.py, RequestOptionType.
enum class InjectInto : std::uint8_t { request_parameter, header, body_data, body_json, path };

/// What a component adds to a request. Mappings keep their order; `body_data` may be one text instead.
struct RequestParts {
    Json params = Json::object();
    Json headers = Json::object();
    Json body_data = Json::object();
    Json body_json = Json::object();

    Json& at(InjectInto place);
};

/// Merges parts in order. The same key twice is an error, except equal values in JSON bodies; a text body excludes any
/// other part of its kind. Errors: invalid_data. Source: utils/mapping_helpers.py, combine_mappings.
Result<RequestParts> combine(std::span<const RequestParts> parts);

/// For which page of which slice a request is made. Borrows.
struct RequestScope {
    const StreamSlice* slice = nullptr;
    /// The mapping {"next_page_token": token}, or null on the first page.
    const Json* next_page_token = nullptr;
    /// Set when an error handler asked for smaller pages.
    std::optional<std::int64_t> page_size_override;
};

/// Anything that adds options to a stream's requests: partition routers, cursors, paginators.
class RequestOptionsProvider {
public:
    virtual ~RequestOptionsProvider() = default;
    /// The options for one request. Errors: invalid_data from templates.
    virtual Result<RequestParts> request_parts(const RequestScope& scope) const = 0;
};

}  // namespace levada::airbyte
