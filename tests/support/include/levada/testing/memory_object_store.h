#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "levada/ports/object_store.h"

namespace levada::testing {

/// Objects in memory, by the contract of ObjectStore. Thread-safe.
class MemoryObjectStore final : public ObjectStore {
public:
    Result<ObjectInfo> put(const std::string& key, std::string_view bytes, Deadline deadline) override;
    Result<std::unique_ptr<ObjectWriter>> create(const std::string& key) override;
    Result<std::string> get(const std::string& key, Deadline deadline) override;
    Result<std::string> get_range(const std::string& key, ByteRange range, Deadline deadline) override;
    Result<std::vector<ObjectInfo>> list(const std::string& prefix, Deadline deadline) override;
    Status remove(const std::string& key, Deadline deadline) override;

    /// From now on every write fails as a full disk does, until it is called with `space_left`.
    enum class Disk { space_left, full };
    void set_disk(Disk disk);
    bool is_full() const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string> objects_;
    Disk disk_ = Disk::space_left;
};

}  // namespace levada::testing
