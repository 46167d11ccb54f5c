#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace levada {

/// A credential. It never turns into text by accident: reading it takes the one method with a loud name.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}

    /// For the one place that puts it on the wire.
    const std::string& reveal() const { return value_; }
    bool is_empty() const { return value_.empty(); }
    /// What a log or a screen may show.
    static std::string_view redacted() { return "****"; }

private:
    std::string value_;
};

}  // namespace levada
