#pragma once

#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/components/interpolation.h"
#include "levada/airbyte/components/request_parts.h"

namespace levada::airbyte {

/// Where and under which name a value goes on a request; a RequestPath is one too. Source: requesters/request_option.py.
class RequestOption {
public:
    /// Reads a RequestOption or RequestPath component. Errors: invalid_config.
    static Result<RequestOption> make(const Json& node, BuildContext& context);

    InjectInto inject_into() const { return inject_into_; }
    /// Puts `value` on `parts`; nothing for a path. Errors: invalid_data (field path outside a JSON body, template).
    Result<void> inject(RequestParts& parts, const Json& value) const;

private:
    InjectInto inject_into_ = InjectInto::request_parameter;
    std::optional<InterpolatedString> field_name_;
    std::vector<InterpolatedString> field_path_;
};

}  // namespace levada::airbyte
