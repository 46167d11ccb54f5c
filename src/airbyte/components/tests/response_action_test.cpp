#include "response_action.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(ResponseAction, NamesReadBack) {
    for (const ResponseAction action : {ResponseAction::success,
                                        ResponseAction::retry,
                                        ResponseAction::fail,
                                        ResponseAction::ignore,
                                        ResponseAction::rate_limited,
                                        ResponseAction::refresh_token_then_retry,
                                        ResponseAction::reset_pagination,
                                        ResponseAction::reduce_page_size,
                                        ResponseAction::split_request_window}) {
        EXPECT_EQ(response_action_named(name_of(action)), action) << name_of(action);
    }
    EXPECT_EQ(response_action_named("OTHER"), ResponseAction::fail);
}

}  // namespace
}  // namespace levada::airbyte
