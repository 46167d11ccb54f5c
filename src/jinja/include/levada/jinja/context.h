#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// Where time and randomness come from when a template asks for them: most never do. Outlives its contexts.
class Surroundings {
public:
    virtual ~Surroundings() = default;
    /// The time that now_utc(), today_utc() and day_delta() see. Thread-safe.
    virtual std::optional<std::chrono::system_clock::time_point> now() const = 0;
    /// Seed of generate_uuid(), `random` and lipsum, another one for each evaluation. Thread-safe.
    virtual std::optional<std::uint64_t> random_seed() const = 0;
};

/// The variables of one rendering, cheap to make and to change: names are few, so a look-up compares them in a row, and
/// the first ones need no heap.
/// Layers: what a context does not have is looked up in its `parent` (config, parameters), which must outlive it.
/// Not thread-safe while it is changed; many threads may render with the same unchanging context.
class Context {
public:
    explicit Context(const Context* parent = nullptr) : parent_(parent) {}

    /// Borrows `name`, usually a literal; sets or replaces.
    void set(std::string_view name, Value value);
    void erase(std::string_view name);
    /// Null when no layer has the name.
    const Value* find(std::string_view name) const;
    /// Calls back for every visible name, inner layers first, each name once.
    std::vector<std::pair<std::string_view, Value>> all() const;

    /// Without a time or surroundings, asking for the time is an error: this room has no clock.
    void set_now(std::chrono::system_clock::time_point now) { now_ = now; }
    std::optional<std::chrono::system_clock::time_point> now() const;
    /// Without a seed or surroundings, asking for random values is an error: this room has no randomness.
    void set_random_seed(std::uint64_t seed) { random_seed_ = seed; }
    std::optional<std::uint64_t> random_seed() const;
    /// Asked when neither a time nor a seed is set. Borrowed.
    void set_surroundings(const Surroundings* surroundings) { surroundings_ = surroundings; }

private:
    using Variable = std::pair<std::string_view, Value>;
    static constexpr std::size_t kInlineVariables = 6;
    const Variable* own(std::string_view name) const;

    const Context* parent_;
    const Surroundings* surroundings_ = nullptr;
    std::size_t inline_count_ = 0;
    std::array<Variable, kInlineVariables> inline_variables_;
    std::vector<Variable> more_variables_;
    std::optional<std::chrono::system_clock::time_point> now_;
    std::optional<std::uint64_t> random_seed_;
};

}  // namespace levada::jinja
