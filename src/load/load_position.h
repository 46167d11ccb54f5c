#pragma once

#include "topic_scan.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"
#include "levada/delivery/messages.h"

namespace levada::load {

/// Keys in a commit's extraMetadata.
inline constexpr std::string_view kOffsetsKey = "levada.queue.offsets";
inline constexpr std::string_view kBatchesKey = "levada.queue.batches";
inline constexpr std::string_view kRunKey = "levada.run";
inline constexpr std::string_view kFieldsKey = "levada.fields";

/// How far a table has been loaded, as its newest commit says.
struct LoadPosition {
    std::int64_t next_offset = 0;
    BatchPlace last_batch;  ///< with an empty run: none yet
    std::int64_t generation_id = 0;
    bool is_declared = false;  ///< the run's stream has a schema of its own
    bool is_whole = true;      ///< false: the table shows a version whose run ended incomplete, for want of a whole one
    std::string fields;        ///< StreamSchema::print(); empty before the first commit

    /// `extra` of the commit that loads `batches`.
    std::map<std::string, std::string> print(const std::string& topic, const std::vector<BatchRef>& batches) const;
    /// Errors: corruption.
    static Result<LoadPosition> parse(const std::string& topic, const std::map<std::string, std::string>& extra);
};

}  // namespace levada::load
