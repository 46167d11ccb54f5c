#pragma once

#include <memory>
#include <string_view>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/response.h"

namespace levada::airbyte {

/// Reads bodies from plain bytes: the inner part of gzip and zip decoders. Thread-safe: stateless.
/// Source: decoders/composite_raw_decoder.py, Parser.
class RawParser {
public:
    virtual ~RawParser() = default;
    /// Appends the bodies in `bytes`, which outlive `out`. Errors: invalid_data where the CDK's parser raises; traced
    /// system_error for broken JSON.
    virtual Result<void> parse(std::string_view bytes, BodyList& out) const = 0;
    /// True for JSON, also inside gzip: what paginators can read.
    virtual bool is_json() const { return false; }
    /// True where lines are read one after the other: those before a place that cannot be unpacked count.
    virtual bool reads_lines() const { return false; }
};

/// The parser of a decoder component inside GzipDecoder or ZipfileDecoder, or of a decoder itself.
/// Errors: invalid_config (a decoder type without parser).
Result<std::shared_ptr<RawParser>> make_raw_parser(const Json& node, BuildContext& context);

std::shared_ptr<RawParser> make_json_parser();
std::shared_ptr<RawParser> make_json_lines_parser();
Result<std::shared_ptr<RawParser>> make_csv_parser(const FieldValues& fields);
Result<std::shared_ptr<RawParser>> make_json_items_parser(const FieldValues& fields);
/// Unpacks gzip; bytes that are none go on as they are.
std::shared_ptr<RawParser> make_gzip_parser(std::shared_ptr<RawParser> inner);

/// A decoder that hands the bytes as they were received (no content decoding) to `parser`, streamed.
/// Source: CompositeRawDecoder(stream_response=True).
std::shared_ptr<class Decoder> make_streaming_decoder(std::shared_ptr<RawParser> parser);

}  // namespace levada::airbyte
