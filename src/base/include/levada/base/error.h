#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace levada {

/// What kind of failure it is; a caller acts on this. Closed list: add one only if a caller would act differently.
enum class ErrorCode : std::uint8_t {
    invalid_config,
    invalid_data,
    unauthenticated,
    permission_denied,
    not_found,
    conflict,
    rate_limited,
    unavailable,
    deadline_exceeded,
    cancelled,
    corruption,
    unsupported,
    internal,
};

/// The enumerator as it is spelled.
std::string_view to_string(ErrorCode code);

/// Why an operation failed, for two readers: the program (code, retry_after) and the operator (message, context).
/// Cheap to copy, allocated only on failure. Immutable, hence safe to share between threads.
class [[nodiscard]] Error {
public:
    Error(ErrorCode code, std::string message);

    /// Adds one outer fact (stream, page, …), once per key: the innermost value of a key stays.
    Error with(std::string_view key, std::string value) const;
    /// The place in a user's file, printed as file:line. The innermost place stays.
    Error at(std::string_view file, std::int64_t line) const;
    /// The next command or step that helps the operator; the innermost hint stays.
    Error hint(std::string text) const;
    /// How long the other side asked us to wait.
    Error retry_after(std::chrono::milliseconds wait) const;

    ErrorCode code() const;
    const std::string& message() const;
    /// The value of one fact, or an empty text.
    std::string_view fact(std::string_view key) const;
    /// "file:line" or an empty text.
    std::string_view place() const;
    std::string_view hint() const;
    std::optional<std::chrono::milliseconds> retry_after() const;

    /// `code: message`, then a line of `key=value` facts, then the place and the hint, each where there is one.
    std::string to_string() const;

private:
    struct Detail;
    explicit Error(std::shared_ptr<const Detail> detail);
    std::shared_ptr<Detail> copy() const;
    std::shared_ptr<const Detail> detail_;
};

}  // namespace levada
