#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(StripTags, AsTheReference) {
    // Goal: tags go, entities are decoded, blanks collapse. Method: templates whose output the reference implementation
    // gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ '<p>a <b>b</b></p>\\n  c' | striptags }}", "{\"n\": 7}", "a b c"},
        {"02", "{{ 'x<!-- <b> -->y' | striptags }}", "{}", "xy"},
        {"03", "{{ '&lt;a&gt; &amp; &#65;&#x42; &eacute;' | striptags }}", "{}", "<a> & AB é"},
        {"04", "{{ 'a < b' | striptags }}", "{}", "a < b"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
