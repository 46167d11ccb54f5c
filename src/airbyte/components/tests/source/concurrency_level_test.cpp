#include "source/concurrency_level.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/declarative_source.h"

namespace levada::airbyte {
namespace {

TEST(ConcurrencyLevel, CountsAsTheCdkCounts) {
    struct Case {
        const char* name;
        const char* level;  ///< empty: the manifest has none
        std::int64_t want;  ///< 0: refused
    };
    const Case cases[] = {
        {"none", "", 2},
        {"a number", "{default_concurrency: 5}", 5},
        {"a number is not cut", "{default_concurrency: 5, max_concurrency: 3}", 5},
        {"true is 1", "{default_concurrency: true}", 1},
        {"a text", "{default_concurrency: '{{ 2 * 2 }}'}", 4},
        {"of the configuration", "{default_concurrency: \"{{ config['workers'] }}\", max_concurrency: 20}", 7},
        {"of the configuration, cut", "{default_concurrency: \"{{ config['workers'] }}\", max_concurrency: 3}", 3},
        {"of the configuration without an end", "{default_concurrency: \"{{ config['workers'] }}\"}", 0},
        {"no number", "{default_concurrency: '{{ 1.5 }}'}", 0},
        {"no worker", "{default_concurrency: 0}", 0},
        {"fewer than none", "{default_concurrency: -1}", 0},
    };
    for (const Case& c : cases) {
        testing::ComponentFixture f(Json::object({{"workers", 7}}));
        const std::string text = *c.level == '\0' ? "{}" : "concurrency_level: " + std::string(c.level);
        const Json manifest = testing::yaml(text);
        f.source.manifest = &manifest;
        const Result<Concurrency> got = concurrency_of(f.source);
        EXPECT_EQ(got ? got->level : 0, c.want) << "case: " << c.name << (got ? "" : ": " + got.error().to_string());
    }
}

TEST(ConcurrencyLevel, StreamsAtOnce) {
    struct Case {
        const char* name;
        Concurrency concurrency;
        std::int64_t wanted;
        std::int64_t want;
    };
    const Case cases[] = {
        {"the manifest's", {.level = 5, .level_max = 0}, kStreamsAtOnceOfManifest, 5},
        {"the project's", {.level = 5, .level_max = 0}, 8, 8},
        {"never more than the manifest bears", {.level = 5, .level_max = 6}, 8, 6},
        {"a level over its own end", {.level = 9, .level_max = 6}, kStreamsAtOnceOfManifest, 6},
        {"never more than we bear", {.level = 100, .level_max = 0}, kStreamsAtOnceOfManifest, kStreamsAtOnceMax},
        {"fewer", {.level = 5, .level_max = 6}, 1, 1},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(streams_at_once_of(c.concurrency, c.wanted), c.want) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
