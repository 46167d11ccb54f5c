#include "run/lake_views.h"

#include <algorithm>
#include <system_error>

#include "levada/lake/table.h"
#include "levada/query/sql_builder.h"

namespace levada::app {

namespace {

/// The folders directly below `folder`, sorted; none when it is not there.
std::vector<std::filesystem::path> folders_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> folders;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
        if (entry.is_directory(missing) && !entry.path().filename().string().starts_with('.')) {
            folders.push_back(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

std::string qualified(const std::string& schema, const std::string& name) {
    return query::quote_identifier(schema) + "." + query::quote_identifier(name);
}

}  // namespace

LakeViews::LakeViews(std::filesystem::path root, SqlEngine& engine, const Clock& clock)
    : root_(std::move(root)), engine_(engine), clock_(clock) {}

Status LakeViews::refresh() {
    std::vector<LakeTable> found;
    for (const std::filesystem::path& pipeline : folders_of(root_)) {
        for (const std::filesystem::path& table : folders_of(pipeline)) {
            if (lake::Table::exists(table)) {
                LEVADA_CHECK(show(pipeline.filename().string(), table, found));
            }
        }
    }
    LEVADA_CHECK(drop_missing(found));
    tables_ = std::move(found);
    return ok();
}

std::string LakeViews::instant_of(const std::string& schema, const std::string& name) const {
    const std::scoped_lock lock(mutex_);
    const auto found = instants_.find(qualified(schema, name));
    return found == instants_.end() ? "" : found->second;
}

Status LakeViews::show(const std::string& schema, const std::filesystem::path& path, std::vector<LakeTable>& found) {
    LEVADA_TRY(lake::Table table, lake::Table::open(engine_, clock_, path));
    LEVADA_TRY(const lake::Snapshot snapshot, table.snapshot(""));
    if (snapshot.instant.empty()) {
        return ok();
    }
    const std::string name = path.filename().string();
    const std::string view = qualified(schema, name);
    if (instant_of(schema, name) != snapshot.instant) {
        LEVADA_CHECK(
            engine_.execute("CREATE SCHEMA IF NOT EXISTS " + query::quote_identifier(schema), Deadline::never()));
        LEVADA_CHECK(engine_.execute("CREATE OR REPLACE VIEW " + view + " AS " + snapshot.sql, Deadline::never()));
        const std::scoped_lock lock(mutex_);
        instants_[view] = snapshot.instant;
    }
    found.push_back({schema, name, path, snapshot.instant});
    return ok();
}

Status LakeViews::drop_missing(const std::vector<LakeTable>& found) {
    for (const LakeTable& old : tables_) {
        const bool is_there = std::any_of(found.begin(), found.end(), [&](const LakeTable& table) {
            return table.schema == old.schema && table.name == old.name;
        });
        if (!is_there) {
            const std::string view = qualified(old.schema, old.name);
            LEVADA_CHECK(engine_.execute("DROP VIEW IF EXISTS " + view, Deadline::never()));
            const std::scoped_lock lock(mutex_);
            instants_.erase(view);
        }
    }
    return ok();
}

}  // namespace levada::app
