#pragma once

#include <span>
#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// One method of a Python type: `self.name(...)`.
struct MethodEntry {
    std::string_view name;
    Outcome<Value> (*function)(Evaluator& evaluator, const Value& self, Arguments& arguments);
};

/// Null when the type of `self` has no method of that name.
const MethodEntry* find_method(const Value& self, std::string_view name);
/// True when any type has a method or attribute of that name: then `value.name` may not mean `value['name']`.
bool is_method_name(std::string_view name);

std::span<const MethodEntry> text_case_methods();
std::span<const MethodEntry> text_search_methods();
std::span<const MethodEntry> text_shape_methods();
std::span<const MethodEntry> bytes_methods();
std::span<const MethodEntry> list_methods();
std::span<const MethodEntry> tuple_methods();
std::span<const MethodEntry> set_methods();
std::span<const MethodEntry> dict_methods();
std::span<const MethodEntry> integer_methods();
std::span<const MethodEntry> real_methods();
std::span<const MethodEntry> date_methods();
std::span<const MethodEntry> delta_methods();

/// Attributes that are no methods: date.year, timedelta.days, int.real, ...; missing when there is none.
Value data_attribute(const Value& self, std::string_view name);

}  // namespace levada::jinja
