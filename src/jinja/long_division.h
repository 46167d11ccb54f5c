#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace levada::jinja {

/// Divides one natural number by another: quotient and remainder. Each is its 32-bit words, the lowest first, without
/// leading zeros; zero has none. `divisor` has two words or more. Takes quotient words times divisor words steps.
/// Source: Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D.
std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>> divide_long(
    const std::vector<std::uint32_t>& dividend, const std::vector<std::uint32_t>& divisor);

}  // namespace levada::jinja
