#include "slicing.h"

#include "objects.h"
#include "ops.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <cstdint>

namespace levada::jinja {

namespace {

struct Bounds {
    std::int64_t start = 0;
    std::int64_t stop = 0;
    std::int64_t step = 1;
    std::size_t count = 0;
};

Outcome<std::optional<std::int64_t>> bound_of(const Value& value) {
    if (value.is_none()) {
        return std::optional<std::int64_t>();
    }
    if (const std::optional<std::int64_t> small = small_integer(value)) {
        return small;
    }
    if (value.is(Kind::big_integer)) {
        const bool is_negative = value.as<BigIntegerObject>().number.is_negative();
        return std::optional(is_negative ? INT64_MIN : INT64_MAX);
    }
    return fail(FaultKind::type_error, "slice indices must be integers or None or have an __index__ method");
}

/// Source: CPython's PySlice_AdjustIndices.
Outcome<Bounds> adjusted(const std::vector<Value>& bounds, std::int64_t size) {
    LEVADA_LET(const std::optional<std::int64_t> start, bound_of(bounds[0]));
    LEVADA_LET(const std::optional<std::int64_t> stop, bound_of(bounds[1]));
    LEVADA_LET(const std::optional<std::int64_t> step, bound_of(bounds[2]));
    Bounds result;
    result.step = std::max(step.value_or(1), -INT64_MAX);
    if (result.step == 0) {
        return fail(FaultKind::value_error, "slice step cannot be zero");
    }
    const std::int64_t low = result.step < 0 ? -1 : 0;
    const std::int64_t high = result.step < 0 ? size - 1 : size;
    const auto clamp = [&](std::int64_t index) {
        if (index < 0) {
            index += size;
        }
        return std::clamp(index, low, high);
    };
    result.start = start ? clamp(*start) : (result.step < 0 ? high : low);
    result.stop = stop ? clamp(*stop) : (result.step < 0 ? low : high);
    if (result.step < 0 && result.stop < result.start) {
        result.count = static_cast<std::size_t>((result.start - result.stop - 1) / -result.step + 1);
    } else if (result.step > 0 && result.start < result.stop) {
        result.count = static_cast<std::size_t>((result.stop - result.start - 1) / result.step + 1);
    }
    return result;
}

Outcome<Value> slice_of_text(const Value& value, const std::vector<Value>& bounds) {
    const std::string_view text = value.text();
    const bool has_unit_size = value.is(Kind::bytes) || is_ascii(text);
    std::vector<std::size_t> offsets;
    if (!has_unit_size) {
        for (std::size_t at = 0; at < text.size();) {
            offsets.push_back(at);
            decode_utf8(text, at);
        }
        offsets.push_back(text.size());
    }
    const std::size_t size = has_unit_size ? text.size() : offsets.size() - 1;
    LEVADA_LET(const Bounds range, adjusted(bounds, static_cast<std::int64_t>(size)));
    const auto offset = [&](std::int64_t index) {
        const auto position = static_cast<std::size_t>(index);
        return has_unit_size ? position : offsets[position];
    };
    if (range.step == 1) {
        const std::size_t from = offset(range.start);
        const std::size_t to = offset(range.start + static_cast<std::int64_t>(range.count));
        Value part = value.slice_of_text(text.substr(from, to - from));
        return value.is(Kind::bytes) ? Value::bytes(std::string(part.text())) : std::move(part);
    }
    std::string out;
    for (std::size_t i = 0; i < range.count; ++i) {
        const std::int64_t index = range.start + static_cast<std::int64_t>(i) * range.step;
        out += text.substr(offset(index), offset(index + 1) - offset(index));
    }
    return value.is(Kind::bytes) ? Value::bytes(std::move(out)) : make_text(std::move(out), value.is_markup());
}

}  // namespace

Outcome<Value> slice_of(const Value& original, const std::vector<Value>& bounds) {
    const Value value = original.materialized();
    switch (value.kind()) {
        case Kind::string:
        case Kind::bytes:
            return slice_of_text(value, bounds);
        case Kind::list:
        case Kind::tuple: {
            const std::vector<Value>& items = value.as<ListObject>().items;
            LEVADA_LET(const Bounds range, adjusted(bounds, static_cast<std::int64_t>(items.size())));
            std::vector<Value> part;
            part.reserve(range.count);
            for (std::size_t i = 0; i < range.count; ++i) {
                part.push_back(
                    items[static_cast<std::size_t>(range.start + static_cast<std::int64_t>(i) * range.step)]);
            }
            return value.is(Kind::tuple) ? Value::tuple(std::move(part)) : Value::list(std::move(part));
        }
        case Kind::range: {
            const RangeObject& source = value.as<RangeObject>();
            LEVADA_LET(const Bounds range, adjusted(bounds, static_cast<std::int64_t>(source.size())));
            const std::int64_t start = source.start + range.start * source.step;
            const std::int64_t step = source.step * range.step;
            return make_range(start, source.start + range.stop * source.step, step);
        }
        case Kind::undefined:
            return fail(undefined_fault(value));
        default:
            return fail(FaultKind::type_error, "'" + std::string(value.type_name()) + "' object is not subscriptable");
    }
}

Value item_at(const Value& original, std::int64_t index) {
    const Value sequence = original.materialized();
    const Outcome<std::size_t> size = sequence.length();
    if (!size) {
        return {};
    }
    const auto count = static_cast<std::int64_t>(*size);
    if (index < 0) {
        index += count;
    }
    if (index < 0 || index >= count) {
        return {};
    }
    const auto position = static_cast<std::size_t>(index);
    switch (sequence.kind()) {
        case Kind::list:
        case Kind::tuple:
            return sequence.as<ListObject>().items[position];
        case Kind::range:
            return Value::integer(sequence.as<RangeObject>().item(position));
        case Kind::bytes:
            return Value::integer(static_cast<unsigned char>(sequence.text()[position]));
        case Kind::string: {
            const std::string_view text = sequence.text();
            const std::size_t start = offset_of(text, position);
            std::size_t end = start;
            decode_utf8(text, end);
            return sequence.slice_of_text(text.substr(start, end - start));
        }
        default:
            return {};
    }
}

}  // namespace levada::jinja
