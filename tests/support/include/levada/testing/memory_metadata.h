#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "levada/ports/metadata.h"

namespace levada::testing {

/// Documents in memory, by the contract of Metadata. Thread-safe.
class MemoryMetadata final : public Metadata {
public:
    Status put(const std::string& collection, const std::string& key, const Json& value) override;
    Status put_if(const std::string& collection,
                  const std::string& key,
                  const Json& value,
                  std::int64_t expected) override;
    Result<std::optional<MetadataEntry>> get(const std::string& collection, const std::string& key) override;
    Result<std::vector<MetadataEntry>> list(const std::string& collection, const ListOptions& options) override;
    Status remove(const std::string& collection, const std::string& key) override;

private:
    std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, MetadataEntry> entries_;
};

}  // namespace levada::testing
