#include "recorded_process.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(ListCommand, NamesComponentsWithTheirFamilies) {
    RecordedProcess process;
    ASSERT_TRUE(process.run({"list", "components"}));
    for (const char* type : {"DatetimeBasedCursor\t", "PageIncrement\t", "OAuthAuthenticator\t", "RecordSelector\t"}) {
        EXPECT_NE(process.out().find(type), std::string::npos) << type;
    }
    EXPECT_EQ(process.run({"list", "pipelines"}).error().code(), ErrorCode::invalid_config);
}

TEST(ListCommand, ShowsOneComponent) {
    RecordedProcess process;
    ASSERT_TRUE(process.run({"list", "components", "PageIncrement"}));
    EXPECT_TRUE(process.out().starts_with("### PageIncrement\n")) << process.out();
    EXPECT_NE(process.out().find("| `page_size` |"), std::string::npos) << process.out();
    const auto unknown = RecordedProcess().run({"list", "components", "PageIncremen"});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code(), ErrorCode::not_found);
    EXPECT_NE(unknown.error().message().find("did you mean PageIncrement?"), std::string::npos)
        << unknown.error().message();
}

TEST(ListCommand, PrintsThePageOnAll) {
    RecordedProcess process;
    ASSERT_TRUE(process.run({"list", "components", "--format", "markdown"}));
    EXPECT_TRUE(process.out().starts_with("# Components of manifests\n")) << process.out().substr(0, 100);
}

}  // namespace
}  // namespace levada::app
