#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Urlize, AsTheReference) {
    // Goal: links are found as Jinja2 finds them. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ 'http://a.org' | urlize }}", "{}", "<a href=\"http://a.org\" rel=\"noopener\">http://a.org</a>"},
        {"02",
         "{{ 'www.example.com/x?y=1' | urlize }}",
         "{}",
         "<a href=\"https://www.example.com/x?y=1\" rel=\"noopener\">www.example.com/x?y=1</a>"},
        {"03",
         "{{ '(http://a.org/b_(c))' | urlize }}",
         "{}",
         "(<a href=\"http://a.org/b_(c)\" rel=\"noopener\">http://a.org/b_(c)</a>)"},
        {"04",
         "{{ 'example.com and foo.bar and a.info:80/x' | urlize }}",
         "{}",
         "<a href=\"https://example.com\" rel=\"noopener\">example.com</a> and foo.bar and a.info:80/x"},
        {"05",
         "{{ 'mailto:a@b.org a@b.org @a@b.org' | urlize }}",
         "{}",
         "<a href=\"mailto:a@b.org\">a@b.org</a> <a href=\"mailto:a@b.org\">a@b.org</a> @a@b.org"},
        {"06",
         "{{ '<http://a.org>' | urlize }}",
         "{}",
         "&lt;<a href=\"http://a.org\" rel=\"noopener\">http://a.org</a>&gt;"},
        {"07",
         "{{ 'http://127.0.0.1:80/ http://[::1]/x' | urlize }}",
         "{}",
         "<a href=\"http://127.0.0.1:80/\" rel=\"noopener\">http://127.0.0.1:80/</a> <a href=\"http://[::1]/x\" "
         "rel=\"noopener\">http://[::1]/x</a>"},
        {"08",
         "{{ 'ftp://a.b x' | urlize(extra_schemes=['ftp://']) }}",
         "{}",
         "<a href=\"ftp://a.b\" rel=\"noopener\">ftp://a.b</a> x"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
