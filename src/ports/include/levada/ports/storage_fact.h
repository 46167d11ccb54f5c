#pragma once

#include <string_view>

namespace levada {

/// The fact of an error of Http::send() that came from keeping the exchange on our side (a full disk), and names the
/// storage: asking the API again does not help.
inline constexpr std::string_view kStorageFact = "storage";

}  // namespace levada
