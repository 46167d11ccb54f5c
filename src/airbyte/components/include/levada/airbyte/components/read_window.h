#pragma once

#include <optional>

#include "levada/base/deadline.h"

namespace levada::airbyte {

/// The part of time that the time cursors of a read keep to, whatever the manifest and the state say: a backfill.
struct ReadWindow {
    std::optional<Instant> from{};
    std::optional<Instant> to{};  ///< up to but without, where the cursor has a granularity

    bool is_open() const { return !from && !to; }
};

}  // namespace levada::airbyte
