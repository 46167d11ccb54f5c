#include "zip_unpack.h"

#include <cstdlib>
#include <limits>

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>

#include "levada/base/gzip.h"
#include "levada/ports/http.h"

namespace levada::airbyte {
namespace {

constexpr std::uint32_t kStored = 0;
constexpr std::uint32_t kDeflated = 8;
constexpr std::uint32_t kBzip2 = 12;
constexpr std::uint32_t kLzma = 14;
constexpr std::size_t kLzmaHeaderBytes = 4;  // version of the packer, size of the properties

Error broken(const ZipEntry& entry, std::string_view why) {
    return Error(ErrorCode::invalid_data, "zip entry \"" + entry.name + "\": " + std::string(why));
}

Result<std::string> unpack_bzip2(const ZipEntry& entry) {
    constexpr std::size_t kSizeMax = std::numeric_limits<unsigned>::max();
    if (entry.packed.size() > kSizeMax || entry.size_bytes > kSizeMax) {
        return broken(entry, "too large");
    }
    std::string out(entry.size_bytes, '\0');
    auto size = static_cast<unsigned>(out.size());
    // The interface has no const, but the input is never written to.
    auto* input = const_cast<char*>(entry.packed.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    const auto packed_size = static_cast<unsigned>(entry.packed.size());
    if (BZ2_bzBuffToBuffDecompress(out.data(), &size, input, packed_size, 0, 0) != BZ_OK) {
        return broken(entry, "bzip2: invalid data stream");
    }
    out.resize(size);
    return out;
}

/// Runs one raw decoder over the whole input. Data without an end mark ends where its size says.
lzma_ret run_lzma(const lzma_filter* filters, std::string_view packed, std::string& out) {
    lzma_stream stream = LZMA_STREAM_INIT;
    lzma_ret code = lzma_raw_decoder(&stream, filters);
    if (code == LZMA_OK) {
        stream.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
        stream.avail_in = packed.size();
        stream.next_out = reinterpret_cast<std::uint8_t*>(out.data());
        stream.avail_out = out.size();
        code = lzma_code(&stream, LZMA_RUN);
        out.resize(out.size() - stream.avail_out);
    }
    lzma_end(&stream);
    return code;
}

Result<std::string> unpack_lzma(const ZipEntry& entry) {
    const std::string_view packed = entry.packed;
    const auto byte_at = [packed](std::size_t at) { return static_cast<unsigned char>(packed[at]); };
    const std::size_t properties = packed.size() < kLzmaHeaderBytes ? 0 : byte_at(2) + (std::size_t{byte_at(3)} << 8U);
    if (properties == 0 || packed.size() - kLzmaHeaderBytes < properties) {
        return broken(entry, "lzma: header is cut off");
    }
    lzma_filter filters[] = {{LZMA_FILTER_LZMA1, nullptr}, {LZMA_VLI_UNKNOWN, nullptr}};
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(packed.data() + kLzmaHeaderBytes);
    if (lzma_properties_decode(filters, nullptr, bytes, properties) != LZMA_OK) {
        return broken(entry, "lzma: wrong properties");
    }
    std::string out(entry.size_bytes, '\0');
    const lzma_ret code = run_lzma(filters, packed.substr(kLzmaHeaderBytes + properties), out);
    std::free(filters[0].options);  // NOLINT(cppcoreguidelines-no-malloc): liblzma made it by malloc
    if (code != LZMA_OK && code != LZMA_STREAM_END && code != LZMA_BUF_ERROR) {
        return broken(entry, "lzma: corrupt input data");
    }
    return out;
}

Result<std::string> unpack_unchecked(const ZipEntry& entry) {
    if (entry.size_bytes > kHttpBodySizeBytesMax) {
        return broken(entry, "larger than " + std::to_string(kHttpBodySizeBytesMax) + " bytes");
    }
    switch (entry.method) {
        case kStored:
            return std::string(entry.packed);
        case kDeflated:
            return inflate(entry.packed, Compression::raw_deflate, entry.size_bytes);
        case kBzip2:
            return unpack_bzip2(entry);
        case kLzma:
            return unpack_lzma(entry);
        default:
            return Error(ErrorCode::unsupported,
                         "zip entry \"" + entry.name + "\" is packed by method " + std::to_string(entry.method));
    }
}

}  // namespace

Result<std::string> unpack(const ZipEntry& entry) {
    LEVADA_TRY(std::string content, unpack_unchecked(entry));
    const auto* bytes = reinterpret_cast<const Bytef*>(content.data());
    if (content.size() != entry.size_bytes || crc32_z(0, bytes, content.size()) != entry.crc32) {
        return broken(entry, "bad CRC-32");
    }
    return content;
}

}  // namespace levada::airbyte
