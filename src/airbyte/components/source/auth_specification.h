#pragma once

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// What a connector's specification shows of `advanced_auth`: the fields that the protocol's classes have, whatever
/// else a manifest says, and the default of the scopes' separator. Errors: invalid_config (no auth_flow_type). Source:
/// airbyte-cdk 7.39.1, spec/spec.py; airbyte_protocol_dataclasses, AdvancedAuth.
Result<Json> auth_specification(const Json& advanced_auth);

}  // namespace levada::airbyte
