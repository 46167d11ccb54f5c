// Filters over sequences and mappings.
#include "attribute_path.h"
#include "binding.h"
#include "builtins.h"
#include "evaluator.h"
#include "iteration.h"
#include "methods.h"
#include "objects.h"
#include "ops.h"
#include "slicing.h"
#include "sorting.h"
#include "try.h"

#include <algorithm>

namespace levada::jinja {

namespace {

Outcome<Value> first(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("first", arguments));
    LEVADA_LET(Iteration iteration, Iteration::over(input));
    Value item;
    LEVADA_LET(const bool has_item, iteration.next(item));
    return has_item ? std::move(item) : Value::undefined_hint("No first item, sequence was empty.");
}

/// reversed(): sequences and dicts only.
Outcome<std::vector<Value>> reversed_items(const Value& input) {
    const bool is_sequence = input.is(Kind::string) || input.is(Kind::bytes) || input.is(Kind::list) ||
                             input.is(Kind::tuple) || input.is(Kind::range) || input.is(Kind::raw_array) ||
                             input.is(Kind::raw_object) || input.is(Kind::dict) || input.is(Kind::dict_view);
    if (!is_sequence && !input.is_undefined()) {
        return fail(FaultKind::type_error, "'" + std::string(input.type_name()) + "' object is not reversible");
    }
    LEVADA_LET(std::vector<Value> items, input.items());
    std::reverse(items.begin(), items.end());
    return items;
}

Outcome<Value> last(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("last", arguments));
    LEVADA_LET(std::vector<Value> items, reversed_items(input));
    return items.empty() ? Value::undefined_hint("No last item, sequence was empty.") : std::move(items.front());
}

Outcome<Value> length(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("length", arguments));
    LEVADA_LET(const std::size_t size, input.length());
    return Value::integer(static_cast<std::int64_t>(size));
}

Outcome<Value> list(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("list", arguments));
    LEVADA_LET(std::vector<Value> items, input.items());
    return Value::list(std::move(items));
}

Outcome<Value> join(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("join", arguments, {"d", "attribute"}));
    const AttributePath path = AttributePath::of(bound[1]);
    LEVADA_LET(std::vector<Value> items, input.items());
    bool has_markup = bound[0].is_markup();
    for (Value& item : items) {
        LEVADA_LET(item, path.get(evaluator, item));
        has_markup = has_markup || item.is_markup();
    }
    const bool is_escaping = evaluator.autoescape() && has_markup;
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i != 0 && !bound[0].is_missing()) {
            is_escaping ? append_escaped(out, bound[0]) : bound[0].append_to(out);
        }
        is_escaping ? append_escaped(out, items[i]) : items[i].append_to(out);
        LEVADA_DO(evaluator.check_output(out));
    }
    return make_text(std::move(out), is_escaping);
}

Outcome<Value> reverse(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("reverse", arguments));
    if (input.is_string()) {
        LEVADA_LET(const std::vector<Value> letters, reversed_items(input));
        std::string out;
        for (const Value& letter : letters) {
            out += letter.text();
        }
        return make_text(std::move(out), input.is_markup());
    }
    Outcome<std::vector<Value>> items = reversed_items(input);
    if (!items && input.is(Kind::iterator)) {
        items = input.items();
        if (items) {
            std::reverse(items->begin(), items->end());
        }
    }
    if (!items) {
        const bool is_iterable = input.is(Kind::set);
        return is_iterable ? Value::list(input.as<ListObject>().items)
                           : Outcome<Value>(fail(FaultKind::filter_argument_error, "argument must be iterable"));
    }
    auto left = std::make_shared<std::vector<Value>>(std::move(*items));
    auto at = std::make_shared<std::size_t>(0);
    return make_iterator("list_reverseiterator", [left, at](Value& item) -> Outcome<bool> {
        if (*at >= left->size()) {
            return false;
        }
        item = (*left)[(*at)++];
        return true;
    });
}

Outcome<Value> random_item(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("random", arguments));
    LEVADA_LET(const std::vector<Value> items, input.items());
    if (items.empty()) {
        return Value::undefined_hint("No random item, sequence was empty.");
    }
    if (input.is(Kind::dict_view) || input.is(Kind::iterator) || input.is(Kind::set)) {
        return fail(FaultKind::type_error, "'" + std::string(input.type_name()) + "' object is not subscriptable");
    }
    std::size_t at = 0;
    if (items.size() > 1) {
        LEVADA_LET(const std::uint64_t bits, evaluator.random_bits());
        at = bits % items.size();
    }
    const Value whole = input.materialized();
    if (!whole.is(Kind::dict)) {
        return items[at];
    }
    // random.choice() asks for a place, which a dict takes for a key.
    const Value place = Value::integer(static_cast<std::int64_t>(at));
    const Value* const found = whole.as<DictObject>().find(place);
    return found != nullptr ? *found : Outcome<Value>(fail(FaultKind::key_error, place.repr()));
}

/// Key of sort, unique, min, max: attributes, lower case unless case counts.
SortKey key_of(Evaluator& evaluator, const Value& attribute, bool is_case_sensitive) {
    return [&evaluator, path = AttributePath::of(attribute), is_case_sensitive](const Value& item) -> Outcome<Value> {
        LEVADA_LET(Value value, path.get(evaluator, item));
        return is_case_sensitive ? std::move(value) : without_case(value);
    };
}

Outcome<Value> sort(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("sort", arguments, {"reverse", "case_sensitive", "attribute"}));
    const bool is_case_sensitive = truth_or(bound[1], false);
    const std::vector<AttributePath> paths = AttributePath::several(bound[2]);
    const SortKey key = [&](const Value& item) -> Outcome<Value> {
        std::vector<Value> parts;
        for (const AttributePath& path : paths) {
            LEVADA_LET(const Value part, path.get(evaluator, item));
            parts.push_back(is_case_sensitive ? part : without_case(part));
        }
        return Value::list(std::move(parts));
    };
    LEVADA_LET(std::vector<Value> items, input.items());
    LEVADA_LET(std::vector<Value> ordered_items, sorted(std::move(items), key, truth_or(bound[0], false)));
    return Value::list(std::move(ordered_items));
}

Outcome<Value> unique(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("unique", arguments, {"case_sensitive", "attribute"}));
    const SortKey key = key_of(evaluator, bound[1], truth_or(bound[0], false));
    LEVADA_LET(Iteration iteration, Iteration::over(input));
    auto source = std::make_shared<Iteration>(std::move(iteration));
    auto seen = std::make_shared<DictObject>();
    return make_iterator("generator", [source, seen, key](Value& item) -> Outcome<bool> {
        for (;;) {
            LEVADA_LET(const bool has_item, source->next(item));
            if (!has_item) {
                return false;
            }
            LEVADA_LET(const Value value, key(item));
            LEVADA_DO(hash_of(value));
            if (seen->find(value) == nullptr) {
                seen->set(value, Value::none());
                return true;
            }
        }
    });
}

template <Ordering kOrdering>
Outcome<Value> extreme(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("min", arguments, {"case_sensitive", "attribute"}));
    const SortKey key = key_of(evaluator, bound[1], truth_or(bound[0], false));
    LEVADA_LET(const std::vector<Value> items, input.items());
    if (items.empty()) {
        return Value::undefined_hint("No aggregated item, sequence was empty.");
    }
    Value best = items[0];
    LEVADA_LET(Value best_key, key(best));
    for (std::size_t i = 1; i < items.size(); ++i) {
        LEVADA_LET(Value candidate, key(items[i]));
        LEVADA_LET(const bool is_better, ordered(kOrdering, candidate, best_key));
        if (is_better) {
            best = items[i];
            best_key = std::move(candidate);
        }
    }
    return best;
}

Outcome<Value> batch(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("batch", arguments, {"linecount", "fill_with"}, 1));
    LEVADA_LET(const std::int64_t size, integer_or(bound[0], 1));
    LEVADA_LET(const std::vector<Value> items, input.items());
    std::vector<Value> batches;
    std::vector<Value> current;
    for (const Value& item : items) {
        if (static_cast<std::int64_t>(current.size()) == size) {
            batches.push_back(Value::list(std::move(current)));
            current.clear();
        }
        current.push_back(item);
    }
    if (!current.empty()) {
        const bool fills = !bound[1].is_missing() && !bound[1].is_none();
        while (fills && static_cast<std::int64_t>(current.size()) < size) {
            current.push_back(bound[1]);
        }
        batches.push_back(Value::list(std::move(current)));
    }
    return Value::list(std::move(batches)).materialized();
}

Outcome<Value> slice(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("slice", arguments, {"slices", "fill_with"}, 1));
    LEVADA_LET(const std::int64_t count, integer_or(bound[0], 1));
    LEVADA_LET(const std::vector<Value> items, input.items());
    if (count == 0) {
        return fail(FaultKind::zero_division_error, "integer division or modulo by zero");
    }
    const auto size = static_cast<std::int64_t>(items.size());
    const std::int64_t per_slice = size / count;
    const std::int64_t with_extra = size % count;
    std::vector<Value> slices;
    std::int64_t offset = 0;
    for (std::int64_t number = 0; number < count; ++number) {
        const std::int64_t start = offset + number * per_slice;
        offset += number < with_extra ? 1 : 0;
        const std::int64_t end = offset + (number + 1) * per_slice;
        std::vector<Value> part(items.begin() + start, items.begin() + end);
        if (!bound[1].is_missing() && !bound[1].is_none() && number >= with_extra) {
            part.push_back(bound[1]);
        }
        slices.push_back(Value::list(std::move(part)));
    }
    return Value::list(std::move(slices));
}

Outcome<Value> sum(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("sum", arguments, {"attribute", "start"}));
    const AttributePath path = AttributePath::of(bound[0]);
    Value total = bound[1].is_missing() ? Value::integer(0) : bound[1];
    if (total.is_string()) {
        return fail(FaultKind::type_error, "sum() can't sum strings [use ''.join(seq) instead]");
    }
    LEVADA_LET(const std::vector<Value> items, input.items());
    for (const Value& item : items) {
        LEVADA_LET(const Value value, path.get(evaluator, item));
        LEVADA_LET(total, add(total, value));
    }
    return total;
}

tl::unexpected<Fault> no_items(const Value& input) {
    if (input.is(Kind::type) && input.as<TypeObject>().name == "dict") {
        return fail(FaultKind::type_error, "unbound method dict.items() needs an argument");
    }
    return fail(FaultKind::attribute_error, "'" + std::string(input.type_name()) + "' object has no attribute 'items'");
}

Outcome<Value> dict_sort(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("dictsort", arguments, {"case_sensitive", "by", "reverse"}));
    const bool is_case_sensitive = truth_or(bound[0], false);
    LEVADA_LET(const std::string_view by, text_or(bound[1], "key"));
    if (by != "key" && by != "value") {
        return fail(FaultKind::filter_argument_error, "You can only sort by either \"key\" or \"value\"");
    }
    if (input.is_undefined()) {
        return evaluator.is_chainable(input) ? Outcome<Value>(Value::list({})) : fail(undefined_fault(input));
    }
    const Value dict = input.materialized();
    if (!dict.is(Kind::dict)) {
        return no_items(input);
    }
    std::vector<Value> pairs;
    for (const DictObject::Entry& entry : dict.as<DictObject>().entries()) {
        pairs.push_back(Value::tuple({entry.key, entry.value}));
    }
    const std::size_t position = by == "key" ? 0 : 1;
    const SortKey key = [&](const Value& pair) -> Outcome<Value> {
        const Value& part = pair.as<ListObject>().items[position];
        return is_case_sensitive ? part : without_case(part);
    };
    LEVADA_LET(std::vector<Value> ordered_pairs, sorted(std::move(pairs), key, truth_or(bound[2], false)));
    return Value::list(std::move(ordered_pairs));
}

Outcome<Value> items(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("items", arguments));
    std::vector<Value> pairs;
    if (!input.is_undefined()) {
        const Value dict = input.materialized();
        if (!dict.is(Kind::dict)) {
            return fail(FaultKind::type_error, "Can only get item pairs from a mapping.");
        }
        for (const DictObject::Entry& entry : dict.as<DictObject>().entries()) {
            pairs.push_back(Value::tuple({entry.key, entry.value}));
        }
    }
    const Value all = Value::list(std::move(pairs));
    auto at = std::make_shared<std::size_t>(0);
    return make_iterator("generator", [all, at](Value& item) -> Outcome<bool> {
        const std::vector<Value>& left = all.as<ListObject>().items;
        if (*at >= left.size()) {
            return false;
        }
        item = left[(*at)++];
        return true;
    });
}

Outcome<Value> default_value(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(auto bound, bind<2>("default", arguments, {"default_value", "boolean"}));
    if (input.is_undefined() || (truth_or(bound[1], false) && !input.truthy())) {
        return bound[0].is_missing() ? Value::borrowed("") : std::move(bound[0]);
    }
    return input;
}

/// getattr without a look at items.
Outcome<Value> attribute(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("attr", arguments, {"name"}, 1));
    const Value name = bound[0].is_string() ? bound[0] : Value::string(bound[0].str());
    const bool has_items = input.is(Kind::dict) || input.is(Kind::raw_object);
    if (has_items && find_method(input, name.text()) == nullptr && name.text().substr(0, 2) != "__") {
        return evaluator.undefined_of(input, name);
    }
    return evaluator.get_attribute(input, name);
}

constexpr FilterEntry kSequenceFilters[] = {
    {"first", first},
    {"last", last},
    {"length", length},
    {"count", length},
    {"list", list},
    {"join", join},
    {"reverse", reverse},
    {"random", random_item},
    {"sort", sort},
    {"unique", unique},
    {"min", extreme<Ordering::less>},
    {"max", extreme<Ordering::greater>},
    {"batch", batch},
    {"slice", slice},
    {"sum", sum},
    {"dictsort", dict_sort},
    {"items", items},
    {"default", default_value},
    {"d", default_value},
    {"attr", attribute},
};

}  // namespace

std::span<const FilterEntry> sequence_filters() {
    return kSequenceFilters;
}

}  // namespace levada::jinja
