#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(FiltersText, AsTheReference) {
    // Goal: text filters give what Jinja2 gives. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ s | upper }} {{ s | lower }} {{ 'hello wORLD' | capitalize }} {{ 'foo-bar (baz) it\\'s' | title }}",
         "{\"s\": \"Hello World\"}",
         "HELLO WORLD hello world Hello world Foo-Bar (Baz) It's"},
        {"02", "{{ '  x ' | trim }} {{ 'xxaxx' | trim('x') }}", "{}", "x a"},
        {"03",
         "{{ s | replace('o', '0') }} {{ s | replace('o', '0', 1) }} {{ 5 | replace('5', 'x') }}",
         "{\"s\": \"Hello World\"}",
         "Hell0 W0rld Hell0 World x"},
        {"04", "[{{ 'ab' | center(6) }}]", "{}", "[  ab  ]"},
        {"05",
         "{{ multi | indent }}|{{ multi | indent(2, true, true) }}|{{ 'a\\nb' | indent('> ') }}",
         "{\"multi\": \"line one\\nline two\\n\\nline four\"}",
         "line one\n    line two\n\n    line four|  line one\n  line two\n  \n  line four|a\n> b"},
        {"06", "{{ 5 | indent }}", "{}", "!TypeError"},
        {"07",
         "{{ 'hello big world out there' | truncate(10) }} {{ 'hello big world out there' | truncate(10, true, '!') }} "
         "{{ 'hello' | truncate(4, leeway=0) }}",
         "{\"big\": 123456789012345678901234567890}",
         "hello... hello big! h..."},
        {"08", "{{ 'x' | truncate(1) }}", "{}", "!AssertionError"},
        {"09", "{{ 'one two three four' | wordwrap(9) }}", "{}", "one two\nthree\nfour"},
        {"10", "{{ 'one two, three_4' | wordcount }}", "{}", "3"},
        {"11", "{{ '%s %s' | format(1, 2) }} {{ '%(a)s' | format(a=1) }}", "{\"s\": \"Hello World\"}", "1 2 1"},
        {"12", "{{ '%s' | format(1, a=2) }}", "{\"s\": \"Hello World\"}", "!FilterArgumentError"},
        {"13", "{{ 42 | string }} {{ none | string }} {{ [1] | string }}", "{}", "42 None [1]"},
        {"14", "{{ s | upper(1) }}", "{\"s\": \"Hello World\"}", "!TypeError"},
        {"replace without markup gives none",
         "{% autoescape true %}{{ ['<' | replace('a', 'b')] }}{{ ['<' | replace('a' | e, 'b')] }}{% endautoescape %}",
         "{}",
         "[&#39;&lt;&#39;][Markup(&#39;&amp;lt;&#39;)]"},
        {"wordwrap of bytes", "{{ 'x'.encode() | wordwrap }}", "{}", "!TypeError"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
