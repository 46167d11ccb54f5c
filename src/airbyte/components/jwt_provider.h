#pragma once

#include "token_provider.h"

#include <memory>

#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

/// Makes a signed token, with its prefix, from the fields of a JwtAuthenticator. Errors: invalid_config.
Result<std::shared_ptr<TokenProvider>> make_jwt_provider(const FieldValues& fields);

}  // namespace levada::airbyte
