#pragma once

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// The configuration that a check uses: `check.config_overrides` over the given one.
/// Errors: traced system_error (a reserved key; a manifest that writes the configuration back).
/// Source: concurrent_declarative_source.py, _config_overridden_for_check.
Result<Json> config_for_check(const Json& manifest, const Json& check, const Json& config);

/// The secrets in `config` by the `airbyte_secret` marks of the specification, as texts to hide.
/// Source: utils/airbyte_secrets_utils.py, get_secrets.
std::vector<std::string> secrets_in(const Json& specification, const Json& config);

}  // namespace levada::airbyte
