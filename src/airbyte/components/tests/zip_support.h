#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <zlib.h>

namespace levada::airbyte::testing {

inline void append_number(std::string& out, std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) {
        out += static_cast<char>((value >> (8U * static_cast<unsigned>(i))) & 0xFFU);
    }
}

/// A ZIP archive of files that are stored as they are.
inline std::string stored_zip(const std::vector<std::pair<std::string, std::string>>& files) {
    std::string archive;
    std::string directory;
    for (const auto& [name, content] : files) {
        const auto offset = static_cast<std::uint32_t>(archive.size());
        const auto size = static_cast<std::uint32_t>(content.size());
        const auto name_size = static_cast<std::uint32_t>(name.size());
        const auto* bytes = reinterpret_cast<const Bytef*>(content.data());
        const auto checksum = static_cast<std::uint32_t>(crc32_z(0, bytes, content.size()));
        archive += "PK\x03\x04";
        for (const std::uint32_t field : {20U, 0U, 0U, 0U, 0U}) {
            append_number(archive, field, 2);
        }
        append_number(archive, checksum, 4);
        append_number(archive, size, 4);
        append_number(archive, size, 4);
        append_number(archive, name_size, 2);
        append_number(archive, 0, 2);
        archive += name + content;
        directory += "PK\x01\x02";
        for (const std::uint32_t field : {20U, 20U, 0U, 0U, 0U, 0U}) {
            append_number(directory, field, 2);
        }
        append_number(directory, checksum, 4);
        append_number(directory, size, 4);
        append_number(directory, size, 4);
        append_number(directory, name_size, 2);
        for (int i = 0; i < 4; ++i) {
            append_number(directory, 0, 2);
        }
        append_number(directory, 0, 4);
        append_number(directory, offset, 4);
        directory += name;
    }
    const auto begin = static_cast<std::uint32_t>(archive.size());
    const auto count = static_cast<std::uint32_t>(files.size());
    archive += directory + std::string("PK\x05\x06");
    append_number(archive, 0, 4);
    append_number(archive, count, 2);
    append_number(archive, count, 2);
    append_number(archive, static_cast<std::uint32_t>(directory.size()), 4);
    append_number(archive, begin, 4);
    append_number(archive, 0, 2);
    return archive;
}

}  // namespace levada::airbyte::testing
