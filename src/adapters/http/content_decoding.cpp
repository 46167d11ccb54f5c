#include "content_decoding.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <ranges>

#include <libdeflate.h>

#include "levada/base/text.h"
#include "levada/ports/http.h"

namespace levada {
namespace {

// The most that one byte of deflate can become. Source: zlib's technical notes, "maximum compression factor".
constexpr std::size_t kDeflateRatioMax = 1032;
constexpr std::size_t kFirstSizeBytesMin = 4096;
constexpr std::size_t kGzipTrailerSizeBytes = 8;

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};
using Decompressor = std::unique_ptr<libdeflate_decompressor, FreeDecompressor>;

// Where one compressed stream is unpacked to; `used` bytes of `buffer` are valid.
struct Output {
    std::string buffer;
    std::size_t used = 0;
    std::size_t size_bytes_max = 0;

    // False when the limit is reached.
    bool grow(std::size_t wanted) {
        const std::size_t limit = size_bytes_max + kHttpBodyPaddingBytes;
        if (buffer.size() >= limit) {
            return false;
        }
        buffer.resize(std::min(limit, std::max(wanted, buffer.size() * 2)));
        return true;
    }
};

enum class Frame : std::uint8_t { gzip, zlib, raw };

libdeflate_result unpack(
    libdeflate_decompressor* decompressor, Frame frame, std::string_view in, Output& out, std::size_t& consumed) {
    char* const to = out.buffer.data() + out.used;
    const std::size_t room = out.buffer.size() - out.used;
    std::size_t made = 0;
    libdeflate_result result = LIBDEFLATE_BAD_DATA;
    switch (frame) {
        case Frame::gzip:
            result = libdeflate_gzip_decompress_ex(decompressor, in.data(), in.size(), to, room, &consumed, &made);
            break;
        case Frame::zlib:
            result = libdeflate_zlib_decompress_ex(decompressor, in.data(), in.size(), to, room, &consumed, &made);
            break;
        case Frame::raw:
            result = libdeflate_deflate_decompress_ex(decompressor, in.data(), in.size(), to, room, &consumed, &made);
            break;
    }
    if (result == LIBDEFLATE_SUCCESS) {
        out.used += made;
    }
    return result;
}

Error too_large(std::size_t size_bytes_max) {
    return Error(ErrorCode::invalid_data,
                 "the decoded body is over the limit of " + std::to_string(size_bytes_max) + " bytes");
}

// One member, however much room it takes. Gives the bytes of `in` that it spans.
Result<std::size_t> unpack_member(libdeflate_decompressor* decompressor,
                                  Frame frame,
                                  std::string_view in,
                                  Output& out) {
    while (true) {
        std::size_t consumed = 0;
        const libdeflate_result result = unpack(decompressor, frame, in, out, consumed);
        if (result == LIBDEFLATE_SUCCESS) {
            return consumed;
        }
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
            return Error(ErrorCode::invalid_data, "the compressed body is broken or cut off");
        }
        if (!out.grow(0)) {
            return too_large(out.size_bytes_max);
        }
    }
}

// The size that a gzip trailer claims, kept within what deflate can do.
std::size_t first_size(Frame frame, std::string_view in, std::size_t size_bytes_max) {
    std::size_t claimed = in.size() * 4;
    if (frame == Frame::gzip && in.size() > kGzipTrailerSizeBytes) {
        claimed = 0;
        for (const unsigned char byte : in.substr(in.size() - 4) | std::views::reverse) {
            claimed = claimed << 8U | byte;
        }
    }
    claimed = std::min({claimed, in.size() * kDeflateRatioMax, size_bytes_max});
    return std::max(claimed, kFirstSizeBytesMin) + kHttpBodyPaddingBytes;
}

Status decode_gzip(libdeflate_decompressor* decompressor, std::string_view in, Output& out) {
    LEVADA_TRY(std::size_t consumed, unpack_member(decompressor, Frame::gzip, in, out));
    in.remove_prefix(consumed);
    while (in.starts_with("\x1f\x8b")) {
        LEVADA_TRY(consumed, unpack_member(decompressor, Frame::gzip, in, out));
        in.remove_prefix(consumed);
    }
    return ok();
}

Status decode_deflate(libdeflate_decompressor* decompressor, std::string_view in, Output& out) {
    const Result<std::size_t> framed = unpack_member(decompressor, Frame::zlib, in, out);
    if (framed.has_value()) {
        return ok();
    }
    LEVADA_CHECK(unpack_member(decompressor, Frame::raw, in, out));
    return ok();
}

Result<std::string> decode_one(std::string_view coding,
                               std::string_view body,
                               std::string buffer,
                               std::size_t size_bytes_max) {
    const bool is_gzip = equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip");
    if (!is_gzip && !equals_ignoring_case(coding, "deflate")) {
        return Error(ErrorCode::invalid_data,
                     "the body is encoded with \"" + std::string(coding) + "\"; asked for were gzip and deflate");
    }
    const Decompressor decompressor(libdeflate_alloc_decompressor());
    LEVADA_ASSERT(decompressor != nullptr);
    Output out{.buffer = std::move(buffer), .size_bytes_max = size_bytes_max};
    const std::size_t wanted = first_size(is_gzip ? Frame::gzip : Frame::zlib, body, size_bytes_max);
    if (out.buffer.size() < wanted) {
        out.buffer.resize(wanted);
    }
    LEVADA_CHECK(is_gzip ? decode_gzip(decompressor.get(), body, out) : decode_deflate(decompressor.get(), body, out));
    if (out.used > size_bytes_max) {
        return too_large(size_bytes_max);
    }
    if (out.buffer.capacity() < out.used + kHttpBodyPaddingBytes) {
        out.buffer.reserve(out.used + kHttpBodyPaddingBytes);
    }
    out.buffer.resize(out.used);
    return std::move(out.buffer);
}

}  // namespace

bool is_content_coded(std::string_view codings) {
    return std::ranges::any_of(split(codings, ','), [](std::string_view coding) {
        return !trim(coding).empty() && !equals_ignoring_case(trim(coding), "identity");
    });
}

Result<std::string> decode_content(std::string_view codings,
                                   std::string_view body,
                                   std::string buffer,
                                   std::size_t size_bytes_max) {
    std::string inner;
    std::string_view current = body;
    std::vector<std::string_view> names = split(codings, ',');
    std::ranges::reverse(names);
    for (std::string_view name : names) {
        name = trim(name);
        if (name.empty() || equals_ignoring_case(name, "identity")) {
            continue;
        }
        LEVADA_TRY(inner, decode_one(name, current, std::move(buffer), size_bytes_max));
        buffer.clear();
        current = inner;
    }
    if (inner.empty() && current.data() == body.data()) {
        inner.assign(body);
    }
    return inner;
}

}  // namespace levada
