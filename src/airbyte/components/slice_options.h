#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/request_option.h"

namespace levada::airbyte {

/// One value of a slice that goes on a request.
struct WindowOptions {
    /// Reads the RequestOption at `name`; without one nothing is sent. Its templates see no parameters.
    /// Errors: invalid_config.
    static Result<WindowOptions> at(const FieldValues& fields, std::string_view name);
    /// The same for a cursor's option, whose templates see the cursor's parameters.
    /// Source: ModelToComponentFactory.create_default_stream, which hands them on. Errors: invalid_config.
    static Result<WindowOptions> of_cursor(const FieldValues& fields, std::string_view name);

    std::optional<RequestOption> option;
    std::string slice_field;
    /// Partition values are sent only when they are true in Python's sense; the edges of a window always.
    bool is_sent_when_falsy = true;
};

/// Sends the values of the slice's fields as the options say.
/// Source: DatetimeBasedRequestOptionsProvider; ListPartitionRouter and SubstreamPartitionRouter._get_request_option.
std::shared_ptr<RequestOptionsProvider> make_window_options(std::vector<WindowOptions> options);

/// The name of the cursor's field: the catalog's where that is allowed, else the component's own, interpolated.
/// Errors: invalid_config (the catalog names a nested field), invalid_data (template).
Result<std::string> cursor_field_name(const FieldValues& fields);

}  // namespace levada::airbyte
