#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Zones, AsTheReference) {
    // Goal: time zones shift and name times as pytz does. Method: templates whose output the reference implementation
    // gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ modules.pytz.utc.localize(modules.datetime.datetime(2024, 6, "
         "1)).astimezone(modules.pytz.timezone('Europe/Prague')).isoformat() }}",
         "{}",
         "2024-06-01T02:00:00+02:00"},
        {"02",
         "{{ modules.pytz.timezone('America/New_York').localize(modules.datetime.datetime(2024, 1, 1)).strftime('%z') "
         "}}",
         "{}",
         "-0500"},
        {"03", "{{ modules.pytz.timezone('No/Such') }}", "{}", "!UnknownTimeZoneError"},
        {"04",
         "{{ modules.pytz.utc.localize(modules.pytz.utc.localize(modules.datetime.datetime(2024, 6, 1))) }}",
         "{}",
         "!ValueError"},
        {"05", "{{ modules.pytz.utc.zone }} {{ modules.pytz.utc }}", "{}", "UTC UTC"},
    };
    expect_dbt(kCases);
}

}  // namespace levada::jinja
