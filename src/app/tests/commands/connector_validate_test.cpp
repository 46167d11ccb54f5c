#include "shop_project.h"

#include <gtest/gtest.h>

#include "levada/base/text.h"

namespace levada::app {
namespace {

TEST(ConnectorValidate, SaysEveryMistake) {
    // Goal: file:line for people and machines; warnings count only when asked for.
    ShopProject shop;
    const std::string file = shop.path() + "/shop.yaml";
    RecordedProcess good;
    ASSERT_EQ(good.run({"connector", "validate", file, "--strict"}).value(), ExitCode::success);
    EXPECT_EQ(good.out(), file + ": valid, 0 errors, 0 warnings\n");
    shop.write("shop.yaml", replace_all(kShopManifest, "primary_key: [id]", "primary_keys: [id]"));
    RecordedProcess warned;
    ASSERT_EQ(warned.run({"connector", "validate", file}).value(), ExitCode::success);
    EXPECT_NE(warned.out().find(file + ":12: warning: manifest: DeclarativeStream: unknown key \"primary_keys\" has no "
                                       "effect; did you mean \"primary_key\"?\n"),
              std::string::npos)
        << warned.out();
    RecordedProcess strict;
    EXPECT_EQ(strict.run({"connector", "validate", file, "--strict", "--json"}).value(), ExitCode::configuration);
    EXPECT_NE(strict.out().find("\"is_valid\":false"), std::string::npos) << strict.out();
}

}  // namespace
}  // namespace levada::app
