#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(FiltersNumber, AsTheReference) {
    // Goal: number filters give what Jinja2 gives. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ -5 | abs }} {{ -2.5 | abs }} {{ 'a' | abs }}", "{}", "!TypeError"},
        {"02",
         "{{ '42' | int }} {{ '0x1F' | int(0, 16) }} {{ 'x' | int(7) }} {{ 3.9 | int }} {{ none | int }} {{ '3.7' | "
         "int }} {{ ' 12 ' | int }} {{ '1_000' | int }}",
         "{}",
         "42 31 7 3 0 3 12 1000"},
        {"03", "{{ missing | int }}", "{}", "!UndefinedError"},
        {"04",
         "{{ '2.5' | float }} {{ 'x' | float }} {{ 'x' | float(1.5) }} {{ 'inf' | float }}",
         "{}",
         "2.5 0.0 1.5 inf"},
        {"05",
         "{{ 2.675 | round(2) }} {{ 2.5 | round }} {{ 3.5 | round }} {{ 7 | round }} {{ 1234 | round(-2) }}",
         "{}",
         "2.67 2.0 4.0 7 1200"},
        {"06",
         "{{ 2.1 | round(0, 'ceil') }} {{ 2.19 | round(1, 'floor') }} {{ 1 | round(1, 'x') }}",
         "{}",
         "!FilterArgumentError"},
        {"07",
         "{{ 1 | filesizeformat }} {{ 999 | filesizeformat }} {{ 1000 | filesizeformat }} {{ 1500000 | filesizeformat "
         "}} {{ 1048576 | filesizeformat(true) }}",
         "{}",
         "1 Byte 999 Bytes 1.0 kB 1.5 MB 1.0 MiB"},
        {"08", "{{ 'x' | filesizeformat }}", "{}", "!ValueError"},
        {"09", "{{ 'x' | round }}", "{}", "!TypeError"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
