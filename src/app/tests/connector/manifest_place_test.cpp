#include "connector/manifest_place.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

TEST(NewManifest, ANameAloneIsOfTheProject) {
    EXPECT_EQ(new_manifest("blog", "."), "connectors/blog.yaml");
    EXPECT_EQ(new_manifest("blog", "shop"), "shop/connectors/blog.yaml");
    EXPECT_EQ(new_manifest("blog.yaml", "shop"), "blog.yaml");
    EXPECT_EQ(new_manifest("a/blog", "shop"), "a/blog");
}

TEST(GivenManifest, FilesFoldersAndNames) {
    // Goal: what is there is found; a path without a file says so; a name without one may be something else.
    const testing::TempDir folder;
    const std::filesystem::path root = folder.path();
    ASSERT_TRUE(make_folders(root / "connectors").has_value());
    ASSERT_TRUE(make_folders(root / "empty").has_value());
    ASSERT_TRUE(write_file_atomically(root / "connectors/blog.yaml", "x").has_value());
    ASSERT_TRUE(make_folders(root / "shop").has_value());
    ASSERT_TRUE(write_file_atomically(root / "shop/manifest.yaml", "x").has_value());
    EXPECT_EQ(*given_manifest((root / "connectors/blog.yaml").string(), root), root / "connectors/blog.yaml");
    EXPECT_EQ(*given_manifest("blog", root), root / "connectors/blog.yaml");
    EXPECT_EQ(*given_manifest((root / "shop").string(), root), root / "shop/manifest.yaml");
    EXPECT_TRUE(given_manifest("other", root)->empty());
    EXPECT_EQ(given_manifest((root / "empty").string(), root).error().code(), ErrorCode::not_found);
    EXPECT_EQ(given_manifest("other.yaml", root).error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::app
