#pragma once

#include "slice_options.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/dpath.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

/// A parent stream and what its records tell the child. Source: substream_partition_router.py, ParentStreamConfig.
struct ParentStreamConfig {
    std::shared_ptr<Stream> stream;
    std::vector<std::string> key;
    std::string partition_field;
    WindowOptions option;
    std::vector<std::vector<std::string>> extra_fields;
    std::vector<std::string> lazy_pointer;
    bool is_incremental = false;

    /// Builds the parent with its part of context.input_state. Errors: those of the parent stream, invalid_data.
    static Result<ParentStreamConfig> make(const Json& node, BuildContext& context);

    /// The one value in a record (JSON text) that the path fits, nothing when there is none.
    /// Errors: invalid_data (several values fit).
    static Result<std::optional<Json>> value_at(std::string_view record, const std::vector<std::string>& steps);
};

/// The raw text reached by plain keys through mappings.
std::optional<std::string_view> raw_at(std::string_view record, const std::vector<std::string>& steps);

}  // namespace levada::airbyte
