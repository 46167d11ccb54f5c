#include "levada/collect/raw_runs.h"

#include <gtest/gtest.h>

#include "levada/base/time.h"
#include "levada/testing/memory_object_store.h"

namespace levada {
namespace {

TEST(RawRuns, AreListedByTimeAndRemovedByAge) {
    testing::MemoryObjectStore objects;
    for (const char* key : {"raw/p/b%2Fc/20260102T000000.000Z-1a/000001.warc.gz",
                            "raw/p/a/20260102T000000.000Z-1a/000001.warc.gz",
                            "raw/p/a/20260102T000000.000Z-1a/000002.warc.gz",
                            "raw/p/a/20260101T000000.000Z-ff/000001.warc.gz",
                            "raw/p/a/strange/000001.warc.gz",
                            "raw/pq/a/20260101T000000.000Z-ff/000001.warc.gz"}) {
        ASSERT_TRUE(objects.put(key, "12345", Deadline::never()));
    }
    const auto runs = list_raw_runs(objects, "p");
    ASSERT_TRUE(runs.has_value());
    ASSERT_EQ(runs->size(), 2U);
    EXPECT_EQ((*runs)[0].run, "20260101T000000.000Z-ff");
    EXPECT_EQ(format_utc((*runs)[1].begun_at, 0), "2026-01-02T00:00:00Z");
    EXPECT_EQ((*runs)[1].streams.size(), 2U);
    EXPECT_EQ((*runs)[1].streams.at("b/c").size(), 1U);
    EXPECT_EQ((*runs)[1].size_bytes, 15U);
    EXPECT_EQ(remove_raw_runs_before(objects, "p", (*runs)[1].begun_at).value(), 1);
    EXPECT_EQ(list_raw_runs(objects, "p")->size(), 1U);
    EXPECT_EQ(list_raw_runs(objects, "pq")->size(), 1U) << "another pipeline's stay";
}

TEST(TimeOfRun, RefusesWhatIsNoRun) {
    for (const char* text : {"", "r1", "20260102", "20260102X030405.678Z-1a", "2026010AT030405.678Z-1a"}) {
        EXPECT_FALSE(time_of_run(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace levada
