// Equality, order and containment of values.
#include "complex.h"
#include "iteration.h"
#include "objects.h"
#include "ops.h"
#include "raw_json.h"
#include "try.h"

#include <cmath>

#include "levada/base/civil_time.h"

namespace levada::jinja {

namespace {

constexpr double kExactDouble = 9007199254740992.0;

bool is_text_like(const Value& value) {
    return value.is(Kind::string) || value.is(Kind::bytes);
}

bool is_raw(const Value& value) {
    return value.is(Kind::raw_array) || value.is(Kind::raw_object);
}

template <typename T>
int three_way(const T& a, const T& b) {
    return a < b ? -1 : (b < a ? 1 : 0);
}

/// An integer with a float, exactly, as Python does it: the order of the integer.
std::optional<int> compare_mixed(const Value& integer, double real) {
    if (std::isnan(real)) {
        return std::nullopt;
    }
    if (std::isinf(real)) {
        return real > 0 ? -1 : 1;
    }
    const std::optional<std::int64_t> small = small_integer(integer);
    if (small && std::fabs(real) < kExactDouble && std::fabs(static_cast<double>(*small)) < kExactDouble) {
        return three_way(static_cast<double>(*small), real);
    }
    const int whole = three_way(big_of(integer), BigInteger::from_double(real));
    return whole != 0 ? whole : three_way(0.0, real - std::trunc(real));
}

/// Three-way comparison of two numbers; nothing when one is nan.
std::optional<int> compare_numbers(const Value& a, const Value& b) {
    const std::optional<std::int64_t> small_a = small_integer(a);
    const std::optional<std::int64_t> small_b = small_integer(b);
    if (small_a && small_b) {
        return three_way(*small_a, *small_b);
    }
    if (is_integral(a) && is_integral(b)) {
        return three_way(big_of(a), big_of(b));
    }
    if (is_integral(a)) {
        return compare_mixed(a, b.as_real());
    }
    if (is_integral(b)) {
        const std::optional<int> order = compare_mixed(b, a.as_real());
        return order ? std::optional(-*order) : std::nullopt;
    }
    if (std::isnan(a.as_real()) || std::isnan(b.as_real())) {
        return std::nullopt;
    }
    return three_way(a.as_real(), b.as_real());
}

bool equal_lists(const std::vector<Value>& a, const std::vector<Value>& b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!equals(a[i], b[i])) {
            return false;
        }
    }
    return true;
}

bool equal_dicts(const DictObject& a, const DictObject& b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (const DictObject::Entry& entry : a.entries()) {
        const Value* other = b.find(entry.key);
        if (other == nullptr || !equals(entry.value, *other)) {
            return false;
        }
    }
    return true;
}

bool equal_sets(const std::vector<Value>& a, const std::vector<Value>& b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (const Value& item : a) {
        bool is_found = false;
        for (const Value& other : b) {
            is_found = is_found || equals(item, other);
        }
        if (!is_found) {
            return false;
        }
    }
    return true;
}

bool equal_ranges(const RangeObject& a, const RangeObject& b) {
    if (a.size() != b.size()) {
        return false;
    }
    return a.size() == 0 || (a.start == b.start && (a.size() == 1 || a.step == b.step));
}

bool equal_times(const Value& a, const Value& b) {
    const CivilTime& x = a.as<DateObject>().time;
    const CivilTime& y = b.as<DateObject>().time;
    if (x.offset_us.has_value() != y.offset_us.has_value()) {
        return false;
    }
    return utc_micros(x) == utc_micros(y);
}

bool equal_objects(const Value& a, const Value& b) {
    switch (a.kind()) {
        case Kind::date:
        case Kind::date_time:
            return equal_times(a, b);
        case Kind::time_delta:
            return a.as<DeltaObject>().micros == b.as<DeltaObject>().micros;
        case Kind::iso_duration:
            return a.as<IsoDurationObject>().duration == b.as<IsoDurationObject>().duration;
        case Kind::type:
            return a.as<TypeObject>().name == b.as<TypeObject>().name;
        case Kind::method:
            return a.as<MethodObject>().entry == b.as<MethodObject>().entry &&
                   equals(a.as<MethodObject>().self, b.as<MethodObject>().self);
        default:
            return a.object() == b.object();
    }
}

/// Views of keys and of items are sets; one of values equals only itself.
bool equal_views(const Value& a, const Value& b) {
    const DictView view = a.as<DictViewObject>().view;
    if (a.object() == b.object() || view == DictView::values || view != b.as<DictViewObject>().view) {
        return a.object() == b.object();
    }
    const Outcome<std::vector<Value>> left = a.items();
    const Outcome<std::vector<Value>> right = b.items();
    return left && right && equal_sets(*left, *right);
}

bool equal_same_kind(const Value& a, const Value& b) {
    switch (a.kind()) {
        case Kind::none:
        case Kind::ellipsis:
        case Kind::undefined:
        case Kind::missing:
            return true;
        case Kind::list:
        case Kind::tuple:
            return a.object() == b.object() || equal_lists(a.as<ListObject>().items, b.as<ListObject>().items);
        case Kind::set:
            return equal_sets(a.as<ListObject>().items, b.as<ListObject>().items);
        case Kind::dict:
            return a.object() == b.object() || equal_dicts(a.as<DictObject>(), b.as<DictObject>());
        case Kind::dict_view:
            return equal_views(a, b);
        case Kind::range:
            return equal_ranges(a.as<RangeObject>(), b.as<RangeObject>());
        default:
            return equal_objects(a, b);
    }
}

bool holds(Ordering how, int order) {
    switch (how) {
        case Ordering::less:
            return order < 0;
        case Ordering::less_equal:
            return order <= 0;
        case Ordering::greater:
            return order > 0;
        case Ordering::greater_equal:
            break;
    }
    return order >= 0;
}

Outcome<bool> ordered_lists(Ordering how, const std::vector<Value>& a, const std::vector<Value>& b) {
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        if (!equals(a[i], b[i])) {
            return ordered(how, a[i], b[i]);
        }
    }
    return holds(how, a.size() < b.size() ? -1 : (a.size() > b.size() ? 1 : 0));
}

Outcome<bool> ordered_sets(Ordering how, const Value& a, const Value& b) {
    const bool swapped = how == Ordering::greater || how == Ordering::greater_equal;
    const std::vector<Value>& smaller = (swapped ? b : a).as<ListObject>().items;
    const Value& larger = swapped ? a : b;
    for (const Value& item : smaller) {
        LEVADA_LET(const bool is_inside, contains(larger, item));
        if (!is_inside) {
            return false;
        }
    }
    const bool is_strict = how == Ordering::less || how == Ordering::greater;
    return !is_strict || smaller.size() < larger.as<ListObject>().items.size();
}

tl::unexpected<Fault> not_ordered(Ordering how, const Value& a, const Value& b) {
    constexpr std::string_view kNames[] = {"<", "<=", ">", ">="};
    return fail(FaultKind::type_error,
                "'" + std::string(kNames[static_cast<std::size_t>(how)]) + "' not supported between instances of '" +
                    std::string(a.type_name()) + "' and '" + std::string(b.type_name()) + "'");
}

Outcome<bool> ordered_times(Ordering how, const Value& a, const Value& b) {
    const CivilTime& x = a.as<DateObject>().time;
    const CivilTime& y = b.as<DateObject>().time;
    if (x.offset_us.has_value() != y.offset_us.has_value()) {
        return fail(FaultKind::type_error, "can't compare offset-naive and offset-aware datetimes");
    }
    const std::int64_t left = utc_micros(x);
    const std::int64_t right = utc_micros(y);
    return holds(how, left < right ? -1 : (left > right ? 1 : 0));
}

/// The keys and the items of a dict are sets.
Outcome<bool> ordered_views(Ordering how, const Value& a, const Value& b) {
    if (a.as<DictViewObject>().view == DictView::values || b.as<DictViewObject>().view == DictView::values) {
        return not_ordered(how, a, b);
    }
    LEVADA_LET(const std::vector<Value> left, a.items());
    LEVADA_LET(const std::vector<Value> right, b.items());
    return ordered_sets(
        how, Value::object(Kind::set, new ListObject(left)), Value::object(Kind::set, new ListObject(right)));
}

Outcome<bool> ordered_same_kind(Ordering how, const Value& a, const Value& b) {
    switch (a.kind()) {
        case Kind::string:
        case Kind::bytes:
            return holds(how, a.text().compare(b.text()));
        case Kind::list:
        case Kind::tuple:
            return ordered_lists(how, a.as<ListObject>().items, b.as<ListObject>().items);
        case Kind::set:
            return ordered_sets(how, a, b);
        case Kind::dict_view:
            return ordered_views(how, a, b);
        case Kind::date:
        case Kind::date_time:
            return ordered_times(how, a, b);
        case Kind::time_delta: {
            const std::int64_t left = a.as<DeltaObject>().micros;
            const std::int64_t right = b.as<DeltaObject>().micros;
            return holds(how, left < right ? -1 : (left > right ? 1 : 0));
        }
        default:
            return not_ordered(how, a, b);
    }
}

/// What is looked for in a set or among keys is hashed.
Outcome<void> check_member(const Value& haystack, const Value& needle) {
    const bool is_hashed = haystack.is(Kind::set) || haystack.as<DictViewObject>().view == DictView::keys;
    if (is_hashed) {
        LEVADA_DO(hash_of(needle));
    }
    return {};
}

Outcome<bool> bytes_contain(const Value& haystack, const Value& needle) {
    if (needle.is(Kind::bytes)) {
        return haystack.text().find(needle.text()) != std::string_view::npos;
    }
    const std::optional<std::int64_t> octet = small_integer(needle);
    if (!octet) {
        return fail(FaultKind::type_error,
                    "a bytes-like object is required, not '" + std::string(needle.type_name()) + "'");
    }
    if (*octet < 0 || *octet > 255) {
        return fail(FaultKind::value_error, "byte must be in range(0, 256)");
    }
    return haystack.text().find(static_cast<char>(*octet)) != std::string_view::npos;
}

Outcome<bool> contains_by_items(const Value& haystack, const Value& needle) {
    LEVADA_LET(Iteration iteration, Iteration::over(haystack));
    for (Value item;;) {
        LEVADA_LET(const bool has_item, iteration.next(item));
        if (!has_item) {
            return false;
        }
        if (equals(item, needle)) {
            return true;
        }
    }
}

}  // namespace

bool equals(const Value& a, const Value& b) {
    if (is_text_like(a) || is_text_like(b)) {
        return a.kind() == b.kind() && a.text() == b.text();
    }
    if (is_numeric(a) && is_numeric(b)) {
        const std::optional<int> order = compare_numbers(a, b);
        return order.has_value() && *order == 0;
    }
    if (is_complex(a) || is_complex(b)) {
        return complex_equals(a, b);
    }
    if (is_raw(a) || is_raw(b)) {
        const Value left = a.materialized();
        const Value right = b.materialized();
        return left.kind() == right.kind() && equal_same_kind(left, right);
    }
    return a.kind() == b.kind() && equal_same_kind(a, b);
}

Outcome<bool> ordered(Ordering how, const Value& a, const Value& b) {
    if (a.is_undefined() || b.is_undefined()) {
        return fail(undefined_fault(a.is_undefined() ? a : b));
    }
    if (is_numeric(a) && is_numeric(b)) {
        const std::optional<int> order = compare_numbers(a, b);
        return order.has_value() && holds(how, *order);
    }
    if (is_raw(a) || is_raw(b)) {
        return ordered(how, a.materialized(), b.materialized());
    }
    if (a.kind() != b.kind()) {
        return not_ordered(how, a, b);
    }
    return ordered_same_kind(how, a, b);
}

Outcome<bool> contains(const Value& haystack, const Value& needle) {
    switch (haystack.kind()) {
        case Kind::string:
            if (needle.is_undefined()) {
                return fail(FaultKind::type_error, "'in <string>' requires string as left operand, not Undefined");
            }
            if (!needle.is_string()) {
                return fail(FaultKind::type_error,
                            "'in <string>' requires string as left operand, not " + std::string(needle.type_name()));
            }
            return haystack.text().find(needle.text()) != std::string_view::npos;
        case Kind::bytes:
            return bytes_contain(haystack, needle);
        case Kind::dict: {
            LEVADA_DO(hash_of(needle));
            return haystack.as<DictObject>().find(needle) != nullptr;
        }
        case Kind::raw_object: {
            LEVADA_DO(hash_of(needle));
            return needle.is_string() && raw_find(haystack.text(), needle.text()).has_value();
        }
        case Kind::dict_view:
        case Kind::set: {
            LEVADA_DO(check_member(haystack, needle));
            return contains_by_items(haystack, needle);
        }
        case Kind::none:
        case Kind::boolean:
        case Kind::integer:
        case Kind::big_integer:
        case Kind::real:
            return fail(FaultKind::type_error,
                        "argument of type '" + std::string(haystack.type_name()) + "' is not iterable");
        default:
            return contains_by_items(haystack, needle);
    }
}

}  // namespace levada::jinja
