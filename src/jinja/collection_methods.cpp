// Methods of list, tuple, set and dict.
#include "binding.h"
#include "evaluator.h"
#include "methods.h"
#include "objects.h"
#include "ops.h"
#include "sorting.h"
#include "try.h"

#include <algorithm>

namespace levada::jinja {

namespace {

tl::unexpected<Fault> immutable(const Value& self) {
    return fail(FaultKind::unsupported,
                "a record or response cannot be changed by a template (it is a view of its JSON text): " +
                    std::string(self.type_name()));
}

bool is_raw(const Value& self) {
    return self.is(Kind::raw_array) || self.is(Kind::raw_object);
}

std::vector<Value>& items_of(const Value& self) {
    return self.as<ListObject>().items;
}

using Method = Outcome<Value> (*)(Evaluator&, const Value&, Arguments&);

/// A method that changes the value: not for views of JSON text.
template <Method kMethod>
Outcome<Value> changing(Evaluator& evaluator, const Value& self, Arguments& arguments) {
    return is_raw(self) ? immutable(self) : kMethod(evaluator, self, arguments);
}

/// A method that only reads: of a view of JSON text through an ordinary value made of it.
template <Method kMethod>
Outcome<Value> reading(Evaluator& evaluator, const Value& self, Arguments& arguments) {
    return kMethod(evaluator, self.materialized(), arguments);
}

// ---- list and tuple

Outcome<Value> append(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(auto bound, bind<1>("append", arguments, {"object"}, 1));
    items_of(self).push_back(std::move(bound[0]));
    return Value::none();
}

Outcome<Value> extend(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("extend", arguments, {"iterable"}, 1));
    LEVADA_LET(const std::vector<Value> more, bound[0].items());
    items_of(self).insert(items_of(self).end(), more.begin(), more.end());
    return Value::none();
}

Outcome<Value> insert(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(auto bound, bind<2>("insert", arguments, {"index", "object"}, 2));
    LEVADA_LET(std::int64_t index, integer_or(bound[0], 0));
    const auto size = static_cast<std::int64_t>(items_of(self).size());
    index = std::clamp<std::int64_t>(index < 0 ? index + size : index, 0, size);
    items_of(self).insert(items_of(self).begin() + index, std::move(bound[1]));
    return Value::none();
}

Outcome<Value> pop(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("pop", arguments, {"index"}));
    LEVADA_LET(std::int64_t index, integer_or(bound[0], -1));
    const auto size = static_cast<std::int64_t>(items_of(self).size());
    index = index < 0 ? index + size : index;
    if (index < 0 || index >= size) {
        return fail(FaultKind::index_error, size == 0 ? "pop from empty list" : "pop index out of range");
    }
    Value item = std::move(items_of(self)[static_cast<std::size_t>(index)]);
    items_of(self).erase(items_of(self).begin() + index);
    return item;
}

Outcome<Value> remove(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("remove", arguments, {"value"}, 1));
    std::vector<Value>& items = items_of(self);
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const Value& item) { return equals(item, bound[0]); });
    if (found == items.end()) {
        return fail(self.is(Kind::set) ? FaultKind::key_error : FaultKind::value_error,
                    "list.remove(x): x not in list");
    }
    items.erase(found);
    return Value::none();
}

Outcome<Value> clear(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("clear", arguments));
    items_of(self).clear();
    return Value::none();
}

Outcome<Value> reverse(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("reverse", arguments));
    std::reverse(items_of(self).begin(), items_of(self).end());
    return Value::none();
}

Outcome<Value> sort(Evaluator& evaluator, const Value& self, Arguments& arguments) {
    if (!arguments.positional.empty()) {
        return fail(FaultKind::type_error, "sort() takes no positional arguments");
    }
    LEVADA_LET(const auto bound, bind<2>("sort", arguments, {"key", "reverse"}));
    SortKey key;
    if (!bound[0].is_missing() && !bound[0].is_none()) {
        key = [&](const Value& item) -> Outcome<Value> {
            Arguments one;
            one.positional.push_back(item);
            return evaluator_call(evaluator, bound[0], one);
        };
    }
    LEVADA_LET(items_of(self), sorted(items_of(self), key, truth_or(bound[1], false)));
    return Value::none();
}

Outcome<Value> copy_list(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("copy", arguments));
    return self.is(Kind::set) ? make_set(items_of(self)) : Value::list(items_of(self));
}

Outcome<Value> count(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("count", arguments, {"value"}, 1));
    LEVADA_LET(const std::vector<Value> items, self.items());
    return Value::integer(
        std::count_if(items.begin(), items.end(), [&](const Value& item) { return equals(item, bound[0]); }));
}

Outcome<Value> index(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    if (self.is(Kind::range) && arguments.positional.size() != 1) {
        return fail(FaultKind::type_error, "range.index() takes exactly one argument");
    }
    LEVADA_LET(const auto bound, bind<3>("index", arguments, {"value", "start", "stop"}, 1));
    LEVADA_LET(const std::vector<Value> items, self.items());
    const auto size = static_cast<std::int64_t>(items.size());
    LEVADA_LET(std::int64_t start, integer_or(bound[1], 0));
    LEVADA_LET(std::int64_t stop, integer_or(bound[2], size));
    start = std::max<std::int64_t>(0, start < 0 ? start + size : start);
    stop = std::min(size, stop < 0 ? stop + size : stop);
    for (std::int64_t i = start; i < stop; ++i) {
        if (equals(items[static_cast<std::size_t>(i)], bound[0])) {
            return Value::integer(i);
        }
    }
    return fail(FaultKind::value_error, bound[0].repr() + " is not in list");
}

// ---- set

Outcome<Value> add_to_set(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("add", arguments, {"element"}, 1));
    LEVADA_DO(hash_of(bound[0]));
    LEVADA_LET(const bool is_inside, contains(self, bound[0]));
    if (!is_inside) {
        items_of(self).push_back(bound[0]);
    }
    return Value::none();
}

enum class SetPart : std::uint8_t { all, common, only_left };

template <SetPart kPart>
Outcome<Value> combine(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("set method", arguments, {"other"}, 1));
    LEVADA_LET(std::vector<Value> others, bound[0].items());
    std::vector<Value> result;
    const Value other = Value::list(others);
    for (const Value& item : items_of(self)) {
        LEVADA_LET(const bool is_inside, contains(other, item));
        if (kPart == SetPart::all || is_inside == (kPart == SetPart::common)) {
            result.push_back(item);
        }
    }
    if (kPart == SetPart::all) {
        result.insert(result.end(), others.begin(), others.end());
    }
    return make_set(result);
}

template <Ordering kOrdering>
Outcome<Value> compare_sets(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("set method", arguments, {"other"}, 1));
    LEVADA_LET(const std::vector<Value> others, bound[0].items());
    LEVADA_LET(const bool holds, ordered(kOrdering, self, make_set(others)));
    return Value::boolean(holds);
}

// ---- dict

template <DictView kView>
Outcome<Value> view(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("dict view", arguments));
    return Value::object(Kind::dict_view, new DictViewObject(self, kView));
}

Outcome<Value> get(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(auto bound, bind<2>("get", arguments, {"key", "default"}, 1));
    LEVADA_DO(hash_of(bound[0]));
    Value found = bound[0].is_string() ? self.find(bound[0].text()) : Value();
    if (!bound[0].is_string() && self.is(Kind::dict)) {
        const Value* entry = self.as<DictObject>().find(bound[0]);
        found = entry != nullptr ? *entry : Value();
    }
    if (!found.is_missing()) {
        return found;
    }
    return bound[1].is_missing() ? Value::none() : std::move(bound[1]);
}

Outcome<Value> set_default(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(auto bound, bind<2>("setdefault", arguments, {"key", "default"}, 1));
    LEVADA_DO(hash_of(bound[0]));
    if (const Value* found = self.as<DictObject>().find(bound[0])) {
        return *found;
    }
    Value value = bound[1].is_missing() ? Value::none() : bound[1];
    self.as<DictObject>().set(bound[0], value);
    return value;
}

Outcome<void> update_from_pairs(DictObject& dict, const Value& pairs) {
    LEVADA_LET(const std::vector<Value> items, pairs.items());
    for (const Value& item : items) {
        LEVADA_LET(const std::vector<Value> pair, item.items());
        if (pair.size() != 2) {
            return fail(FaultKind::value_error, "dictionary update sequence element has not length 2");
        }
        LEVADA_DO(hash_of(pair[0]));
        dict.set(pair[0], pair[1]);
    }
    return {};
}

Outcome<Value> update(Evaluator& evaluator, const Value& self, Arguments& arguments) {
    if (arguments.positional.size() > 1) {
        return fail(FaultKind::type_error, "update expected at most 1 argument");
    }
    Arguments copy = arguments;
    LEVADA_DO(fill_dict(evaluator, self.as<DictObject>(), copy));
    return Value::none();
}

Outcome<Value> pop_key(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(auto bound, bind<2>("pop", arguments, {"key", "default"}, 1));
    LEVADA_DO(hash_of(bound[0]));
    Value found = self.as<DictObject>().erase(bound[0]);
    if (found.is_missing() && bound[1].is_missing()) {
        return fail(FaultKind::key_error, bound[0].repr());
    }
    return found.is_missing() ? std::move(bound[1]) : std::move(found);
}

Outcome<Value> pop_item(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("popitem", arguments));
    DictObject& dict = self.as<DictObject>();
    if (dict.size() == 0) {
        return fail(FaultKind::key_error, "'popitem(): dictionary is empty'");
    }
    const DictObject::Entry last = dict.entries().back();
    dict.erase(last.key);
    return Value::tuple({last.key, last.value});
}

Outcome<Value> clear_dict(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("clear", arguments));
    self.as<DictObject>().clear();
    return Value::none();
}

Outcome<Value> copy_dict(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("copy", arguments));
    Value copy = Value::empty_dict();
    for (const DictObject::Entry& entry : self.as<DictObject>().entries()) {
        copy.as<DictObject>().set(entry.key, entry.value);
    }
    return copy;
}

/// dict.fromkeys: a new dict, whatever dict it is called on.
Outcome<Value> from_keys(Evaluator& /*evaluator*/, const Value& /*self*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("fromkeys", arguments, {"iterable", "value"}, 1));
    LEVADA_LET(std::vector<Value> keys, bound[0].items());
    Value made = Value::empty_dict();
    for (Value& key : keys) {
        LEVADA_DO(hash_of(key));
        made.as<DictObject>().set(std::move(key), bound[1].is_missing() ? Value::none() : bound[1]);
    }
    return made;
}

constexpr MethodEntry kListMethods[] = {
    {"append", changing<append>},
    {"extend", changing<extend>},
    {"insert", changing<insert>},
    {"pop", changing<pop>},
    {"remove", changing<remove>},
    {"clear", changing<clear>},
    {"reverse", changing<reverse>},
    {"sort", changing<sort>},
    {"copy", reading<copy_list>},
    {"count", reading<count>},
    {"index", reading<index>},
};

constexpr MethodEntry kTupleMethods[] = {{"count", count}, {"index", index}};

constexpr MethodEntry kSetMethods[] = {
    {"add", add_to_set},
    {"remove", remove},
    {"clear", clear},
    {"copy", copy_list},
    {"union", combine<SetPart::all>},
    {"intersection", combine<SetPart::common>},
    {"difference", combine<SetPart::only_left>},
    {"issubset", compare_sets<Ordering::less_equal>},
    {"issuperset", compare_sets<Ordering::greater_equal>},
};

constexpr MethodEntry kDictMethods[] = {
    {"get", get},
    {"items", view<DictView::items>},
    {"keys", view<DictView::keys>},
    {"values", view<DictView::values>},
    {"setdefault", changing<set_default>},
    {"update", changing<update>},
    {"pop", changing<pop_key>},
    {"popitem", changing<pop_item>},
    {"clear", changing<clear_dict>},
    {"copy", reading<copy_dict>},
    {"fromkeys", from_keys},
};

}  // namespace

Outcome<void> fill_dict(const Evaluator& evaluator, DictObject& dict, Arguments& arguments) {
    if (!arguments.positional.empty() && !evaluator.is_chainable(arguments.positional[0])) {
        const Value source = arguments.positional[0].materialized();
        if (source.is_undefined()) {
            return fail(undefined_fault(source));  // It is asked for its keys first.
        }
        if (source.is(Kind::dict)) {
            const std::vector<DictObject::Entry> entries = source.as<DictObject>().entries();
            for (const DictObject::Entry& entry : entries) {
                dict.set(entry.key, entry.value);
            }
        } else {
            LEVADA_DO(update_from_pairs(dict, source));
        }
    }
    for (auto& [key, value] : arguments.keywords) {
        dict.set(key, value);
    }
    return {};
}

std::span<const MethodEntry> list_methods() {
    return kListMethods;
}
std::span<const MethodEntry> tuple_methods() {
    return kTupleMethods;
}
std::span<const MethodEntry> set_methods() {
    return kSetMethods;
}
std::span<const MethodEntry> dict_methods() {
    return kDictMethods;
}

}  // namespace levada::jinja
