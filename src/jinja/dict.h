#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// Hash that agrees with equals(): 1, 1.0 and True are one key. Errors: type_error for lists, dicts and sets.
Outcome<std::size_t> hash_of(const Value& value);

/// Python's dict: keeps the order in which keys came first. Small ones are searched in a row, larger ones by hash.
class DictObject final : public Object {
public:
    struct Entry {
        Value key;
        Value value;
    };

    std::size_t size() const { return entries_.size(); }
    const std::vector<Entry>& entries() const { return entries_; }
    /// Counts changes of the set of keys, so that a loop notices them.
    std::uint32_t version() const { return version_; }

    /// Null when there is no such key, also for keys that cannot be hashed.
    const Value* find(const Value& key) const;
    const Value* find(std::string_view key) const;
    /// The key must be hashable: see hash_of().
    void set(Value key, Value value);
    void set(std::string_view key, Value value);
    /// The value that was there; missing when there was none.
    Value erase(const Value& key);
    void clear();

private:
    static constexpr std::size_t kLinearSizeMax = 8;

    std::size_t position_of(const Value& key) const;
    void rebuild();
    void link(std::size_t position);

    std::vector<Entry> entries_;
    std::vector<std::uint32_t> buckets_;  // Position + 1 of an entry, 0 for free; empty while the dict is small.
    std::uint32_t version_ = 0;
};

}  // namespace levada::jinja
