#pragma once

#include <filesystem>
#include <memory>

#include "levada/ports/object_store.h"

namespace levada {

class Disk;

/// Objects as files below a folder. A writer fills `.tmp/…`, fsyncs it, moves it to its name (never over another
/// object) and fsyncs the folder. Several processes may use one folder.
class LocalObjectStore final : public ObjectStore {
public:
    /// Makes the folder when it is not there and removes what crashed writers left. Errors: permission_denied,
    /// unavailable.
    static Result<std::unique_ptr<LocalObjectStore>> open(const std::filesystem::path& root);
    ~LocalObjectStore() override;

    Result<ObjectInfo> put(const std::string& key, std::string_view bytes, Deadline deadline) override;
    Result<std::unique_ptr<ObjectWriter>> create(const std::string& key) override;
    Result<std::string> get(const std::string& key, Deadline deadline) override;
    Result<std::string> get_range(const std::string& key, ByteRange range, Deadline deadline) override;
    Result<std::vector<ObjectInfo>> list(const std::string& prefix, Deadline deadline) override;
    Status remove(const std::string& key, Deadline deadline) override;

    /// For tests: writes fail as on a full disk once so many bytes were written in all; 0: never.
    void set_disk_size_bytes_max(std::uint64_t size_bytes_max);

private:
    explicit LocalObjectStore(std::filesystem::path root);
    Result<std::filesystem::path> path_of(const std::string& key) const;

    std::filesystem::path root_;
    std::shared_ptr<Disk> disk_;
};

}  // namespace levada
