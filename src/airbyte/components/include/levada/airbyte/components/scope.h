#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "levada/base/json.h"

namespace levada::airbyte {

class StreamSlice;

/// What a template sees besides `config` and `parameters`: names bound to values that live elsewhere.
/// Borrows everything; lives on the stack of one evaluation. Names that are not bound are errors when used (as in the
/// CDK), so bind exactly what the CDK passes at that place, a null where it passes None.
class Scope {
public:
    /// Limit: kBindingsMax names.
    static constexpr std::size_t kBindingsMax = 16;

    enum class Kind : std::uint8_t { json, raw_json, integer, null, json_loads };
    struct Binding {
        std::string_view name;
        Kind kind = Kind::null;
        const Json* json = nullptr;
        std::string_view raw{};
        std::int64_t integer = 0;
    };

    /// Binds a value held as Json.
    Scope& json(std::string_view name, const Json& value);
    /// Binds a value held as JSON text; it is only looked into where the template does.
    Scope& raw(std::string_view name, std::string_view json_text);
    Scope& integer(std::string_view name, std::int64_t value);
    Scope& null(std::string_view name);
    /// Binds `stream_slice`, and with it `stream_partition`, `stream_interval` and `stream_slice.extra_fields`.
    /// `slice` null binds them to None.
    Scope& slice(const StreamSlice* slice);
    /// Binds `next_page_token` to the mapping {"next_page_token": token}, or to None. Source: SimpleRetriever.
    Scope& next_page_token(const Json* token_mapping);

    /// Binds the function `json_loads`, which reads JSON text. Source: auth/jwt.py.
    Scope& json_loads();

    const Binding* find(std::string_view name) const;
    /// The slice given to slice(), for `stream_slice.extra_fields`.
    const StreamSlice* stream_slice() const { return slice_; }
    const Binding* begin() const { return bindings_.data(); }
    const Binding* end() const { return bindings_.data() + size_; }

private:
    Scope& add(Binding binding);

    std::array<Binding, kBindingsMax> bindings_{};
    std::size_t size_ = 0;
    const StreamSlice* slice_ = nullptr;
};

}  // namespace levada::airbyte
