#include "dict.h"

#include "objects.h"
#include "ops.h"
#include "try.h"

#include <cmath>
#include <functional>

namespace levada::jinja {

namespace {

Outcome<std::size_t> hash_tuple(const std::vector<Value>& items) {
    std::size_t hash = 7;
    for (const Value& item : items) {
        LEVADA_LET(const std::size_t part, hash_of(item));
        hash = hash * 1000003U + part;
    }
    return hash;
}

bool is_mutable(const Value& value) {
    return value.is(Kind::list) || value.is(Kind::dict) || value.is(Kind::set) || value.is(Kind::raw_array) ||
           value.is(Kind::raw_object) ||
           (value.is(Kind::dict_view) && value.as<DictViewObject>().view != DictView::values);
}

std::size_t hash_real(double value) {
    constexpr double kInt64Bound = 9223372036854775808.0;
    if (std::isfinite(value) && value == std::floor(value) && std::fabs(value) < kInt64Bound) {
        return std::hash<std::int64_t>()(static_cast<std::int64_t>(value));
    }
    return std::hash<double>()(value);
}

}  // namespace

Outcome<std::size_t> hash_of(const Value& value) {
    switch (value.kind()) {
        case Kind::boolean:
        case Kind::integer:
            return std::hash<std::int64_t>()(small_integer(value).value_or(0));
        case Kind::real:
            return hash_real(value.as_real());
        case Kind::string:
        case Kind::bytes:
            return std::hash<std::string_view>()(value.text());
        case Kind::tuple:
            return hash_tuple(value.as<ListObject>().items);
        case Kind::big_integer:
        case Kind::date:
        case Kind::date_time:
        case Kind::time_delta:
            return std::hash<std::string>()(value.str());
        case Kind::none:
        case Kind::undefined:
            return static_cast<std::size_t>(value.kind());
        default:
            break;
    }
    if (is_mutable(value)) {
        return fail(FaultKind::type_error, "unhashable type: '" + std::string(value.type_name()) + "'");
    }
    return std::hash<const Object*>()(value.object());
}

std::size_t DictObject::position_of(const Value& key) const {
    if (buckets_.empty()) {
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (equals(entries_[i].key, key)) {
                return i;
            }
        }
        return entries_.size();
    }
    const Outcome<std::size_t> hash = hash_of(key);
    if (!hash) {
        return entries_.size();
    }
    const std::size_t mask = buckets_.size() - 1;
    for (std::size_t at = *hash & mask; buckets_[at] != 0; at = (at + 1) & mask) {
        if (equals(entries_[buckets_[at] - 1].key, key)) {
            return buckets_[at] - 1;
        }
    }
    return entries_.size();
}

const Value* DictObject::find(const Value& key) const {
    const std::size_t position = position_of(key);
    return position < entries_.size() ? &entries_[position].value : nullptr;
}

const Value* DictObject::find(std::string_view key) const {
    return find(Value::borrowed(key));
}

void DictObject::set(Value key, Value value) {
    const std::size_t position = position_of(key);
    if (position < entries_.size()) {
        entries_[position].value = std::move(value);
        return;
    }
    entries_.push_back({std::move(key), std::move(value)});
    ++version_;
    if (entries_.size() > kLinearSizeMax) {
        if (entries_.size() * 2 > buckets_.size()) {
            rebuild();
        } else {
            link(entries_.size() - 1);
        }
    }
}

void DictObject::set(std::string_view key, Value value) {
    set(Value::string(std::string(key)), std::move(value));
}

Value DictObject::erase(const Value& key) {
    const std::size_t position = position_of(key);
    if (position == entries_.size()) {
        return {};
    }
    Value value = std::move(entries_[position].value);
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(position));
    ++version_;
    rebuild();
    return value;
}

void DictObject::clear() {
    entries_.clear();
    buckets_.clear();
    ++version_;
}

void DictObject::rebuild() {
    buckets_.clear();
    if (entries_.size() <= kLinearSizeMax) {
        return;
    }
    std::size_t capacity = 32;
    while (capacity < entries_.size() * 4) {
        capacity *= 2;
    }
    buckets_.resize(capacity, 0);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        link(i);
    }
}

void DictObject::link(std::size_t position) {
    const std::size_t mask = buckets_.size() - 1;
    std::size_t at = hash_of(entries_[position].key).value_or(0) & mask;
    while (buckets_[at] != 0) {
        at = (at + 1) & mask;
    }
    buckets_[at] = static_cast<std::uint32_t>(position + 1);
}

}  // namespace levada::jinja
