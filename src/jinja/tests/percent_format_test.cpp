#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(PercentFormat, AsTheReference) {
    // Goal: % formats as in Python. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ '%s-%s' % ('a', 1) }}", "{\"s\": \"Hello World\"}", "a-1"},
        {"02",
         "{{ '%d %i %5d|%-5d|%05d' % (1, 2, 3, 4, 5) }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "1 2     3|4    |00005"},
        {"03", "{{ '%x %X %o %#x' % (255, 255, 8, 255) }}", "{}", "ff FF 10 0xff"},
        {"04", "{{ '%.2f %e %g %G' % (3.14159, 12345.678, 0.00001, 1e20) }}", "{}", "3.14 1.234568e+04 1e-05 1E+20"},
        {"05",
         "{{ '%(a)s %(b)d' % {'a': 'x', 'b': 2} }}",
         "{\"s\": \"Hello World\", \"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "x 2"},
        {"06", "{{ '%c%c' % (97, 'b') }}", "{}", "ab"},
        {"07", "{{ '%%' % () }}", "{}", "%"},
        {"08", "{{ '%r' % 'a' }}", "{}", "'a'"},
        {"09", "{{ '%s' % (1, 2) }}", "{\"s\": \"Hello World\"}", "!TypeError"},
        {"10", "{{ '%s %s' % 1 }}", "{\"s\": \"Hello World\"}", "!TypeError"},
        {"11", "{{ '%d' % 'a' }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "!TypeError"},
        {"12", "{{ '%z' % 1 }}", "{}", "!ValueError"},
        {"13", "{{ '%' % 1 }}", "{}", "!ValueError"},
        {"14", "{{ '%*d' % (5, 42) }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "   42"},
        {"15", "{{ '%.3s' % 'abcdef' }}", "{}", "abc"},
        {"16", "{{ '%d' % 3.9 }} {{ '%+d % d' % (3, 3) }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "3 +3  3"},
        {"17", "{{ '%s' % missing }}", "{\"s\": \"Hello World\"}", ""},
        {"18", "{{ '%(a)s' % 5 }}", "{\"s\": \"Hello World\"}", "!TypeError"},
        {"bytes are a mapping, which may be left over", "{{ 'e' % 'x'.encode() }}", "{}", "e"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
