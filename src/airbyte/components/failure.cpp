#include "levada/airbyte/components/failure.h"

#include <utility>

namespace levada::airbyte {

namespace {

constexpr std::string_view kTypeFact = "failure_type";

ErrorCode code_of(FailureType type) {
    switch (type) {
        case FailureType::config_error:
            return ErrorCode::invalid_config;
        case FailureType::transient_error:
            return ErrorCode::unavailable;
        case FailureType::system_error:
            break;
    }
    return ErrorCode::invalid_data;
}

}  // namespace

std::string_view name_of(FailureType type) {
    switch (type) {
        case FailureType::config_error:
            return "config_error";
        case FailureType::transient_error:
            return "transient_error";
        case FailureType::system_error:
            break;
    }
    return "system_error";
}

FailureType failure_type_named(std::string_view name) {
    if (name == "config_error") {
        return FailureType::config_error;
    }
    return name == "transient_error" ? FailureType::transient_error : FailureType::system_error;
}

Error traced_error(FailureType type, std::string message) {
    return Error(code_of(type), std::move(message)).with(kTypeFact, std::string(name_of(type)));
}

FailureType failure_type_of(const Error& error) {
    return failure_type_named(error.fact(kTypeFact));
}

bool is_traced(const Error& error) {
    return !error.fact(kTypeFact).empty();
}

}  // namespace levada::airbyte
