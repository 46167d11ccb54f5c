#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"

namespace levada {

/// One document of Metadata. `version` grows by one with each write.
struct MetadataEntry {
    std::string key;
    Json value;
    std::int64_t version = 0;
};

/// Small documents by collection and key: runs, schedules, states, leases. Thread-safe, durable when a call returns.
/// Every adapter runs tests/contract/metadata_contract.h.
class Metadata {
public:
    virtual ~Metadata() = default;

    /// Errors: unavailable.
    virtual Status put(const std::string& collection, const std::string& key, const Json& value) = 0;
    /// Writes only when the stored version is `expected` (0: must not exist). Errors: conflict, unavailable.
    virtual Status put_if(const std::string& collection,
                          const std::string& key,
                          const Json& value,
                          std::int64_t expected) = 0;
    /// Errors: unavailable.
    virtual Result<std::optional<MetadataEntry>> get(const std::string& collection, const std::string& key) = 0;
    /// Keys in byte order that begin with `prefix`; `is_descending` gives the greatest first. At most `limit`.
    struct ListOptions {
        std::string prefix;
        bool is_descending = false;
        std::size_t limit = 1000;
    };
    /// Errors: unavailable.
    virtual Result<std::vector<MetadataEntry>> list(const std::string& collection, const ListOptions& options) = 0;
    /// No error when it is not there.
    virtual Status remove(const std::string& collection, const std::string& key) = 0;
};

}  // namespace levada
