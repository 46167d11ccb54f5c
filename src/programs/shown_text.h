#pragma once

#include <string>
#include <string_view>

namespace levada::programs {

/// What a program printed, as text that can be shown anywhere: bytes that are no UTF-8 and control characters (but line
/// breaks and tabs) become U+FFFD, so that nothing of it steers a terminal.
std::string shown_text(std::string_view printed);

}  // namespace levada::programs
