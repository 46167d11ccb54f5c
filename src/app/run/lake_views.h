#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "levada/ports/clock.h"
#include "levada/ports/sql_engine.h"

namespace levada::app {

/// A table of the lake as SQL sees it.
struct LakeTable {
    std::string schema;  ///< the pipeline
    std::string name;
    std::filesystem::path path;
    std::string instant;  ///< of its newest commit
};

/// Makes the lake's tables visible to SQL as views `<pipeline>.<stream>` over their newest commits.
/// One thread refreshes; instant_of() may be asked from any.
class LakeViews {
public:
    /// `root` is .levada/lake. Borrows both.
    LakeViews(std::filesystem::path root, SqlEngine& engine, const Clock& clock);

    /// Makes or renews the views of tables that changed, drops those of tables that went.
    /// Errors: of Table::open and Table::snapshot; a table without a commit is left out.
    Status refresh();
    const std::vector<LakeTable>& tables() const { return tables_; }
    /// The commit that the view shows at least; empty for a table that is not there. Thread-safe.
    std::string instant_of(const std::string& schema, const std::string& name) const;

private:
    Status show(const std::string& schema, const std::filesystem::path& path, std::vector<LakeTable>& found);
    Status drop_missing(const std::vector<LakeTable>& found);

    std::filesystem::path root_;
    SqlEngine& engine_;
    const Clock& clock_;
    std::vector<LakeTable> tables_;
    mutable std::mutex mutex_;
    std::map<std::string, std::string> instants_;  ///< by view; written after the view was replaced
};

}  // namespace levada::app
