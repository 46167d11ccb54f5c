#include "run/run_notes.h"

#include "shop_services.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(RunNotes, KeepsEventsAndNamesTheRunInTheLog) {
    ShopServices shop;
    RunNotes notes(*shop.services, "shop", "r7");
    notes.add({.kind = schedule::RunEventKind::wait, .stream = "items", .text = "HTTP 429"});
    notes.log().write(LogLevel::error, "no water", {});
    const auto events = schedule::RunJournal::read(*shop.services->metadata, "r7");
    ASSERT_TRUE(events.has_value());
    ASSERT_EQ(events->size(), 1U);
    EXPECT_EQ(events->front().text, "HTTP 429");
    EXPECT_NE(shop.process.error().find("no water  pipeline=shop  run=r7"), std::string::npos) << shop.process.error();
}

}  // namespace
}  // namespace levada::app
