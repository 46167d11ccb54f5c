#include "zip_archive.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace levada::airbyte {
namespace {

constexpr std::string_view kEndSignature = "PK\x05\x06";
constexpr std::string_view kEnd64Signature = "PK\x06\x06";
constexpr std::string_view kLocator64Signature = "PK\x06\x07";
constexpr std::string_view kDirectorySignature = "PK\x01\x02";
constexpr std::string_view kLocalSignature = "PK\x03\x04";
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEnd64Size = 56;
constexpr std::size_t kLocator64Size = 20;
constexpr std::size_t kCommentSizeMax = 1U << 16U;
constexpr std::size_t kDirectorySize = 46;
constexpr std::size_t kLocalSize = 30;
constexpr std::uint64_t kIsIn64 = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kExtra64 = 1;
constexpr std::uint64_t kFlagsRefused = 0x61;  // encrypted, patch data, strongly encrypted

/// Little-endian number of `size` bytes; the caller has checked the bounds.
std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = size; i > 0; --i) {
        value = (value << 8U) | static_cast<unsigned char>(bytes[at + i - 1]);
    }
    return value;
}

Error no_archive(std::string_view why) {
    return Error(ErrorCode::invalid_data, "File is not a zip file: " + std::string(why));
}

/// Where the central directory is, and how many bytes stand before the archive.
struct Directory {
    std::size_t begin = 0;
    std::size_t size_bytes = 0;
    std::size_t bytes_before = 0;
};

std::optional<std::size_t> end_of_directory(std::string_view archive) {
    const std::size_t search = archive.size() - std::min(archive.size(), kCommentSizeMax + kEndSize);
    const std::size_t end = archive.rfind(kEndSignature);
    const bool is_found = end != std::string_view::npos && end >= search && archive.size() - end >= kEndSize;
    return is_found ? std::optional(end) : std::nullopt;
}

Result<Directory> directory_of(std::string_view archive) {
    const std::optional<std::size_t> end = end_of_directory(archive);
    if (!end) {
        return no_archive("it has no end of central directory");
    }
    std::uint64_t size = number_at(archive, *end + 12, 4);
    std::uint64_t offset = number_at(archive, *end + 16, 4);
    std::uint64_t records = 0;  // between the directory and its end
    constexpr std::size_t kRecords64 = kEnd64Size + kLocator64Size;
    if (*end >= kRecords64 && archive.substr(*end - kLocator64Size, 4) == kLocator64Signature) {
        const std::size_t end64 = *end - kRecords64;
        if (archive.substr(end64, 4) == kEnd64Signature) {
            size = number_at(archive, end64 + 40, 8);
            offset = number_at(archive, end64 + 48, 8);
            records = kRecords64;
        }
    }
    const std::uint64_t room = *end - records;
    if (size > room || offset > room - size) {
        return no_archive("bad offset for central directory");
    }
    return Directory{.begin = static_cast<std::size_t>(room - size),
                     .size_bytes = static_cast<std::size_t>(size),
                     .bytes_before = static_cast<std::size_t>(room - size - offset)};
}

/// Sizes and offset of an entry, which are in an extra field where 32 bits do not hold them.
struct Extents {
    std::uint64_t size = 0;
    std::uint64_t packed_size = 0;
    std::uint64_t local = 0;
};

void read_extra(std::string_view extra, Extents& extents) {
    while (extra.size() >= 4) {
        const std::uint64_t id = number_at(extra, 0, 2);
        const std::size_t size = std::min<std::size_t>(number_at(extra, 2, 2), extra.size() - 4);
        std::string_view values = extra.substr(4, size);
        extra.remove_prefix(4 + size);
        if (id != kExtra64) {
            continue;
        }
        for (std::uint64_t* field : {&extents.size, &extents.packed_size, &extents.local}) {
            if (*field == kIsIn64 && values.size() >= 8) {
                *field = number_at(values, 0, 8);
                values.remove_prefix(8);
            }
        }
    }
}

/// The packed bytes of an entry: they follow its local header, whose name and extra field may differ in size.
std::optional<std::string_view> packed_bytes(std::string_view archive, std::uint64_t local, std::uint64_t size) {
    if (local > archive.size() || archive.size() - local < kLocalSize || archive.substr(local, 4) != kLocalSignature) {
        return std::nullopt;
    }
    const std::uint64_t begin =
        local + kLocalSize + number_at(archive, local + 26, 2) + number_at(archive, local + 28, 2);
    if (begin > archive.size() || size > archive.size() - begin) {
        return std::nullopt;
    }
    return archive.substr(begin, size);
}

/// `header` is the entry's record in the directory, with its name and extra field.
Result<ZipEntry> entry_of(std::string_view header, std::string_view archive, std::size_t bytes_before) {
    if ((number_at(header, 8, 2) & kFlagsRefused) != 0) {
        return Error(ErrorCode::unsupported, "zip entry is encrypted, or a patch");
    }
    const std::size_t name_size = number_at(header, 28, 2);
    Extents extents{
        .size = number_at(header, 24, 4), .packed_size = number_at(header, 20, 4), .local = number_at(header, 42, 4)};
    read_extra(header.substr(kDirectorySize + name_size), extents);
    ZipEntry entry;
    entry.name = std::string(header.substr(kDirectorySize, name_size));
    entry.method = static_cast<std::uint32_t>(number_at(header, 10, 2));
    entry.crc32 = static_cast<std::uint32_t>(number_at(header, 16, 4));
    entry.size_bytes = extents.size;
    const std::uint64_t local = extents.local > archive.size() ? extents.local : extents.local + bytes_before;
    const std::optional<std::string_view> packed = packed_bytes(archive, local, extents.packed_size);
    if (!packed) {
        return no_archive("entry \"" + entry.name + "\" points outside");
    }
    entry.packed = *packed;
    return entry;
}

}  // namespace

Result<std::vector<ZipEntry>> read_zip(std::string_view archive) {
    LEVADA_TRY(const Directory directory, directory_of(archive));
    std::string_view left = archive.substr(directory.begin, directory.size_bytes);
    std::vector<ZipEntry> entries;
    while (!left.empty()) {
        if (left.size() < kDirectorySize || !left.starts_with(kDirectorySignature)) {
            return no_archive("bad magic number for central directory");
        }
        const std::size_t named = kDirectorySize + number_at(left, 28, 2) + number_at(left, 30, 2);
        const std::size_t size = named + number_at(left, 32, 2);
        if (size > left.size()) {
            return no_archive("truncated central directory");
        }
        LEVADA_TRY(ZipEntry entry, entry_of(left.substr(0, named), archive, directory.bytes_before));
        left.remove_prefix(size);
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace levada::airbyte
