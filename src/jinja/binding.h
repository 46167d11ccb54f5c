#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// Moves arguments into `slots` by position and by name, as Python binds them; a slot nobody fills stays missing.
/// Errors: type_error (too many, unknown, twice, one of the first `required_count` missing).
Outcome<void> bind_into(std::span<Value> slots,
                        std::span<const std::string_view> names,
                        std::size_t required_count,
                        std::string_view function,
                        Arguments& arguments);

/// The arguments of `function` by the names of its parameters.
template <std::size_t N>
Outcome<std::array<Value, N>> bind(std::string_view function,
                                   Arguments& arguments,
                                   const std::array<std::string_view, N>& names,
                                   std::size_t required_count = 0) {
    std::array<Value, N> slots;
    if (auto done = bind_into(slots, names, required_count, function, arguments); !done) {
        return fail(std::move(done.error()));
    }
    return slots;
}

/// Errors: type_error when there is any argument.
Outcome<void> expect_no_arguments(std::string_view function, const Arguments& arguments);

/// The argument as an integer, or `otherwise` when it is missing. Errors: type_error.
Outcome<std::int64_t> integer_or(const Value& argument, std::int64_t otherwise);
/// The text of the argument, or `otherwise` when it is missing. Errors: type_error. The text lives as long as
/// `argument`.
Outcome<std::string_view> text_or(const Value& argument, std::string_view otherwise);
bool truth_or(const Value& argument, bool otherwise);

}  // namespace levada::jinja
