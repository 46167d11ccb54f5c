#include "levada/testing/memory_object_store.h"

#include <algorithm>

namespace levada::testing {
namespace {

Error disk_full() {
    return Error(ErrorCode::unavailable, "the disk is full");
}

class MemoryObjectWriter final : public ObjectWriter {
public:
    MemoryObjectWriter(MemoryObjectStore& store, std::string key) : store_(store), key_(std::move(key)) {}

    Status append(std::string_view bytes) override {
        if (store_.is_full()) {
            return disk_full();
        }
        bytes_.append(bytes);
        return levada::ok();
    }
    Result<ObjectInfo> publish() override { return store_.put(key_, bytes_, Deadline::never()); }
    std::uint64_t size_bytes() const override { return bytes_.size(); }

private:
    MemoryObjectStore& store_;
    std::string key_;
    std::string bytes_;
};

}  // namespace

Result<ObjectInfo> MemoryObjectStore::put(const std::string& key, std::string_view bytes, Deadline /*deadline*/) {
    const std::lock_guard lock(mutex_);
    if (disk_ == Disk::full) {
        return disk_full();
    }
    if (!objects_.emplace(key, std::string(bytes)).second) {
        return Error(ErrorCode::conflict, "the object exists already").with("object", key);
    }
    return ObjectInfo{key, bytes.size()};
}

Result<std::unique_ptr<ObjectWriter>> MemoryObjectStore::create(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (objects_.contains(key)) {
        return Error(ErrorCode::conflict, "the object exists already").with("object", key);
    }
    return std::make_unique<MemoryObjectWriter>(*this, key);
}

Result<std::string> MemoryObjectStore::get(const std::string& key, Deadline /*deadline*/) {
    const std::lock_guard lock(mutex_);
    const auto found = objects_.find(key);
    if (found == objects_.end()) {
        return Error(ErrorCode::not_found, "no such object").with("object", key);
    }
    return found->second;
}

Result<std::string> MemoryObjectStore::get_range(const std::string& key, ByteRange range, Deadline deadline) {
    LEVADA_TRY(const std::string bytes, get(key, deadline));
    return bytes.substr(std::min<std::uint64_t>(range.offset, bytes.size()), range.size_bytes);
}

Result<std::vector<ObjectInfo>> MemoryObjectStore::list(const std::string& prefix, Deadline /*deadline*/) {
    const std::lock_guard lock(mutex_);
    std::vector<ObjectInfo> found;
    for (auto it = objects_.lower_bound(prefix); it != objects_.end() && it->first.starts_with(prefix); ++it) {
        found.push_back({it->first, it->second.size()});
    }
    return found;
}

Status MemoryObjectStore::remove(const std::string& key, Deadline /*deadline*/) {
    const std::lock_guard lock(mutex_);
    objects_.erase(key);
    return levada::ok();
}

void MemoryObjectStore::set_disk(Disk disk) {
    const std::lock_guard lock(mutex_);
    disk_ = disk;
}

bool MemoryObjectStore::is_full() const {
    const std::lock_guard lock(mutex_);
    return disk_ == Disk::full;
}

}  // namespace levada::testing
