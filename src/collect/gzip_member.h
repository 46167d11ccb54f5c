#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "levada/base/result.h"

struct libdeflate_compressor;
struct libdeflate_decompressor;

namespace levada {

/// Writes gzip members (RFC 1952). Not thread-safe.
class GzipWriter {
public:
    GzipWriter();
    ~GzipWriter();
    GzipWriter(const GzipWriter&) = delete;
    GzipWriter& operator=(const GzipWriter&) = delete;

    /// Appends one member, compressed at level 1, that holds `bytes`.
    void append_compressed(std::string& out, std::string_view bytes);
    /// Appends one member of stored blocks that holds the parts one after another: for what is compressed already.
    static void append_stored(std::string& out, std::initializer_list<std::string_view> parts);

private:
    std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> compressor_;
};

/// Reads the gzip members of `file` one by one. Not thread-safe; borrows the bytes.
class GzipReader {
public:
    explicit GzipReader(std::string_view file);
    ~GzipReader();
    GzipReader(const GzipReader&) = delete;
    GzipReader& operator=(const GzipReader&) = delete;

    bool is_at_end() const { return offset_ >= file_.size(); }
    /// Where the next member begins in the file.
    std::size_t offset() const { return offset_; }
    /// The content of the next member. Errors: corruption (broken, cut off, wrong checksum), invalid_data (too large).
    Result<std::string> next(std::size_t size_bytes_max);

private:
    std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)> decompressor_;
    std::string_view file_;
    std::size_t offset_ = 0;
};

}  // namespace levada
