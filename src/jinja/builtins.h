#pragma once

#include <span>
#include <string_view>
#include <utility>

#include "levada/jinja/environment.h"

namespace levada::jinja {

/// Name and function of one filter or test.
using FilterEntry = std::pair<std::string_view, Filter>;

/// Jinja2's own. Source: Jinja2 3.1.6, filters.FILTERS, tests.TESTS, defaults.DEFAULT_NAMESPACE.
void add_builtin_filters(Environment& environment);
void add_builtin_tests(Environment& environment);
void add_builtin_globals(Environment& environment);

std::span<const FilterEntry> text_filters();
std::span<const FilterEntry> html_filters();
std::span<const FilterEntry> number_filters();
std::span<const FilterEntry> sequence_filters();
std::span<const FilterEntry> selection_filters();

}  // namespace levada::jinja
