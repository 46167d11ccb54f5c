#pragma once

#include <optional>

#include "levada/airbyte/components/error_handler.h"

namespace levada::airbyte {

/// Fact on an Error that names the class of PyPI requests' exception where that decides what happens.
inline constexpr std::string_view kExceptionFact = "exception";

/// What an HTTP status means when no filter says otherwise; nothing for statuses without an entry.
/// Source: airbyte-cdk 7.39.1, sources/streams/http/error_handlers/default_error_mapping.py.
std::optional<ErrorResolution> default_resolution(int status);

/// What a request that got no response means: DEFAULT_ERROR_MAPPING for the exception's class, if it has an entry.
std::optional<ErrorResolution> default_resolution(const Error& error);

/// The resolution for everything else: retry, system_error. Source: create_fallback_error_resolution.
ErrorResolution fallback_resolution(const Attempt& attempt);

/// What an API says went wrong: the first text under well-known keys of a JSON body, or the body itself.
/// Source: json_error_message_parser.py.
std::optional<std::string> error_message_of(Response& response);

/// The reason phrase that belongs to `status`, or "".
std::string_view reason_of(int status);

}  // namespace levada::airbyte
