#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/lake/table.h"
#include "levada/lake/table_script.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/temp_dir.h"

namespace levada::lake {

/// A folder, a clock and an engine for one test.
class Lab {
public:
    Lab() {
        DuckDbOptions options;
        options.temp_folder = folder_.path() / "spill";
        auto opened = DuckDbEngine::open(options, clock_);
        EXPECT_TRUE(opened.has_value()) << opened.error().to_string();
        engine_ = std::move(opened).value();
    }

    SqlEngine& engine() { return *engine_; }
    testing::ManualClock& clock() { return clock_; }
    std::filesystem::path path(const std::string& name) const { return folder_.path() / name; }
    ScriptContext context() { return {*engine_, clock_, folder_.path()}; }

    Table make_table(const TableOptions& options) {
        auto table = Table::create(*engine_, clock_, path(options.name), options);
        EXPECT_TRUE(table.has_value()) << table.error().to_string();
        return std::move(table).value();
    }

    /// One write of the rows that `query` gives, without the position column; or the error's text.
    std::string write(Table& table, const std::string& query, const WriteOptions& options) {
        clock_.advance(std::chrono::seconds(1));
        QueryFeed feed(*engine_, "SELECT *, row_number() OVER () - 1 AS levada_pos FROM (" + query + ")");
        const auto info = table.write(feed, options);
        if (!info.has_value()) {
            return info.error().to_string();
        }
        return "+" + std::to_string(info->insert_count) + " ~" + std::to_string(info->update_count) + " -" +
               std::to_string(info->delete_count);
    }

    /// The rows of a query as sorted lines of `value|value`, null as `-`.
    std::vector<std::string> lines(const std::string& query) {
        std::vector<std::string> out;
        auto rows = engine_->query(query, {}, Deadline::never());
        if (!rows.has_value()) {
            return {rows.error().to_string()};
        }
        while ((*rows)->next().value()) {
            std::string line;
            for (std::size_t i = 0; i < (*rows)->columns().size(); ++i) {
                const auto text = (*rows)->text(i).value();
                line += i == 0 ? "" : "|";
                line += text.has_value() ? std::string(*text) : "-";
            }
            out.push_back(std::move(line));
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    std::vector<std::string> rows(Table& table, const std::string& columns = "*", std::string_view as_of = "") {
        const auto snapshot = table.snapshot(as_of);
        if (!snapshot.has_value()) {
            return {snapshot.error().to_string()};
        }
        return lines("SELECT " + columns + " FROM (" + snapshot->sql + ")");
    }

    /// Names below a folder of the table, sorted.
    static std::vector<std::string> files(const std::filesystem::path& folder, const std::string& suffix) {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (entry.is_regular_file() && name.size() >= suffix.size() &&
                name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0) {
                out.push_back(entry.path().lexically_relative(folder).string());
            }
        }
        std::sort(out.begin(), out.end());
        return out;
    }

private:
    testing::TempDir folder_;
    testing::ManualClock clock_;
    std::unique_ptr<DuckDbEngine> engine_;
};

/// Columns id, name, ts (and dt), as most tests want them.
inline WriteOptions upsert_of(std::vector<Column> columns = {
                                  {"id", "VARCHAR"}, {"name", "VARCHAR"}, {"ts", "BIGINT"}}) {
    WriteOptions options;
    options.columns = std::move(columns);
    return options;
}

inline TableOptions plain_table(std::string name = "t") {
    TableOptions options;
    options.name = std::move(name);
    options.key = {"id"};
    options.order = "ts";
    return options;
}

}  // namespace levada::lake
