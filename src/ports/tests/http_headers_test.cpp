#include <gtest/gtest.h>

#include "levada/ports/http.h"

namespace levada {
namespace {

TEST(HttpHeaders, NamesCompareWithoutCase) {
    // Goal: one field per name after set(), whatever its case; add() keeps both.
    HttpHeaders headers;
    headers.add("Link", "a");
    headers.add("link", "b");
    EXPECT_EQ(headers.find("LINK"), "a");
    EXPECT_EQ(headers.fields().size(), 2U);
    headers.set("lInK", "c");
    EXPECT_EQ(headers.find("link"), "c");
    EXPECT_EQ(headers.fields().size(), 1U);
    headers.erase("LINK");
    EXPECT_FALSE(headers.find("link").has_value());
}

}  // namespace
}  // namespace levada
