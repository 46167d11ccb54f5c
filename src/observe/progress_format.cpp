#include <array>
#include <cstdio>

#include "levada/observe/progress.h"

namespace levada::observe {

std::string format_count(std::uint64_t count) {
    std::string digits = std::to_string(count);
    for (std::size_t i = digits.size(); i > 3;) {
        i -= 3;
        digits.insert(i, ",");
    }
    return digits;
}

std::string format_counted(std::uint64_t count, std::string_view noun) {
    return format_count(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string format_bytes(std::uint64_t bytes) {
    constexpr std::string_view kUnits[] = {"B", "KB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    // 999.95 would be shown as 1000.0 of the smaller unit.
    while (value >= 999.95 && unit + 1 < std::size(kUnits)) {
        value /= 1000;
        ++unit;
    }
    std::array<char, 32> text{};
    const int size = std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f " : "%.1f ", value);
    return std::string(text.data(), static_cast<std::size_t>(size)) + std::string(kUnits[unit]);
}

ProgressOptions choose_progress(const ProgressEnvironment& environment) {
    ProgressOptions options;
    options.columns = environment.columns > 0 ? environment.columns : options.columns;
    options.rows = environment.rows > 0 ? environment.rows : options.rows;
    const bool can_redraw = environment.is_terminal && environment.term != "dumb" && options.columns >= 40;
    options.mode = can_redraw ? ProgressMode::bars : ProgressMode::lines;
    if (environment.is_quiet) {
        options.mode = ProgressMode::silent;
    } else if (environment.is_json) {
        options.mode = ProgressMode::json;
    }
    options.colour = can_redraw && environment.no_color.empty() ? Colour::ansi : Colour::none;
    return options;
}

}  // namespace levada::observe
