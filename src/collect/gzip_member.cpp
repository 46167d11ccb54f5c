#include "gzip_member.h"

#include <algorithm>
#include <cstdint>

#include <libdeflate.h>

namespace levada {
namespace {

constexpr int kFastLevel = 1;
// Source: RFC 1951 section 3.2.4, the largest stored block.
constexpr std::size_t kStoredBlockSizeBytesMax = 65'535;
// Magic, deflate, no flags, no time, fastest algorithm, Unix. Source: RFC 1952 section 2.3.
constexpr std::string_view kGzipHeader("\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\x03", 10);
constexpr std::size_t kFirstSizeBytes = 65'536;
constexpr std::size_t kGrowthFactor = 4;

void append_little_endian(std::string& out, std::uint32_t value, int byte_count) {
    for (int i = 0; i < byte_count; ++i) {
        out.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
    }
}

void append_stored_blocks(std::string& out, std::string_view bytes) {
    while (!bytes.empty()) {
        const std::string_view block = bytes.substr(0, kStoredBlockSizeBytesMax);
        bytes.remove_prefix(block.size());
        const auto size = static_cast<std::uint32_t>(block.size());
        out.push_back('\0');
        append_little_endian(out, size, 2);
        append_little_endian(out, ~size, 2);
        out.append(block);
    }
}

}  // namespace

GzipWriter::GzipWriter() : compressor_(libdeflate_alloc_compressor(kFastLevel), &libdeflate_free_compressor) {
    LEVADA_ASSERT(compressor_ != nullptr);
}

GzipWriter::~GzipWriter() = default;

void GzipWriter::append_compressed(std::string& out, std::string_view bytes) {
    const std::size_t start = out.size();
    const std::size_t bound = libdeflate_gzip_compress_bound(compressor_.get(), bytes.size());
    out.resize(start + bound);
    const std::size_t size =
        libdeflate_gzip_compress(compressor_.get(), bytes.data(), bytes.size(), out.data() + start, bound);
    LEVADA_ASSERT(size > 0);
    out.resize(start + size);
}

void GzipWriter::append_stored(std::string& out, std::initializer_list<std::string_view> parts) {
    std::uint32_t checksum = 0;
    std::size_t size = 0;
    for (const std::string_view part : parts) {
        if (part.empty()) {
            continue;  // libdeflate takes a null pointer as the wish to begin anew.
        }
        checksum = libdeflate_crc32(checksum, part.data(), part.size());
        size += part.size();
    }
    out.reserve(out.size() + size + size / 1000 + 64 * parts.size());
    out.append(kGzipHeader);
    for (const std::string_view part : parts) {
        append_stored_blocks(out, part);
    }
    // The last block: final, stored, empty.
    out.append(std::string_view("\x01\x00\x00\xff\xff", 5));
    append_little_endian(out, checksum, 4);
    append_little_endian(out, static_cast<std::uint32_t>(size), 4);
}

GzipReader::GzipReader(std::string_view file)
    : decompressor_(libdeflate_alloc_decompressor(), &libdeflate_free_decompressor), file_(file) {
    LEVADA_ASSERT(decompressor_ != nullptr);
}

GzipReader::~GzipReader() = default;

Result<std::string> GzipReader::next(std::size_t size_bytes_max) {
    const std::string_view rest = file_.substr(std::min(offset_, file_.size()));
    std::string out(std::min(kFirstSizeBytes, size_bytes_max), '\0');
    while (true) {
        std::size_t consumed = 0;
        std::size_t made = 0;
        const libdeflate_result result = libdeflate_gzip_decompress_ex(
            decompressor_.get(), rest.data(), rest.size(), out.data(), out.size(), &consumed, &made);
        if (result == LIBDEFLATE_SUCCESS) {
            offset_ += consumed;
            out.resize(made);
            return out;
        }
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
            return Error(ErrorCode::corruption, "a gzip member is broken or cut off")
                .with("offset", std::to_string(offset_));
        }
        if (out.size() >= size_bytes_max) {
            return Error(ErrorCode::invalid_data,
                         "a gzip member is over the limit of " + std::to_string(size_bytes_max) + " bytes")
                .with("offset", std::to_string(offset_));
        }
        out.resize(std::min(out.size() * kGrowthFactor, size_bytes_max));
    }
}

}  // namespace levada
