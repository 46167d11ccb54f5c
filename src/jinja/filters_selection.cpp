// map, select, reject, selectattr, rejectattr, groupby.
#include "attribute_path.h"
#include "binding.h"
#include "builtins.h"
#include "evaluator.h"
#include "iteration.h"
#include "objects.h"
#include "ops.h"
#include "sorting.h"
#include "try.h"

#include <algorithm>
#include <memory>

namespace levada::jinja {

namespace {

using Step = std::function<Outcome<Value>(const Value&)>;

Outcome<Filter> find_named(Evaluator& evaluator, const Value& name, bool is_test) {
    const Environment& environment = evaluator.environment();
    const Filter found = !name.is_string() ? nullptr
                         : is_test         ? environment.find_test(name.text())
                                           : environment.find_filter(name.text());
    if (found == nullptr) {
        return fail(FaultKind::template_runtime_error,
                    std::string("No ") + (is_test ? "test" : "filter") + " named " + name.repr() + ".");
    }
    return found;
}

/// The first positional argument taken off.
Value take_first(Arguments& arguments) {
    Value first = std::move(arguments.positional.front());
    arguments.positional.erase(arguments.positional.begin());
    return first;
}

/// Applies a filter or test by name; looked up at the first item, as in Jinja2.
Step named_step(Evaluator& evaluator, const Value& name, const Arguments& arguments, bool is_test) {
    return [&evaluator, name, arguments, is_test](const Value& item) -> Outcome<Value> {
        LEVADA_LET(const Filter function, find_named(evaluator, name, is_test));
        Arguments copy = arguments;
        return function(evaluator, item, copy);
    };
}

Outcome<Step> map_step(Evaluator& evaluator, Arguments& arguments) {
    const auto keyword = [&](std::string_view name) {
        return std::find_if(arguments.keywords.begin(), arguments.keywords.end(), [&](const auto& known) {
            return known.first.text() == name;
        });
    };
    if (!arguments.positional.empty() || keyword("attribute") == arguments.keywords.end()) {
        if (arguments.positional.empty()) {
            return fail(FaultKind::filter_argument_error, "map requires a filter argument");
        }
        const Value name = take_first(arguments);
        return named_step(evaluator, name, arguments, false);
    }
    Value default_value;
    if (const auto found = keyword("default"); found != arguments.keywords.end()) {
        default_value = found->second;
    }
    const AttributePath path = AttributePath::of(keyword("attribute")->second);
    for (const auto& [name, value] : arguments.keywords) {
        if (name.text() != "attribute" && name.text() != "default") {
            return fail(FaultKind::filter_argument_error, "Unexpected keyword argument '" + name.str() + "'");
        }
    }
    return Step(
        [&evaluator, path, default_value](const Value& item) { return path.get(evaluator, item, default_value); });
}

Outcome<Value> map(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    // The generator's body runs at the first item: an empty input finds no mistake in the arguments.
    auto shared_arguments = std::make_shared<Arguments>(std::move(arguments));
    auto source = std::make_shared<std::optional<Iteration>>();
    auto step = std::make_shared<Step>();
    return make_iterator("generator",
                         [&evaluator, input, shared_arguments, source, step](Value& item) -> Outcome<bool> {
                             if (!*source) {
                                 if (!input.truthy() && !input.is(Kind::iterator)) {
                                     return false;
                                 }
                                 LEVADA_LET(*step, map_step(evaluator, *shared_arguments));
                                 LEVADA_LET(*source, Iteration::over(input));
                             }
                             LEVADA_LET(const bool has_item, (*source)->next(item));
                             if (has_item) {
                                 LEVADA_LET(item, (*step)(item));
                             }
                             return has_item;
                         });
}

Outcome<Step> selection_step(Evaluator& evaluator, Arguments& arguments, bool has_attribute) {
    AttributePath path;
    if (has_attribute) {
        if (arguments.positional.empty()) {
            return fail(FaultKind::filter_argument_error, "Missing parameter for attribute name");
        }
        path = AttributePath::of(take_first(arguments));
    }
    Step test = [](const Value& item) -> Outcome<Value> { return Value::boolean(item.truthy()); };
    if (!arguments.positional.empty()) {
        const Value name = take_first(arguments);
        test = named_step(evaluator, name, arguments, true);
    }
    return Step([&evaluator, path, test](const Value& item) -> Outcome<Value> {
        LEVADA_LET(const Value value, path.get(evaluator, item));
        return test(value);
    });
}

enum class Keep : std::uint8_t { matching, others };

template <Keep kKeep, bool kHasAttribute>
Outcome<Value> select(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    auto shared_arguments = std::make_shared<Arguments>(std::move(arguments));
    auto source = std::make_shared<std::optional<Iteration>>();
    auto step = std::make_shared<Step>();
    return make_iterator("generator",
                         [&evaluator, input, shared_arguments, source, step](Value& item) -> Outcome<bool> {
                             if (!*source) {
                                 if (!input.truthy() && !input.is(Kind::iterator)) {
                                     return false;
                                 }
                                 LEVADA_LET(*step, selection_step(evaluator, *shared_arguments, kHasAttribute));
                                 LEVADA_LET(*source, Iteration::over(input));
                             }
                             for (;;) {
                                 LEVADA_LET(const bool has_item, (*source)->next(item));
                                 if (!has_item) {
                                     return false;
                                 }
                                 LEVADA_LET(const Value matches, (*step)(item));
                                 if (matches.truthy() == (kKeep == Keep::matching)) {
                                     return true;
                                 }
                             }
                         });
}

/// One group of groupby: a pair that also answers to grouper and list.
Outcome<Value> group_by(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("groupby", arguments, {"attribute", "default", "case_sensitive"}, 1));
    const AttributePath path = AttributePath::of(bound[0]);
    const bool is_case_sensitive = truth_or(bound[2], false);
    const SortKey key = [&](const Value& item) -> Outcome<Value> {
        LEVADA_LET(const Value value, path.get(evaluator, item, bound[1]));
        return is_case_sensitive ? value : without_case(value);
    };
    LEVADA_LET(std::vector<Value> items, input.items());
    LEVADA_LET(items, sorted(std::move(items), key, false));
    std::vector<Value> groups;
    for (std::size_t start = 0; start < items.size();) {
        LEVADA_LET(const Value group_key, key(items[start]));
        std::vector<Value> members{items[start]};
        for (++start; start < items.size(); ++start) {
            LEVADA_LET(const Value next, key(items[start]));
            if (!equals(group_key, next)) {
                break;
            }
            members.push_back(items[start]);
        }
        LEVADA_LET(const Value shown, path.get(evaluator, members.front(), bound[1]));
        groups.push_back(Value::tuple({is_case_sensitive ? group_key : shown, Value::list(std::move(members))})
                             .with_flags(kGroupTuple));
    }
    return Value::list(std::move(groups));
}

constexpr FilterEntry kSelectionFilters[] = {
    {"map", map},
    {"select", select<Keep::matching, false>},
    {"reject", select<Keep::others, false>},
    {"selectattr", select<Keep::matching, true>},
    {"rejectattr", select<Keep::others, true>},
    {"groupby", group_by},
};

}  // namespace

std::span<const FilterEntry> selection_filters() {
    return kSelectionFilters;
}

}  // namespace levada::jinja
