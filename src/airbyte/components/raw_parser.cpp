#include "raw_parser.h"

#include "json_check.h"
#include "json_numbers.h"
#include "json_scan.h"
#include "python_text.h"

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/failure.h"
#include "levada/base/gzip.h"

namespace levada::airbyte {
namespace {

/// `text` with its odd numbers as the CDK hands them on, kept by `out` where they had to be changed.
std::string_view kept_numbers(std::string_view text, BigIntegers big, BodyList& out) {
    std::optional<std::string> made = with_cdk_numbers(text, big);
    if (!made) {
        return text;
    }
    out.owned.push_back(std::make_unique<std::string>(std::move(*made)));
    return *out.owned.back();
}

/// One JSON document; a list gives one body per item. Source: JsonParser.
class JsonParser final : public RawParser {
public:
    Result<void> parse(std::string_view bytes, BodyList& out) const override {
        std::string_view text = scan::trim(bytes);
        const JsonKind kind = text.empty() || text == "null" ? JsonKind::none : json_kind(bytes);
        if (kind == JsonKind::none) {
            return traced_error(FailureType::system_error,
                                "Response JSON data failed to be parsed. See logs for more information.");
        }
        if (kind == JsonKind::odd) {
            text = kept_numbers(text, BigIntegers::as_floats, out);
        }
        if (text.front() != '[') {
            out.bodies.push_back(text);
            return ok();
        }
        scan::Items items(text);
        std::string_view item;
        while (items.next(item)) {
            out.bodies.push_back(item);
        }
        return ok();
    }
    bool is_json() const override { return true; }
};

/// One JSON document per line; lines that are none are left out. Source: JsonLineParser.
class JsonLinesParser final : public RawParser {
public:
    Result<void> parse(std::string_view bytes, BodyList& out) const override {
        for (std::size_t begin = 0; begin < bytes.size();) {
            const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
            const std::string_view line = scan::trim(bytes.substr(begin, end - begin));
            begin = end + 1;
            const JsonKind kind = json_kind(line);
            if (kind != JsonKind::none) {
                out.bodies.push_back(kind == JsonKind::odd ? kept_numbers(line, BigIntegers::kept, out) : line);
            } else if (!is_utf8(line)) {
                return Error(ErrorCode::invalid_data, "JSON lines: 'utf-8' codec can't decode a line");
            }
        }
        out.is_valid_json = true;
        return ok();
    }
    bool reads_lines() const override { return true; }
};

/// Source: GzipParser.
class GzipParser final : public RawParser {
public:
    explicit GzipParser(std::shared_ptr<RawParser> inner) : inner_(std::move(inner)) {}

    Result<void> parse(std::string_view bytes, BodyList& out) const override {
        if (!bytes.starts_with("\x1f\x8b")) {
            return inner_->parse(bytes, out);
        }
        Inflated plain = inflate_as_far_as_possible(bytes, Compression::gzip, kHttpBodySizeBytesMax);
        if (plain.failure && !inner_->reads_lines()) {
            return *std::move(plain.failure);
        }
        if (plain.failure) {
            plain.bytes.resize(plain.bytes.rfind('\n') + 1);
        }
        out.owned.push_back(std::make_unique<std::string>(std::move(plain.bytes)));
        LEVADA_CHECK(inner_->parse(*out.owned.back(), out));
        return plain.failure ? Result<void>(*std::move(plain.failure)) : ok();
    }
    bool is_json() const override { return inner_->is_json(); }

private:
    std::shared_ptr<RawParser> inner_;
};

class StreamingDecoder final : public Decoder {
public:
    explicit StreamingDecoder(std::shared_ptr<RawParser> parser) : parser_(std::move(parser)) {}

    Result<void> decode(const HttpResponse& response, BodyList& out) const override {
        return parser_->parse(response.received_body(), out);
    }
    bool is_streaming() const override { return true; }
    bool may_paginate() const override { return parser_->is_json(); }

private:
    std::shared_ptr<RawParser> parser_;
};

}  // namespace

std::shared_ptr<RawParser> make_json_parser() {
    return std::make_shared<JsonParser>();
}

std::shared_ptr<RawParser> make_json_lines_parser() {
    return std::make_shared<JsonLinesParser>();
}

std::shared_ptr<RawParser> make_gzip_parser(std::shared_ptr<RawParser> inner) {
    return std::make_shared<GzipParser>(std::move(inner));
}

std::shared_ptr<Decoder> make_streaming_decoder(std::shared_ptr<RawParser> parser) {
    return std::make_shared<StreamingDecoder>(std::move(parser));
}

Result<std::shared_ptr<RawParser>> make_raw_parser(const Json& node,
                                                   BuildContext& context) {  // NOLINT(misc-no-recursion): decoders nest
    const std::string_view type = type_of(node);
    const FieldValues fields(node, context);
    if (type == "JsonDecoder") {
        return make_json_parser();
    }
    if (type == "JsonlDecoder") {
        return make_json_lines_parser();
    }
    if (type == "CsvDecoder") {
        return make_csv_parser(fields);
    }
    if (type == "JsonItemsDecoder") {
        return make_json_items_parser(fields);
    }
    if (type == "GzipDecoder" && fields.has("decoder")) {
        LEVADA_TRY(std::shared_ptr<RawParser> inner, make_raw_parser(*fields.json("decoder"), context));
        return make_gzip_parser(std::move(inner));
    }
    return context.error_at(node,
                            ErrorCode::invalid_config,
                            "Decoder type " + std::string(type) + " does not have parser associated to it");
}

}  // namespace levada::airbyte
