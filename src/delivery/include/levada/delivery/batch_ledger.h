#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "levada/delivery/messages.h"

namespace levada {

/// Tells repeated batches from new ones: within a run and stream (slice, sequence) only grows. Remembers the newest
/// runs, at most kRunCountMax. A value; not thread-safe.
class BatchLedger {
public:
    static constexpr std::size_t kRunCountMax = 1000;

    /// True, and noted, when the batch was not there before.
    bool accept(const BatchPlace& place);

private:
    using Position = std::pair<std::int64_t, std::int64_t>;
    std::map<std::pair<std::string, std::string>, std::pair<Position, std::uint64_t>> newest_;
    std::uint64_t tick_ = 0;
};

}  // namespace levada
