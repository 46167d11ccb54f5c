#include "iteration.h"

#include "objects.h"
#include "ops.h"
#include "try.h"
#include "unicode.h"

namespace levada::jinja {

namespace {

Value pair_of(Value first, Value second) {
    std::vector<Value> pair;
    pair.reserve(2);
    pair.push_back(std::move(first));
    pair.push_back(std::move(second));
    return Value::tuple(std::move(pair));
}

Value view_item(const DictObject::Entry& entry, DictView view) {
    switch (view) {
        case DictView::keys:
            return entry.key;
        case DictView::values:
            return entry.value;
        case DictView::items:
            break;
    }
    return pair_of(entry.key, entry.value);
}

}  // namespace

Outcome<Iteration> Iteration::over(const Value& iterable) {
    Iteration iteration(iterable);
    switch (iterable.kind()) {
        case Kind::undefined:
            return iteration;
        case Kind::raw_array:
            iteration.walk_.emplace(iterable.text());
            return iteration;
        case Kind::raw_object:  // As a dict: a repeated key comes once.
            iteration.iterable_ = iterable.materialized();
            iteration.version_ = iteration.iterable_.as<DictObject>().version();
            return iteration;
        case Kind::dict:
            iteration.version_ = iterable.as<DictObject>().version();
            return iteration;
        case Kind::dict_view:
            // A view of raw JSON is turned into a dict once, here; the view's own dict stays shared.
            if (iterable.as<DictViewObject>().dict.is(Kind::raw_object)) {
                const DictViewObject& view = iterable.as<DictViewObject>();
                iteration.iterable_ =
                    Value::object(Kind::dict_view, new DictViewObject(view.dict.materialized(), view.view));
            }
            iteration.version_ = iteration.iterable_.as<DictViewObject>().dict.as<DictObject>().version();
            return iteration;
        case Kind::string:
        case Kind::bytes:
        case Kind::list:
        case Kind::tuple:
        case Kind::set:
        case Kind::range:
        case Kind::iterator:
            return iteration;
        default:
            return fail(FaultKind::type_error, "'" + std::string(iterable.type_name()) + "' object is not iterable");
    }
}

Outcome<bool> Iteration::next(Value& item) {
    switch (iterable_.kind()) {
        case Kind::raw_array:
            return next_raw(item);
        case Kind::dict:
            return next_of_dict(iterable_, item);
        case Kind::dict_view:
            return next_of_dict(iterable_.as<DictViewObject>().dict, item);
        case Kind::string:
            return next_of_text(item);
        case Kind::bytes:
            if (at_ >= iterable_.text().size()) {
                return false;
            }
            item = Value::integer(static_cast<unsigned char>(iterable_.text()[at_++]));
            return true;
        case Kind::range:
            return next_of_range(item);
        case Kind::iterator:
            return iterable_.as<IteratorObject>().next(item);
        case Kind::undefined:
            return false;
        default:
            return next_of_list(item);
    }
}

Outcome<bool> Iteration::next_of_dict(const Value& dict, Value& item) {
    const DictObject& object = dict.as<DictObject>();
    if (object.version() != version_) {
        return fail(FaultKind::runtime_error, "dictionary changed size during iteration");
    }
    if (at_ >= object.size()) {
        return false;
    }
    const DictView view = iterable_.is(Kind::dict) ? DictView::keys : iterable_.as<DictViewObject>().view;
    item = view_item(object.entries()[at_++], view);
    return true;
}

bool Iteration::next_of_list(Value& item) {
    const std::vector<Value>& items = iterable_.as<ListObject>().items;
    if (at_ >= items.size()) {
        return false;
    }
    item = items[at_++];
    return true;
}

bool Iteration::next_of_text(Value& item) {
    const std::string_view text = iterable_.text();
    if (at_ >= text.size()) {
        return false;
    }
    const std::size_t start = at_;
    decode_utf8(text, at_);
    item = iterable_.slice_of_text(text.substr(start, at_ - start)).with_flags(0);
    return true;
}

bool Iteration::next_of_range(Value& item) {
    const RangeObject& range = iterable_.as<RangeObject>();
    if (at_ >= range.size()) {
        return false;
    }
    item = Value::integer(range.item(at_++));
    return true;
}

bool Iteration::next_raw(Value& item) {
    if (!walk_ || !walk_->next()) {
        return false;
    }
    item = raw_value(walk_->value(), iterable_.owner());
    return true;
}

Outcome<std::vector<Value>> Value::items() const {
    if (kind_ == Kind::list || kind_ == Kind::tuple || kind_ == Kind::set) {
        return as<ListObject>().items;
    }
    std::vector<Value> all;
    LEVADA_LET(Iteration iteration, Iteration::over(*this));
    for (Value item;;) {
        LEVADA_LET(const bool has_item, iteration.next(item));
        if (!has_item) {
            return all;
        }
        all.push_back(std::move(item));
    }
}

}  // namespace levada::jinja
