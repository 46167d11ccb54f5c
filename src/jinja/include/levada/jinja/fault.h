#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

#include "levada/base/result.h"

namespace levada::jinja {

/// The exception that Python's Jinja2 would have raised. What a caller does next depends on it: the CDK answers an
/// undefined_error with the default and a type_error with the template's own text.
enum class FaultKind : std::uint8_t {
    template_syntax_error,
    template_assertion_error,
    template_runtime_error,
    filter_argument_error,
    undefined_error,
    security_error,
    syntax_error,
    type_error,
    value_error,
    key_error,
    index_error,
    attribute_error,
    zero_division_error,
    overflow_error,
    recursion_error,
    memory_error,
    runtime_error,
    stop_iteration,
    unsupported,
    other,
};

/// Why a template did not compile or render. One pointer wide, allocated only on failure, move-only.
class [[nodiscard]] Fault {
public:
    Fault(FaultKind kind, std::string message);
    /// For exceptions that are no class of their own here: `python_class` is their Python name.
    static Fault named(std::string python_class, std::string message);
    /// A TemplateSyntaxError that Python raises because of another exception: `python_class` names that one.
    static Fault syntax_because_of(std::string python_class, std::string message);

    FaultKind kind() const;
    const std::string& message() const;
    /// The name of Python's exception class: "TemplateSyntaxError", "UndefinedError", ...
    std::string_view python_class() const;
    /// Line and column of the template, from 1; 0 when not known.
    std::uint32_t line() const;
    std::uint32_t column() const;

    /// Keeps the innermost place: a line that is set already stays.
    Fault at(std::uint32_t line, std::uint32_t column = 0) &&;
    /// The same fault as another room sees it: invalid_config for what the text of the template causes, unsupported for
    /// what this engine lacks, invalid_data otherwise; with line, column and the Python class as facts.
    Error to_error() const;

private:
    struct Detail {
        FaultKind kind;
        std::string message;
        std::string python_class;
        std::uint32_t line = 0;
        std::uint32_t column = 0;
    };
    std::unique_ptr<Detail> detail_;
};

/// A value, or the Python exception instead of it. Used inside the room and by rooms that must tell exceptions apart.
template <class T>
using Outcome = tl::expected<T, Fault>;

/// Builds the failed side of any Outcome.
inline tl::unexpected<Fault> fail(FaultKind kind, std::string message) {
    return tl::unexpected<Fault>(Fault(kind, std::move(message)));
}

inline tl::unexpected<Fault> fail(Fault fault) {
    return tl::unexpected<Fault>(std::move(fault));
}

}  // namespace levada::jinja
