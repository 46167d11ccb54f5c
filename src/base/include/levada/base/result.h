#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <tl/expected.hpp>

#include "levada/base/assert.h"
#include "levada/base/error.h"

namespace levada {

/// A value, or the Error that took its place. The compiler demands that it is looked at.
template <typename T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    // NOLINTNEXTLINE(google-explicit-constructor): a value is a result, so `return value;` has to work.
    Result(T value) : held_(std::move(value)) {}
    // NOLINTNEXTLINE(google-explicit-constructor): as above.
    Result(Error error) : held_(tl::make_unexpected(std::move(error))) {}
    /// From anything that converts to T without loss, so that `return std::make_unique<Derived>()` works.
    template <typename U>
        requires(std::is_convertible_v<U &&, T> && !std::is_same_v<std::remove_cvref_t<U>, T> &&
                 !std::is_same_v<std::remove_cvref_t<U>, Error> && !std::is_same_v<std::remove_cvref_t<U>, Result<T>>)
    // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload): as above.
    Result(U&& value) : held_(T(std::forward<U>(value))) {}

    bool has_value() const { return held_.has_value(); }
    explicit operator bool() const { return held_.has_value(); }

    T& value() & {
        LEVADA_ASSERT(held_.has_value());
        return *held_;
    }
    const T& value() const& {
        LEVADA_ASSERT(held_.has_value());
        return *held_;
    }
    T&& value() && {
        LEVADA_ASSERT(held_.has_value());
        return std::move(*held_);
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const {
        LEVADA_ASSERT(!held_.has_value());
        return held_.error();
    }

    /// Adds one outer fact to the error, if there is one.
    Result with(std::string_view key, std::string fact) && {
        if (!held_.has_value()) {
            return held_.error().with(key, std::move(fact));
        }
        return std::move(*this);
    }

private:
    tl::expected<T, Error> held_;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;

    Result() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a failure is a result.
    Result(Error error) : held_(tl::make_unexpected(std::move(error))) {}

    bool has_value() const { return held_.has_value(); }
    explicit operator bool() const { return held_.has_value(); }
    void value() const { LEVADA_ASSERT(held_.has_value()); }

    const Error& error() const {
        LEVADA_ASSERT(!held_.has_value());
        return held_.error();
    }

    Result with(std::string_view key, std::string fact) && {
        if (!held_.has_value()) {
            return held_.error().with(key, std::move(fact));
        }
        return std::move(*this);
    }

private:
    tl::expected<void, Error> held_;
};

using Status = Result<void>;

/// For `return ok();` at the end of a function that returns Status.
inline Status ok() {
    return Status();
}

/// Runs `work`, which calls third-party code that may throw; an exception becomes an Error of `code`.
/// `describe` says what was wanted; the exception's own text follows it.
template <typename Work>
auto guard(ErrorCode code, std::string_view describe, Work&& work) -> Result<std::invoke_result_t<Work>>;

}  // namespace levada

#define LEVADA_CONCAT_INNER(a, b) a##b
#define LEVADA_CONCAT(a, b) LEVADA_CONCAT_INNER(a, b)

/// LEVADA_TRY(auto value, expression): takes the value out of a Result or returns its error from this function.
/// It is more than one statement, so it never is the body of an unbraced `if`.
#define LEVADA_TRY(declaration, ...) LEVADA_TRY_AS(LEVADA_CONCAT(levada_result_, __LINE__), declaration, __VA_ARGS__)
#define LEVADA_TRY_AS(name, declaration, ...) \
    auto name = (__VA_ARGS__);                \
    if (!(name).has_value()) {                \
        return (name).error();                \
    }                                         \
    declaration = std::move(name).value()

/// LEVADA_CHECK(expression): returns the error of a Status (or Result whose value is not wanted) from this function.
#define LEVADA_CHECK(...) LEVADA_CHECK_AS(LEVADA_CONCAT(levada_status_, __LINE__), __VA_ARGS__)
#define LEVADA_CHECK_AS(name, ...)   \
    const auto name = (__VA_ARGS__); \
    if (!(name).has_value()) {       \
        return (name).error();       \
    }

#include "levada/base/guard.h"
