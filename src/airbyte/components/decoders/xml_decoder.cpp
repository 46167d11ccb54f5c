#include "python_text.h"
#include "python_xml.h"

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {
namespace {

/// XML as one mapping; text that is no XML counts as an empty mapping. Source: decoders/xml_decoder.py.
class XmlDecoder final : public Decoder {
public:
    Result<void> decode(const HttpResponse& response, BodyList& out) const override {
        const Result<Json> parsed = parse_xml(text_of(response));
        out.add_owned(parsed ? parsed->dump() : std::string("{}"));
        out.is_valid_json = true;
        return ok();
    }
    bool may_paginate() const override { return true; }
};

}  // namespace

ComponentSpec<Decoder> spec_xml_decoder() {
    return {
        .type = "XmlDecoder",
        .summary = "Reads XML: attributes become @name, text beside them #text, repeated elements lists.",
        .fields = {},
        .example = "type: XmlDecoder\n",
        .make = [](const FieldValues& /*fields*/) -> Result<std::shared_ptr<Decoder>> {
            return std::make_shared<XmlDecoder>();
        },
    };
}

}  // namespace levada::airbyte
