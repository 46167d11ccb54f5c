#include "levada/lake/row_feed.h"

#include "lake_support.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

/// Two records, once.
class TwoRecords final : public RecordSource {
public:
    Result<std::optional<RecordBlock>> next() override {
        if (is_done_) {
            return std::optional<RecordBlock>();
        }
        is_done_ = true;
        RecordBlock block;
        block.records = "{\"id\":1}\n{\"id\":2}\n";
        return std::optional<RecordBlock>(block);
    }
    Status reject(const RejectedRecord& /*record*/) override { return ok(); }
    void undeclared(std::string_view /*field*/, std::string_view /*value*/) override {}

private:
    bool is_done_ = false;
};

TEST(RowFeed, RecordsAreReadAnewEachTime) {
    Lab lab;
    int opened = 0;
    RecordFeed feed(lab.engine(),
                    {{"id", ColumnType::integer, ColumnOrigin::field, "id"},
                     {std::string(kPositionColumn), ColumnType::integer, ColumnOrigin::position, ""}},
                    [&opened]() -> Result<std::unique_ptr<RecordSource>> {
                        ++opened;
                        return std::make_unique<TwoRecords>();
                    });
    EXPECT_EQ(feed.run("CREATE TABLE a AS SELECT * FROM {rows}").value(), 2);
    EXPECT_EQ(feed.run("CREATE TABLE b AS SELECT * FROM {rows} AS r WHERE r.id = 2").value(), 1);
    EXPECT_EQ(opened, 2);
    EXPECT_EQ(lab.lines("SELECT * FROM b"), (std::vector<std::string>{"2|1"}));
}

TEST(RowFeed, QueryStandsForItsRows) {
    Lab lab;
    QueryFeed feed(lab.engine(), "SELECT range AS levada_pos FROM range(3)");
    EXPECT_EQ(feed.run("CREATE TABLE a AS SELECT * FROM {rows} AS r").value(), 3);
    EXPECT_EQ(feed.run("CREATE TABLE b AS SELECT * FROM nowhere").error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::lake
