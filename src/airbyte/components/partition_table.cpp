#include "partition_table.h"

#include <utility>

namespace levada::airbyte {

Partition* PartitionTable::find(std::string_view key) {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &*found->second;
}

Partition& PartitionTable::add(std::string key, DatetimeProgress progress) {
    Partition* present = find(key);
    if (present != nullptr) {
        present->progress = std::move(progress);
        return *present;
    }
    partitions_.emplace_back();
    Partition& partition = partitions_.back();
    partition.key = std::move(key);
    partition.progress = std::move(progress);
    by_key_.emplace(partition.key, std::prev(partitions_.end()));
    return partition;
}

void PartitionTable::make_room() {
    while (partitions_.size() > kPartitionsKeptMax - 1) {
        auto victim = partitions_.begin();
        while (victim != partitions_.end() && victim->sequence >= 0) {
            ++victim;
        }
        if (victim == partitions_.end()) {
            victim = partitions_.begin();
        }
        by_key_.erase(victim->key);
        partitions_.erase(victim);
    }
}

std::int64_t ParentStateQueue::begin(const Json& parent_state) {
    const std::int64_t sequence = next_sequence_++;
    open_.insert(sequence);
    if (waiting_.empty() || !(waiting_.back().state == parent_state)) {
        waiting_.push_back({parent_state, sequence});
    }
    return sequence;
}

void ParentStateQueue::end(std::int64_t sequence) {
    open_.erase(sequence);
}

std::optional<Json> ParentStateQueue::take_finished() {
    std::optional<Json> finished;
    while (!waiting_.empty() && (open_.empty() || *open_.begin() > waiting_.front().sequence)) {
        if (!waiting_.front().state.is_null()) {
            finished = std::move(waiting_.front().state);
        }
        waiting_.pop_front();
    }
    return finished;
}

}  // namespace levada::airbyte
