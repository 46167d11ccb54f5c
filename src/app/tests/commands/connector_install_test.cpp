#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(ConnectorInstall, SaysWhatItWouldDo) {
    // Goal: nothing for a plain manifest; name, packages and place for a program; mistakes as elsewhere.
    ShopProject shop;
    RecordedProcess process;
    ASSERT_EQ(shop.run(process, {"connector", "install", "--dry-run"}).value(), ExitCode::success);
    EXPECT_EQ(process.out(), "pipeline shop: needs no Python packages\n");
    shop.write("levada.yaml", "pipelines:\n  rates:\n    connector: {package: tap-x==1.0}\n");
    RecordedProcess other;
    ASSERT_EQ(shop.run(other, {"connector", "install", "rates", "--dry-run"}).value(), ExitCode::success);
    EXPECT_EQ(other.out(), "rates: would install tap-x==1.0 into " + shop.path() + "/.levada/venvs/tap-x-1.0\n");
    RecordedProcess wrong;
    EXPECT_EQ(shop.run(wrong, {"connector", "install", "rate"}).error().code(), ErrorCode::invalid_config);
}

TEST(ConnectorInstall, ForAManifestAlone) {
    // Goal: no project is needed for a manifest with Python classes.
    ShopProject shop;
    shop.write("components.py", "class Own: pass\n");
    shop.write("own.yaml", "streams:\n  - retriever: {type: CustomRetriever, class_name: components.Own}\n");
    RecordedProcess process;
    ASSERT_EQ(shop.run(process, {"connector", "install", "--dry-run", "--manifest", shop.path() + "/own.yaml"}).value(),
              ExitCode::success);
    EXPECT_NE(process.out().find("would install airbyte-cdk==7.39.1"), std::string::npos) << process.out();
    RecordedProcess plain;
    ASSERT_EQ(shop.run(plain, {"connector", "install", "--manifest", shop.path() + "/shop.yaml"}).value(),
              ExitCode::success);
    EXPECT_NE(plain.out().find("needs no Python packages"), std::string::npos) << plain.out();
}

}  // namespace
}  // namespace levada::app
