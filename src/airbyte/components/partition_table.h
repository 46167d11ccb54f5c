#pragma once

#include "datetime_progress.h"

#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace levada::airbyte {

/// Most partitions kept in memory. Source: ConcurrentPerPartitionCursor.DEFAULT_MAX_PARTITIONS_NUMBER.
inline constexpr std::size_t kPartitionsKeptMax = 25'000;

/// With more partitions than this, one cursor for all is kept instead. Source: SWITCH_TO_GLOBAL_LIMIT.
inline constexpr std::int64_t kPartitionsWithStateMax = 10'000;

/// One partition of a stream: what of it was read, and how much of it is still open.
struct Partition {
    std::string key;  // StreamSlice::partition_key().
    DatetimeProgress progress;
    std::int64_t open_count = 0;  // Windows given out and not closed yet.
    std::int64_t sequence = -1;   // Its place among the partitions of this read; -1 before and after that.
    bool was_generated = false;   // Its windows were given out in this read: a repetition is skipped.
    bool is_generation_done = false;
};

/// The partitions of a stream, oldest first, at most kPartitionsKeptMax of them. Not thread-safe.
class PartitionTable {
public:
    Partition* find(std::string_view key);
    Partition& add(std::string key, DatetimeProgress progress);
    /// Makes room for one more: the oldest that is not being read goes first, else the oldest.
    void make_room();

    std::list<Partition>& all() { return partitions_; }
    std::size_t size() const { return partitions_.size(); }

private:
    std::list<Partition> partitions_;
    std::unordered_map<std::string_view, std::list<Partition>::iterator> by_key_;  // Keys view into partitions_.
};

/// Which parent state may be stored: the one that was current when the oldest open partition was made, not a later
/// one. Source: ConcurrentPerPartitionCursor._check_and_update_parent_state. Not thread-safe.
class ParentStateQueue {
public:
    /// A partition begins while the parents stand at `parent_state` (null: the router has no parents). Its sequence.
    std::int64_t begin(const Json& parent_state);
    /// The partition of this sequence is done.
    void end(std::int64_t sequence);
    /// The newest parent state whose partitions are all done since the last call; nothing when there is no news.
    std::optional<Json> take_finished();

private:
    struct Waiting {
        Json state;
        std::int64_t sequence = 0;
    };
    std::deque<Waiting> waiting_;
    std::set<std::int64_t> open_;
    std::int64_t next_sequence_ = 0;
};

}  // namespace levada::airbyte
