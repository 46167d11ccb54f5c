#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/response.h"

namespace levada::airbyte {

/// Turns the bytes of a response into JSON bodies. Thread-safe: stateless. Source: declarative/decoders.
class Decoder {
public:
    virtual ~Decoder() = default;
    /// Appends the bodies of `response`; views may point into its body. A JSON list at the root gives one body per
    /// element; text that is no JSON gives the one body "{}" (JsonDecoder).
    /// Errors: invalid_data where the CDK's decoder raises (broken zip or gzip, bad CSV).
    virtual Result<void> decode(const HttpResponse& response, BodyList& out) const = 0;
    /// True where the CDK streams the response: paginators then see an empty body. Source: Decoder.is_stream_response.
    virtual bool is_streaming() const { return false; }
    /// True when decoding gives the same as plain JSON decoding, so that work can be shared.
    virtual bool is_plain_json() const { return false; }
    /// True for the decoders that CursorPagination and OffsetIncrement accept.
    /// Source: model_to_component_factory.py, _is_supported_decoder_for_pagination.
    virtual bool may_paginate() const { return false; }
};

/// The decoder of components that name none. Shared by all; never destroyed.
const std::shared_ptr<Decoder>& plain_json_decoder();

std::vector<ComponentSpec<Decoder>> specs_of_decoders();
template <>
struct FamilyOf<Decoder> {
    static constexpr std::string_view kName = "decoder";
    static std::vector<ComponentSpec<Decoder>> specs() { return specs_of_decoders(); }
};

}  // namespace levada::airbyte
