#include "methods.h"

#include "objects.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace levada::jinja {

namespace {

using Table = std::span<const MethodEntry>;

const MethodEntry* find_in(std::initializer_list<Table> tables, std::string_view name) {
    for (const Table table : tables) {
        for (const MethodEntry& entry : table) {
            if (entry.name == name) {
                return &entry;
            }
        }
    }
    return nullptr;
}

bool is_in(const Value& value, std::initializer_list<Kind> kinds) {
    return std::find(kinds.begin(), kinds.end(), value.kind()) != kinds.end();
}

/// Attributes that data_attribute() and objects know, besides methods.
constexpr std::string_view kDataNames[] = {
    "year",    "month",        "day",  "hour",   "minute",    "second",      "microsecond", "tzinfo",     "days",
    "seconds", "microseconds", "real", "imag",   "numerator", "denominator", "start",       "stop",       "step",
    "grouper", "week",         "list", "tdelta", "years",     "months",      "format",      "format_map",
};

}  // namespace

const MethodEntry* find_method(const Value& self, std::string_view name) {
    if (is_in(self, {Kind::boolean, Kind::integer, Kind::big_integer})) {
        return find_in({integer_methods()}, name);
    }
    if (is_in(self, {Kind::list, Kind::raw_array})) {
        return find_in({list_methods()}, name);
    }
    if (is_in(self, {Kind::tuple, Kind::range})) {
        return find_in({tuple_methods()}, name);
    }
    if (is_in(self, {Kind::dict, Kind::raw_object})) {
        return find_in({dict_methods()}, name);
    }
    if (is_in(self, {Kind::date, Kind::date_time})) {
        constexpr std::string_view kOfTimesOnly[] = {"date", "timestamp", "astimezone", "utcoffset"};
        const bool is_missing =
            self.is(Kind::date) &&
            std::find(std::begin(kOfTimesOnly), std::end(kOfTimesOnly), name) != std::end(kOfTimesOnly);
        return is_missing ? nullptr : find_in({date_methods()}, name);
    }
    switch (self.kind()) {
        case Kind::string:
            return find_in({text_case_methods(), text_search_methods(), text_shape_methods()}, name);
        case Kind::bytes:
            return find_in({bytes_methods()}, name);
        case Kind::set:
            return find_in({set_methods()}, name);
        case Kind::real:
            return find_in({real_methods()}, name);
        case Kind::time_delta:
            return find_in({delta_methods()}, name);
        default:
            return nullptr;
    }
}

bool is_method_name(std::string_view name) {
    if (!name.empty() && name[0] == '_') {
        return true;
    }
    if (std::find(std::begin(kDataNames), std::end(kDataNames), name) != std::end(kDataNames)) {
        return true;
    }
    return find_in({text_case_methods(),
                    text_search_methods(),
                    text_shape_methods(),
                    bytes_methods(),
                    list_methods(),
                    tuple_methods(),
                    set_methods(),
                    dict_methods(),
                    integer_methods(),
                    real_methods(),
                    date_methods(),
                    delta_methods()},
                   name) != nullptr;
}

}  // namespace levada::jinja
