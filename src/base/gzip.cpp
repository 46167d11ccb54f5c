#include "levada/base/gzip.h"

#include <algorithm>
#include <limits>

#include <zlib.h>

#include "levada/base/assert.h"

namespace levada {

namespace {

constexpr int kGzipWindowBits = 15 + 16;
constexpr int kZlibWindowBits = 15;
constexpr int kRawWindowBits = -15;

int window_bits_of(Compression format) {
    switch (format) {
        case Compression::gzip:
            return kGzipWindowBits;
        case Compression::zlib:
            return kZlibWindowBits;
        case Compression::raw_deflate:
            return kRawWindowBits;
    }
    return kGzipWindowBits;
}

Bytef* input_of(std::string_view bytes) {
    // zlib's interface has no const, but never writes its input.
    return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

/// One inflate stream that ends itself.
class Inflater {
public:
    explicit Inflater(Compression format) { LEVADA_ASSERT(inflateInit2(&stream_, window_bits_of(format)) == Z_OK); }
    ~Inflater() { inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    z_stream& stream() { return stream_; }

private:
    z_stream stream_{};
};

void grow(std::string& out, std::size_t used, std::size_t size_max_bytes) {
    constexpr std::size_t kFirstSizeBytes = 16384;
    out.resize(std::min(std::max(used * 2, kFirstSizeBytes), size_max_bytes + 1));
}

}  // namespace

std::string gzip_compress(std::string_view bytes, int level) {
    LEVADA_ASSERT(bytes.size() <= std::numeric_limits<uInt>::max());
    z_stream stream{};
    constexpr int kMemoryLevel = 8;
    LEVADA_ASSERT(deflateInit2(&stream, level, Z_DEFLATED, kGzipWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = input_of(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int done = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    LEVADA_ASSERT(done == Z_STREAM_END);
    return out;
}

Result<std::string> inflate(std::string_view bytes, Compression format, std::size_t size_max_bytes) {
    Inflated all = inflate_as_far_as_possible(bytes, format, size_max_bytes);
    if (all.failure) {
        return *std::move(all.failure);
    }
    return std::move(all.bytes);
}

Inflated inflate_as_far_as_possible(std::string_view bytes, Compression format, std::size_t size_max_bytes) {
    if (bytes.size() > std::numeric_limits<uInt>::max()) {
        return {{}, Error(ErrorCode::invalid_data, "compressed body is over 4 GiB")};
    }
    Inflater inflater(format);
    z_stream& stream = inflater.stream();
    stream.next_in = input_of(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    Inflated out;
    std::size_t used = 0;
    while (!out.failure) {
        if (used == out.bytes.size()) {
            grow(out.bytes, used, size_max_bytes);
        }
        const std::size_t room = std::min<std::size_t>(out.bytes.size() - used, std::numeric_limits<uInt>::max());
        stream.next_out = reinterpret_cast<Bytef*>(out.bytes.data()) + used;
        stream.avail_out = static_cast<uInt>(room);
        const int code = ::inflate(&stream, Z_NO_FLUSH);
        used += room - stream.avail_out;
        if (used > size_max_bytes) {
            out.failure = Error(ErrorCode::invalid_data,
                                "decompressed body is over " + std::to_string(size_max_bytes) + " bytes");
        } else if (code == Z_STREAM_END) {
            if (format != Compression::gzip || stream.avail_in == 0) {
                break;
            }
            inflateReset(&stream);
        } else if (code != Z_OK || (stream.avail_in == 0 && stream.avail_out != 0)) {
            out.failure =
                Error(ErrorCode::invalid_data,
                      code == Z_OK || code == Z_BUF_ERROR ? "compressed body is cut off" : "compressed body is broken");
        }
    }
    out.bytes.resize(used);
    return out;
}

}  // namespace levada
