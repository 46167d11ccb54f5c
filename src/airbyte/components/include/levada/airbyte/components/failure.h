#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada::airbyte {

/// Who has to act on a failure, as the Airbyte protocol counts it.
/// Source: AirbyteProtocol, AirbyteErrorTraceMessage.failure_type.
enum class FailureType : std::uint8_t { system_error, config_error, transient_error };

/// The fact of an error that is about one response: where it is kept (HttpResponse::raw_object).
inline constexpr std::string_view kRawObjectFact = "raw_object";

/// The protocol's spelling: "system_error", "config_error", "transient_error".
std::string_view name_of(FailureType type);

/// The type spelled `name`; system_error for anything else.
FailureType failure_type_named(std::string_view name);

/// An error that the connector author or the engine classified on purpose (the CDK's AirbyteTracedException): `check`
/// reports it as a failed connection, `read` as a trace of that type. Every other Error counts as an unexpected one.
Error traced_error(FailureType type, std::string message);

/// The type given to traced_error(); for other errors system_error.
FailureType failure_type_of(const Error& error);

/// True for an error made by traced_error(), however many facts were added to it since.
bool is_traced(const Error& error);

}  // namespace levada::airbyte
