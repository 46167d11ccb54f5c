#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Wrap, AsTheReference) {
    // Goal: lines are wrapped as textwrap does. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ 'one two three four five' | wordwrap(9) }}", "{}", "one two\nthree\nfour five"},
        {"02", "{{ 'abcdefghijkl mn' | wordwrap(5) }}", "{}", "abcde\nfghij\nkl mn"},
        {"03", "{{ 'abcdefghijkl mn' | wordwrap(5, false) }}", "{}", "abcdefghijkl\nmn"},
        {"04", "{{ 'well-known half-baked ideas' | wordwrap(10) }}", "{}", "well-known\nhalf-baked\nideas"},
        {"05",
         "{{ 'well-known half-baked ideas' | wordwrap(10, break_on_hyphens=false) }}",
         "{}",
         "well-known\nhalf-baked\nideas"},
        {"06", "{{ 'a b\\nc d' | wordwrap(2) }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "a\nb\nc\nd"},
        {"07", "{{ 'one two' | wordwrap(4, wrapstring='|') }}", "{}", "one|two"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
