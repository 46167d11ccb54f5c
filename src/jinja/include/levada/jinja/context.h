#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// The variables of one rendering, cheap to make and to change: names are few, so a look-up compares them in a row.
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

    /// The time that now_utc(), today_utc() and day_delta() see. Without one they are an error: this room has no clock.
    void set_now(std::chrono::system_clock::time_point now) { now_ = now; }
    std::optional<std::chrono::system_clock::time_point> now() const;
    /// Seed of generate_uuid(), `random` and lipsum. Without one they are an error: this room has no randomness.
    void set_random_seed(std::uint64_t seed) { random_seed_ = seed; }
    std::optional<std::uint64_t> random_seed() const;

private:
    const Context* parent_;
    std::vector<std::pair<std::string_view, Value>> values_;
    std::optional<std::chrono::system_clock::time_point> now_;
    std::optional<std::uint64_t> random_seed_;
};

}  // namespace levada::jinja
