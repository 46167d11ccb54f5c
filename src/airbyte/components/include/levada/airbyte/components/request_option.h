#pragma once

#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/components/interpolation.h"
#include "levada/airbyte/components/request_parts.h"

namespace levada::airbyte {

/// Where and under which name a value goes on a request; a RequestPath is one too. Source:
/// requesters/request_option.py.
class RequestOption {
public:
    /// Reads a RequestOption or RequestPath component. Errors: invalid_config.
    /// Templates of its fields see `parameters`; null: none, which is what the CDK gives everywhere but in
    /// ApiKeyAuthenticator. Source: model_to_component_factory.py, create_request_option.
    static Result<RequestOption> make(const Json& node, BuildContext& context, const Json* parameters = nullptr);
    /// The header `Authorization`.
    static RequestOption authorization_header();

    InjectInto inject_into() const { return inject_into_; }
    /// Puts `value` on `parts`; nothing for a path. Errors: invalid_data (field path outside a JSON body, template).
    Result<void> inject(RequestParts& parts, const Json& value) const;

    /// The evaluated field name; empty for a field path. Errors: invalid_data from the template.
    Result<std::string> name() const;

private:
    InjectInto inject_into_ = InjectInto::request_parameter;
    std::optional<InterpolatedString> field_name_;
    std::vector<InterpolatedString> field_path_;
    std::string fixed_name_;
};

}  // namespace levada::airbyte
