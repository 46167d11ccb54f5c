#include "zip_archive.h"

#include <cstdint>
#include <optional>

#include "levada/base/gzip.h"

namespace levada::airbyte {
namespace {

constexpr std::string_view kEndSignature = "PK\x05\x06";
constexpr std::string_view kDirectorySignature = "PK\x01\x02";
constexpr std::string_view kLocalSignature = "PK\x03\x04";
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kDirectorySize = 46;
constexpr std::size_t kLocalSize = 30;
constexpr std::uint32_t kMethodStored = 0;
constexpr std::uint32_t kMethodDeflated = 8;
constexpr std::uint32_t kFlagEncrypted = 1;

/// Little-endian number of `size` bytes; the caller has checked the bounds.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = size; i > 0; --i) {
        value = (value << 8U) | static_cast<unsigned char>(bytes[at + i - 1]);
    }
    return value;
}

Error no_archive(std::string_view why) {
    return Error(ErrorCode::invalid_data, "File is not a zip file: " + std::string(why));
}

/// The packed bytes of an entry: they follow its local header, whose name and extra field may differ in size.
std::optional<std::string_view> packed_bytes(std::string_view archive, std::size_t local, std::size_t size) {
    if (local + kLocalSize > archive.size() || archive.substr(local, 4) != kLocalSignature) {
        return std::nullopt;
    }
    const std::size_t begin =
        local + kLocalSize + number_at(archive, local + 26, 2) + number_at(archive, local + 28, 2);
    if (begin > archive.size() || size > archive.size() - begin) {
        return std::nullopt;
    }
    return archive.substr(begin, size);
}

Result<ZipEntry> entry_at(std::string_view archive, std::size_t at) {
    ZipEntry entry;
    const std::uint32_t method = number_at(archive, at + 10, 2);
    if ((number_at(archive, at + 8, 2) & kFlagEncrypted) != 0 ||
        (method != kMethodStored && method != kMethodDeflated)) {
        return Error(ErrorCode::unsupported, "zip entry is encrypted or packed by method " + std::to_string(method));
    }
    entry.is_deflated = method == kMethodDeflated;
    entry.size_bytes = number_at(archive, at + 24, 4);
    entry.name = std::string(archive.substr(at + kDirectorySize, number_at(archive, at + 28, 2)));
    const std::optional<std::string_view> packed =
        packed_bytes(archive, number_at(archive, at + 42, 4), number_at(archive, at + 20, 4));
    if (!packed) {
        return no_archive("entry \"" + entry.name + "\" points outside");
    }
    entry.packed = *packed;
    return entry;
}

}  // namespace

Result<std::vector<ZipEntry>> read_zip(std::string_view archive) {
    const std::size_t end = archive.rfind(kEndSignature);
    if (end == std::string_view::npos || archive.size() - end < kEndSize) {
        return no_archive("it has no end of central directory");
    }
    std::vector<ZipEntry> entries;
    const std::uint32_t count = number_at(archive, end + 10, 2);
    std::size_t at = number_at(archive, end + 16, 4);
    for (std::uint32_t i = 0; i < count; ++i) {
        if (at + kDirectorySize > archive.size() || archive.substr(at, 4) != kDirectorySignature) {
            return no_archive("bad magic number for central directory");
        }
        LEVADA_TRY(ZipEntry entry, entry_at(archive, at));
        at += kDirectorySize + entry.name.size() + number_at(archive, at + 30, 2) + number_at(archive, at + 32, 2);
        entries.push_back(std::move(entry));
    }
    return entries;
}

Result<std::string> unpack(const ZipEntry& entry) {
    if (!entry.is_deflated) {
        return std::string(entry.packed);
    }
    return inflate(entry.packed, Compression::raw_deflate, entry.size_bytes);
}

}  // namespace levada::airbyte
