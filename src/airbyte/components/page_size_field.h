#pragma once

#include <cstdint>
#include <optional>

#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

/// The field `page_size` of a pagination strategy: a number, digits, or a template over the config.
struct PageSizeField {
    std::optional<std::int64_t> constant;
    std::optional<InterpolatedString> text;

    /// Errors: invalid_config from the template.
    static Result<PageSizeField> make(const FieldValues& fields);
    bool is_given() const { return constant || text; }
    /// The size by the config alone; nullopt when not given. Errors: invalid_data (not an integer).
    Result<std::optional<std::int64_t>> value() const;
};

}  // namespace levada::airbyte
