#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada {

/// What happens with a line that is longer than the limit.
enum class LongLine : std::uint8_t { refuse, cut };

/// Lines out of pieces of text. Holds at most one unfinished line. Not thread-safe.
class LineSplitter {
public:
    using Take = std::function<Status(std::string_view)>;

    LineSplitter(std::size_t line_bytes_max, LongLine long_line)
        : line_bytes_max_(line_bytes_max), long_line_(long_line) {}

    /// Gives every line that `bytes` ends to `take`. Errors: invalid_data (line over the limit), those of `take`.
    Status add(std::string_view bytes, const Take& take);
    /// Gives the last line, if it had no line break.
    Status end(const Take& take);

private:
    Status refuse_long() const;
    Status give(std::string_view line, const Take& take) const;

    std::size_t line_bytes_max_;
    LongLine long_line_;
    std::string unfinished_;
};

}  // namespace levada
