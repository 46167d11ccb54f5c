#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/base/file.h"
#include "levada/lake/table.h"
#include "levada/lake/table_script.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/temp_dir.h"

namespace levada::lake {
namespace {

/// Rows without their nulls, as sorted texts: what a reader that leaves nulls out would give.
std::vector<std::string> canonical(const Json::Array& rows) {
    std::vector<std::string> out;
    for (const Json& row : rows) {
        std::map<std::string, std::string> members;
        for (const Json::Member& member : row.as_object()) {
            if (!member.value.is_null()) {
                members[member.key] =
                    member.value.is_number() ? std::to_string(member.value.as_double()) : member.value.dump();
            }
        }
        std::string text;
        for (const auto& [key, value] : members) {
            text += key + "=" + value + " ";
        }
        out.push_back(std::move(text));
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// Runs one case in a folder of its own.
class CaseRun {
public:
    explicit CaseRun(Json script) : script_(std::move(script)) {
        auto opened = DuckDbEngine::open({}, clock_);
        EXPECT_TRUE(opened.has_value()) << opened.error().to_string();
        engine_ = std::move(opened).value();
    }

    void run() {
        std::int64_t number = 0;
        for (const Json& step : script_.find("steps")->as_array()) {
            SCOPED_TRACE("step " + std::to_string(number++) + ": " + step.dump());
            if (step.string_or("by", "") == "table") {
                apply(step);
            } else {
                check(step);
            }
        }
    }

private:
    std::filesystem::path table() const { return folder_.path() / "t"; }
    ScriptContext context() { return {*engine_, clock_, folder_.path()}; }

    std::vector<std::string> timeline(bool is_completed) const {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::directory_iterator(table() / ".hoodie")) {
            const std::string name = entry.path().filename().string();
            const std::string rest = name.substr(std::min(name.find('.'), name.size()));
            const bool is_commit = rest == ".commit" || rest == ".replacecommit";
            const bool is_inflight = rest == ".inflight" || rest == ".replacecommit.inflight";
            if (name.front() != '.' && (is_completed ? is_commit : is_inflight)) {
                out.push_back(name.substr(0, name.find('.')));
            }
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    std::int64_t pending_count() const {
        const std::vector<std::string> done = timeline(true);
        const std::vector<std::string> begun = timeline(false);
        return std::count_if(begun.begin(), begun.end(), [&done](const std::string& instant) {
            return !std::binary_search(done.begin(), done.end(), instant);
        });
    }

    std::int64_t parquet_count(bool only_orphans) const {
        const std::vector<std::string> done = timeline(true);
        std::int64_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(table())) {
            const std::string name = entry.path().filename().string();
            if (entry.path().extension() == ".parquet") {
                const std::string instant = name.substr(name.rfind('_') + 1, 17);
                count += !only_orphans || !std::binary_search(done.begin(), done.end(), instant) ? 1 : 0;
            }
        }
        return count;
    }

    void apply(const Json& step) {
        clock_.advance(std::chrono::seconds(1));
        Json script = Json::object({{"table", *script_.find("table")}, {"steps", Json::array({step})}});
        const Status applied = apply_script(context(), table(), script, [](std::string_view) {});
        if (step.contains("crash")) {
            ASSERT_FALSE(applied.has_value());
            EXPECT_EQ(applied.error().code(), ErrorCode::cancelled) << applied.error().to_string();
        } else {
            ASSERT_TRUE(applied.has_value()) << applied.error().to_string();
        }
        if (step.contains("label")) {
            labels_[std::string(step.string_or("label", ""))] = timeline(true).back();
        }
    }

    void check_rows(const Json& step) {
        Json::Array rows;
        const std::string as_of = labels_[std::string(step.string_or("at", ""))];
        const Status read = read_table(
            context(), table(), as_of, [&rows](std::string_view line) { rows.push_back(parse_json(line).value()); });
        ASSERT_TRUE(read.has_value()) << read.error().to_string();
        EXPECT_EQ(canonical(rows), canonical(step.find("rows")->as_array()));
    }

    void check(const Json& step) {
        const std::string_view what = step.string_or("op", "");
        if (what == "pending") {
            EXPECT_EQ(pending_count(), step.integer_or("count", -1));
        } else if (what == "orphans" || what == "parquet") {
            EXPECT_EQ(parquet_count(what == "orphans"), step.integer_or("count", -1));
        } else if (what == "extra") {
            auto opened = Table::open(*engine_, clock_, table());
            ASSERT_TRUE(opened.has_value());
            EXPECT_EQ(opened->last_extra(step.string_or("key", "")).value(), step.string_or("value", ""));
        } else {
            check_rows(step);
        }
    }

    Json script_;
    testing::TempDir folder_;
    testing::ManualClock clock_;
    std::unique_ptr<DuckDbEngine> engine_;
    std::map<std::string, std::string> labels_;
};

TEST(HudiCases, TablesAreAsOtherReadersSeeThem) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(LEVADA_CASES_DIR)) {
        SCOPED_TRACE(entry.path().filename().string());
        const Result<std::string> text = read_file(entry.path());
        ASSERT_TRUE(text.has_value()) << text.error().to_string();
        Result<Json> script = parse_json(*text);
        ASSERT_TRUE(script.has_value()) << script.error().to_string();
        CaseRun(std::move(script).value()).run();
        ++count;
    }
    EXPECT_GE(count, 12U);
}

}  // namespace
}  // namespace levada::lake
