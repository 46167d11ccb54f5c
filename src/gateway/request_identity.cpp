#include "request_identity.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "levada/base/ascii.h"
#include "levada/base/hash.h"

namespace levada::gateway {

namespace {

bool is_usable(std::string_view id) {
    constexpr std::size_t kBytesMax = 64;
    return !id.empty() && id.size() <= kBytesMax &&
           std::ranges::all_of(id, [](char c) { return is_ascii_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

}  // namespace

RequestIdentity::RequestIdentity() : prefix_(to_hex(random_bytes(6)) + "-") {}

void RequestIdentity::assign(std::string_view sent, std::string& id) {
    if (is_usable(sent)) {
        id = sent;
        return;
    }
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), ++count_).ptr;
    id = prefix_;
    id.append(digits.data(), end);
}

}  // namespace levada::gateway
