#include "binding.h"

#include "ops.h"
#include "try.h"

#include <algorithm>

namespace levada::jinja {

Outcome<void> bind_into(std::span<Value> slots,
                        std::span<const std::string_view> names,
                        std::size_t required_count,
                        std::string_view function,
                        Arguments& arguments) {
    if (arguments.positional.size() > slots.size()) {
        return fail(FaultKind::type_error,
                    std::string(function) + "() takes at most " + std::to_string(slots.size()) + " arguments (" +
                        std::to_string(arguments.positional.size()) + " given)");
    }
    std::move(arguments.positional.begin(), arguments.positional.end(), slots.begin());
    for (auto& [keyword, value] : arguments.keywords) {
        const auto found = std::find(names.begin(), names.end(), keyword.text());
        if (found == names.end()) {
            return fail(FaultKind::type_error,
                        std::string(function) + "() got an unexpected keyword argument '" + keyword.str() + "'");
        }
        Value& slot = slots[static_cast<std::size_t>(found - names.begin())];
        if (!slot.is_missing()) {
            return fail(FaultKind::type_error,
                        std::string(function) + "() got multiple values for argument '" + keyword.str() + "'");
        }
        slot = std::move(value);
    }
    for (std::size_t i = 0; i < required_count; ++i) {
        if (slots[i].is_missing()) {
            return fail(FaultKind::type_error,
                        std::string(function) + "() missing required argument '" + std::string(names[i]) + "'");
        }
    }
    return {};
}

Outcome<void> expect_no_arguments(std::string_view function, const Arguments& arguments) {
    if (!arguments.positional.empty() || !arguments.keywords.empty()) {
        return fail(FaultKind::type_error, std::string(function) + "() takes no arguments");
    }
    return {};
}

Outcome<std::int64_t> integer_or(const Value& argument, std::int64_t otherwise) {
    if (argument.is_missing()) {
        return otherwise;
    }
    if (argument.is_undefined()) {
        return fail(FaultKind::type_error, "'Undefined' object cannot be interpreted as an integer");
    }
    const std::optional<std::int64_t> integer = small_integer(argument);
    if (!integer) {
        return argument.is(Kind::big_integer)
                   ? fail(FaultKind::overflow_error, "Python int too large to convert to C ssize_t")
                   : fail(FaultKind::type_error,
                          "'" + std::string(argument.type_name()) + "' object cannot be interpreted as an integer");
    }
    return *integer;
}

Outcome<std::string_view> text_or(const Value& argument, std::string_view otherwise) {
    if (argument.is_missing()) {
        return otherwise;
    }
    if (!argument.is_string()) {
        return fail(FaultKind::type_error, "expected str, not " + std::string(argument.type_name()));
    }
    return argument.text();
}

bool truth_or(const Value& argument, bool otherwise) {
    return argument.is_missing() ? otherwise : argument.truthy();
}

}  // namespace levada::jinja
