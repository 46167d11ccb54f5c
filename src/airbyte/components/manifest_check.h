#pragma once

#include <string_view>

#include "levada/airbyte/manifest.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// Checks every component of a manifest against its spec: types of fields, required ones, closed lists, where which
/// component may stand. Keys that no spec knows are accepted, as by the CDK, except at the root.
/// Errors: invalid_config (file:line), unsupported (a component or field that this build does not have).
Result<void> check_manifest(const Manifest& manifest);

/// As check_manifest() for one component.
Result<void> check_component(const Json& node, std::string_view file);
/// As above for a component of the type `type`, whether it says so or not.
Result<void> check_typed_component(const Json& node, std::string_view type, std::string_view file);

/// As check_manifest() for one component that was made later (a stream from a template): the CDK checks it with its
/// models only, which take null for what may be absent and make a text from a number.
Result<void> check_made_component(const Json& node, std::string_view file);

}  // namespace levada::airbyte
