#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(ConnectorNew, WritesAManifestOnce) {
    // Goal: the file, what to do next; a file that is there stays; a dry run writes nothing.
    const ShopProject shop;
    const std::string file = shop.path() + "/connectors/new.yaml";
    RecordedProcess dry;
    ASSERT_EQ(dry.run({"connector", "new", file, "--url", "https://a.test", "--dry-run"}).value(), ExitCode::success);
    EXPECT_NE(dry.out().find("type: DeclarativeSource"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(file));
    RecordedProcess made;
    ASSERT_EQ(made.run({"connector", "new", file, "--url", "https://a.test", "--auth", "bearer"}).value(),
              ExitCode::success);
    EXPECT_NE(read_file(file)->find("BearerAuthenticator"), std::string::npos);
    EXPECT_NE(made.out().find("levada connector test"), std::string::npos);
    RecordedProcess again;
    EXPECT_EQ(again.run({"connector", "new", file, "--url", "https://a.test"}).error().code(),
              ErrorCode::invalid_config);
    EXPECT_EQ(again.run({"connector", "new", file}).error().code(), ErrorCode::invalid_config) << "--url is needed";
}

TEST(ConnectorNew, ANameAloneIsAConnectorOfTheProject) {
    const ShopProject shop;
    RecordedProcess made;
    ASSERT_EQ(
        made.run({"connector", "new", "blog", "--url", "https://a.test", "--project", shop.path().c_str()}).value(),
        ExitCode::success);
    EXPECT_TRUE(std::filesystem::exists(shop.path() + "/connectors/blog.yaml"));
    EXPECT_NE(made.out().find("blog: {connector: connectors/blog.yaml}"), std::string::npos) << made.out();
}

}  // namespace
}  // namespace levada::app
