#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(FiltersHtml, AsTheReference) {
    // Goal: HTML, URL and JSON filters give what Jinja2 gives. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ html | e }} {{ html | escape | escape }} {{ html | safe | forceescape }}",
         "{\"html\": \"<a href=\\\"x\\\">T & 'q'</a>\"}",
         "&lt;a href=&#34;x&#34;&gt;T &amp; &#39;q&#39;&lt;/a&gt; &lt;a href=&#34;x&#34;&gt;T &amp; "
         "&#39;q&#39;&lt;/a&gt; &lt;a href=&#34;x&#34;&gt;T &amp; &#39;q&#39;&lt;/a&gt;"},
        {"02", "{{ html | striptags }}", "{\"html\": \"<a href=\\\"x\\\">T & 'q'</a>\"}", "T & 'q'"},
        {"03",
         "{{ {'a': 1, 'b': none, 'c': '<'} | xmlattr }}|{{ {'a': 1} | xmlattr(false) }}",
         "{}",
         " a=\"1\" c=\"&lt;\"|a=\"1\""},
        {"04", "{{ {'a b': 1} | xmlattr }}", "{}", "!ValueError"},
        {"05",
         "{{ 'see http://x.org/a?b=c. or (www.y.com) or me@z.org' | urlize }}",
         "{}",
         "see <a href=\"http://x.org/a?b=c\" rel=\"noopener\">http://x.org/a?b=c</a>. or (<a "
         "href=\"https://www.y.com\" rel=\"noopener\">www.y.com</a>) or <a href=\"mailto:me@z.org\">me@z.org</a>"},
        {"06",
         "{{ 'http://example.com/long/path' | urlize(10, true, '_blank') }}",
         "{}",
         "<a href=\"http://example.com/long/path\" rel=\"nofollow noopener\" target=\"_blank\">http://exa...</a>"},
        {"07",
         "{{ 'a b&c/d' | urlencode }} {{ {'a': 1, 'b c': 'd&e'} | urlencode }} {{ [('x', 'y z')] | urlencode }} {{ 5 | "
         "urlencode }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "a%20b%26c/d a=1&b+c=d%26e x=y+z 5"},
        {"08", "{{ [1] | urlencode }}", "{}", "!TypeError"},
        {"09",
         "{{ {'b': [1, none, true, 1.5], 'a': \"<'&>\"} | tojson }}",
         "{}",
         "{\"a\": \"\\u003c\\u0027\\u0026\\u003e\", \"b\": [1, null, true, 1.5]}"},
        {"10",
         "{{ d | tojson(2) }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "{\n  \"C\": 3,\n  \"a\": 2,\n  \"b\": 1\n}"},
        {"11", "{{ {'b': 1, 'a': [1, 2]} | pprint }}", "{}", "{'a': [1, 2], 'b': 1}"},
        {"12", "{{ missing | tojson }}", "{}", "!TypeError"},
        {"13",
         "{% autoescape true %}{{ html }}{{ '<' ~ html }}{{ html | safe }}{% endautoescape %}",
         "{\"html\": \"<a href=\\\"x\\\">T & 'q'</a>\"}",
         "&lt;a href=&#34;x&#34;&gt;T &amp; &#39;q&#39;&lt;/a&gt;&lt;&lt;a href=&#34;x&#34;&gt;T &amp; "
         "&#39;q&#39;&lt;/a&gt;<a href=\"x\">T & 'q'</a>"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
