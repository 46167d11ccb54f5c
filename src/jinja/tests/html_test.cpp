#include "objects.h"
#include "ops.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Html, Escapes) {
    std::string out;
    append_escaped(out, Value::string("<a b=\"c\">&'"));
    EXPECT_EQ(out, "&lt;a b=&#34;c&#34;&gt;&amp;&#39;");
    out.clear();
    append_escaped(out, make_text("<b>", true));
    append_escaped(out, Value::list({Value::string("<")}));
    EXPECT_EQ(out, "<b>[&#39;&lt;&#39;]");
}

}  // namespace levada::jinja
