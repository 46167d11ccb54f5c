#pragma once

#include <string>
#include <string_view>

#include "levada/base/error.h"
#include "levada/ports/handler.h"

namespace levada::query {

/// An Error that carries the code a PostgREST client knows ("PGRST100", "42703"), and its details.
/// Source: PostgREST documentation, "Errors".
Error request_error(std::string_view api_code, std::string message, std::string details = "");

/// What the client is told of `error`: its own code and status when request_error() made it; otherwise by ErrorCode:
/// invalid_data 400 "22P02", not_found 404 "42P01", deadline_exceeded 504 "57014", unavailable 503 "53000",
/// unsupported 400 "0A000", all else 500 "XX000" without the inner message, which may name files.
ApiError api_error_of(const Error& error);

}  // namespace levada::query
