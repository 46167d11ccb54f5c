#include "levada/testing/memory_metadata.h"

#include <algorithm>

namespace levada::testing {

Status MemoryMetadata::put(const std::string& collection, const std::string& key, const Json& value) {
    const std::lock_guard lock(mutex_);
    MetadataEntry& entry = entries_[{collection, key}];
    entry = MetadataEntry{key, value, entry.version + 1};
    return levada::ok();
}

Status MemoryMetadata::put_if(const std::string& collection,
                              const std::string& key,
                              const Json& value,
                              std::int64_t expected) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find({collection, key});
    if ((found == entries_.end() ? 0 : found->second.version) != expected) {
        return Error(ErrorCode::conflict, "the document was changed by another writer");
    }
    entries_.insert_or_assign({collection, key}, MetadataEntry{key, value, expected + 1});
    return levada::ok();
}

Result<std::optional<MetadataEntry>> MemoryMetadata::get(const std::string& collection, const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find({collection, key});
    return found == entries_.end() ? std::optional<MetadataEntry>() : found->second;
}

Result<std::vector<MetadataEntry>> MemoryMetadata::list(const std::string& collection, const ListOptions& options) {
    const std::lock_guard lock(mutex_);
    std::vector<MetadataEntry> found;
    for (const auto& [place, entry] : entries_) {
        if (place.first == collection && entry.key.starts_with(options.prefix)) {
            found.push_back(entry);
        }
    }
    if (options.is_descending) {
        std::reverse(found.begin(), found.end());
    }
    found.resize(std::min(found.size(), options.limit));
    return found;
}

Status MemoryMetadata::remove(const std::string& collection, const std::string& key) {
    const std::lock_guard lock(mutex_);
    entries_.erase({collection, key});
    return levada::ok();
}

}  // namespace levada::testing
