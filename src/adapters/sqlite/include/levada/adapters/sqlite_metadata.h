#pragma once

#include <filesystem>
#include <memory>

#include "levada/ports/metadata.h"

namespace levada {

/// Documents in one SQLite file in WAL mode with synchronous=FULL. Several processes may use the file: a writer waits
/// for another up to 10 seconds, then gets `unavailable`.
class SqliteMetadata final : public Metadata {
public:
    /// Makes the file and the folder when they are not there. Errors: corruption (no database of ours),
    /// permission_denied, unavailable (with kDiskFullHint where that is why).
    static Result<std::unique_ptr<SqliteMetadata>> open(const std::filesystem::path& path);
    /// As open(), for a short look: on a full disk it reads all the same unless another process has the file open;
    /// writes fail there. Errors: as open().
    static Result<std::unique_ptr<SqliteMetadata>> look(const std::filesystem::path& path);
    ~SqliteMetadata() override;

    Status put(const std::string& collection, const std::string& key, const Json& value) override;
    Status put_if(const std::string& collection,
                  const std::string& key,
                  const Json& value,
                  std::int64_t expected) override;
    Result<std::optional<MetadataEntry>> get(const std::string& collection, const std::string& key) override;
    Result<std::vector<MetadataEntry>> list(const std::string& collection, const ListOptions& options) override;
    Status remove(const std::string& collection, const std::string& key) override;

private:
    struct Database;
    explicit SqliteMetadata(std::unique_ptr<Database> database);
    static Result<std::unique_ptr<SqliteMetadata>> open_alone(const std::filesystem::path& path);
    std::unique_ptr<Database> database_;
};

}  // namespace levada
