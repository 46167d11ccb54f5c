#include "levada/delivery/batch_ledger.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(BatchLedger, RepetitionsAreTold) {
    // Goal: within a run and stream only greater places are new; other runs and streams are apart.
    BatchLedger ledger;
    EXPECT_TRUE(ledger.accept({"r", "s", 0, 0}));
    EXPECT_FALSE(ledger.accept({"r", "s", 0, 0}));
    EXPECT_TRUE(ledger.accept({"r", "s", 0, 1}));
    EXPECT_TRUE(ledger.accept({"r", "s", 1, 0}));
    EXPECT_FALSE(ledger.accept({"r", "s", 0, 1}));
    EXPECT_TRUE(ledger.accept({"r", "t", 0, 0}));
    EXPECT_TRUE(ledger.accept({"q", "s", 0, 0}));
}

TEST(BatchLedger, ForgetsTheOldestRun) {
    // Goal: bounded memory; a run that is still used stays.
    BatchLedger ledger;
    ASSERT_TRUE(ledger.accept({"used", "s", 0, 0}));
    ASSERT_TRUE(ledger.accept({"unused", "s", 0, 0}));
    for (std::size_t i = 0; i < BatchLedger::kRunCountMax; ++i) {
        ASSERT_FALSE(ledger.accept({"used", "s", 0, 0}));
        ASSERT_TRUE(ledger.accept({std::to_string(i), "s", 0, 0}));
    }
    EXPECT_FALSE(ledger.accept({"used", "s", 0, 0}));
    EXPECT_TRUE(ledger.accept({"unused", "s", 0, 0}));
}

}  // namespace
}  // namespace levada
