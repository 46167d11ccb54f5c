#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(DbtDatetime, AsTheReference) {
    // Goal: modules.datetime, pytz and itertools answer as in Python. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ modules.datetime.date(2024, 2, 29) }}", "{}", "2024-02-29"},
        {"02", "{{ modules.datetime.date(2024, 13, 1) }}", "{}", "!ValueError"},
        {"03",
         "{{ modules.datetime.datetime(2024, 1, 31) + modules.datetime.timedelta(days=1, hours=2) }}",
         "{}",
         "2024-02-01 02:00:00"},
        {"04",
         "{{ modules.datetime.datetime.strptime('2024-05-06', '%Y-%m-%d').isoformat() }}",
         "{}",
         "2024-05-06T00:00:00"},
        {"05", "{{ modules.datetime.datetime.strptime('x', '%Y') }}", "{}", "!ValueError"},
        {"06", "{{ modules.datetime.timedelta(hours=25, minutes=3) }}", "{}", "1 day, 1:03:00"},
        {"07", "{{ modules.datetime.date.fromisoformat('2024-05-06').isoweekday() }}", "{}", "1"},
        {"08",
         "{{ modules.datetime.datetime.now() }} {{ modules.datetime.date.today() }}",
         "{}",
         "2023-11-14 22:13:20 2023-11-14"},
        {"09", "{{ modules.pytz.timezone('Europe/Prague') }}", "{}", "Europe/Prague"},
        {"10",
         "{{ modules.itertools.product([1, 2], 'a') | list }} {{ modules.itertools.combinations([1, 2, 3], 2) | list "
         "}} {{ modules.itertools.chain([1], [2]) | list }}",
         "{}",
         "[(1, 'a'), (2, 'a')] [(1, 2), (1, 3), (2, 3)] [1, 2]"},
    };
    expect_dbt(kCases);
}

}  // namespace levada::jinja
