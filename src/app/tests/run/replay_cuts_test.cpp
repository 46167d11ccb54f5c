#include "run/replay_cuts.h"

#include <gtest/gtest.h>

#include "levada/collect/raw_zone.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_object_store.h"

namespace levada::app {
namespace {

constexpr const char* kFirst = "20260101T000000.000Z-aa";
constexpr const char* kSecond = "20260102T000000.000Z-bb";
constexpr const char* kThird = "20260103T000000.000Z-cc";

std::string page(const std::string& run, const std::string& rest) {
    return "raw/p/s/" + run + "/" + rest;
}

/// A raw zone with runs that went on after a page, or from nothing.
class Runs {
public:
    void add(const std::string& run, const std::string& after) {
        RawZone zone(objects, clock_, {.pipeline = "p", .run = run});
        zone.goes_on_after("s", after);
        const HttpHeaders none;
        ASSERT_TRUE(zone.append("s",
                                {.when = clock_.now(),
                                 .method = "GET",
                                 .url = "http://a/",
                                 .request_headers = &none,
                                 .status = 200,
                                 .response_headers = &none}));
        ASSERT_TRUE(zone.publish_all());
    }
    std::map<std::string, std::string> cuts(const std::string& newest_page) {
        return replay_cuts(objects, list_raw_runs(objects, "p").value(), "s", newest_page).value();
    }

    testing::MemoryObjectStore objects;

private:
    testing::ManualClock clock_;
};

TEST(ReplayCuts, WhatTheNextRunReadAgainCountsOnce) {
    // Goal: each run's records count up to the page that the next one went on after.
    const std::string first_page = page(kFirst, "000001.warc.gz#300");
    const std::string third_page = page(kThird, "000002.warc.gz#7");
    Runs runs;
    runs.add(kFirst, "");
    runs.add(kSecond, first_page);
    runs.add(kThird, first_page);  // The second one died before its first state.
    using Cuts = std::map<std::string, std::string>;
    EXPECT_EQ(runs.cuts(third_page), (Cuts{{kFirst, first_page}, {kSecond, ""}, {kThird, third_page}}));
    EXPECT_EQ(runs.cuts(first_page), (Cuts{{kFirst, first_page}, {kSecond, ""}, {kThird, ""}}))
        << "the third one died too";
    EXPECT_EQ(runs.cuts(""), (Cuts{{kFirst, first_page}, {kSecond, ""}})) << "somebody set the state";
}

TEST(ReplayCuts, RunsThatBeganFromNothingCountWholly) {
    Runs runs;
    runs.add(kFirst, "");
    runs.add(kSecond, "");
    EXPECT_TRUE(runs.cuts("").empty());
    EXPECT_TRUE(Runs().cuts("").empty());
}

TEST(ReplayCuts, PagesAreOrderedByPartAndOffset) {
    struct Case {
        const char* name;
        std::string page;
        bool want;
    };
    const std::string other = page(kFirst, "000002.warc.gz#300");
    const Case cases[] = {
        {"the same", other, false},
        {"an offset before", page(kFirst, "000002.warc.gz#9"), false},
        {"an offset behind", page(kFirst, "000002.warc.gz#1000"), true},
        {"a part before", page(kFirst, "000001.warc.gz#1000"), false},
        {"a part behind", page(kFirst, "000003.warc.gz#1"), true},
        {"another run", page(kSecond, "000003.warc.gz#1"), false},
        {"another stream", "raw/p/t/" + std::string(kFirst) + "/000003.warc.gz#1", false},
        {"not known", "", false},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(is_behind(c.page, other), c.want) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::app
