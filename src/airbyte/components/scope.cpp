#include "levada/airbyte/components/scope.h"

#include "levada/airbyte/components/stream_slice.h"
#include "levada/base/assert.h"

namespace levada::airbyte {

Scope& Scope::add(Binding binding) {
    for (Binding& held : std::span(bindings_.data(), size_)) {
        if (held.name == binding.name) {
            held = binding;
            return *this;
        }
    }
    LEVADA_ASSERT(size_ < kBindingsMax);
    bindings_[size_] = binding;
    ++size_;
    return *this;
}

Scope& Scope::json(std::string_view name, const Json& value) {
    return add({.name = name, .kind = Kind::json, .json = &value});
}

Scope& Scope::raw(std::string_view name, std::string_view json_text) {
    return add({.name = name, .kind = Kind::raw_json, .raw = json_text});
}

Scope& Scope::integer(std::string_view name, std::int64_t value) {
    return add({.name = name, .kind = Kind::integer, .integer = value});
}

Scope& Scope::json_loads() {
    return add({.name = "json_loads", .kind = Kind::json_loads});
}

Scope& Scope::null(std::string_view name) {
    return add({.name = name});
}

Scope& Scope::slice(const StreamSlice* slice) {
    slice_ = slice;
    if (slice == nullptr) {
        return null("stream_slice");
    }
    return raw("stream_slice", slice->merged_text());
}

Scope& Scope::next_page_token(const Json* token_mapping) {
    if (token_mapping == nullptr) {
        return null("next_page_token");
    }
    return json("next_page_token", *token_mapping);
}

const Scope::Binding* Scope::find(std::string_view name) const {
    for (const Binding& held : *this) {
        if (held.name == name) {
            return &held;
        }
    }
    return nullptr;
}

}  // namespace levada::airbyte
