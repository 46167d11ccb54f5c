#include "run/replay_cuts.h"

#include <optional>

#include "levada/base/text.h"

namespace levada::app {

namespace {

constexpr std::size_t kRunPart = 3;  // raw/<pipeline>/<stream>/<run>/<part>.warc.gz

std::string run_of(std::string_view page) {
    const std::vector<std::string_view> parts = split(page, '/');
    return parts.size() > kRunPart ? percent_decode(parts[kRunPart]) : std::string();
}

std::string_view folder_of(std::string_view page) {
    return page.substr(0, page.rfind('/') + 1);
}

/// The next reading went on behind `page`: what other runs before it gave after that counts no more.
void cut(std::map<std::string, std::string>& cuts,
         const std::vector<RawRun>& runs,
         std::size_t count,
         const std::string& page) {
    const std::string last = run_of(page);
    for (std::size_t i = 0; i < count && !last.empty(); ++i) {
        // Ids of runs begin with their times.
        if (runs[i].run == last) {
            cuts[last] = page;
        } else if (runs[i].run > last) {
            cuts[runs[i].run].clear();
        }
    }
}

}  // namespace

bool is_behind(std::string_view page, std::string_view other) {
    const std::size_t mark = page.find('#');
    const std::size_t other_mark = other.find('#');
    if (mark == std::string_view::npos || other_mark == std::string_view::npos || folder_of(page) != folder_of(other)) {
        return false;
    }
    const std::string_view key = page.substr(0, mark);
    const std::string_view other_key = other.substr(0, other_mark);
    if (key != other_key) {
        return key > other_key;  // Parts have numbers of six digits.
    }
    return parse_int64(page.substr(mark + 1)).value_or(0) > parse_int64(other.substr(other_mark + 1)).value_or(0);
}

Result<std::map<std::string, std::string>> replay_cuts(ObjectStore& objects,
                                                       const std::vector<RawRun>& runs,
                                                       const std::string& stream,
                                                       const std::string& newest_page) {
    std::map<std::string, std::string> cuts;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto parts = runs[i].streams.find(stream);
        if (parts != runs[i].streams.end()) {
            LEVADA_TRY(const std::string page, place_before(objects, parts->second));
            cut(cuts, runs, i, page);
        }
    }
    cut(cuts, runs, runs.size(), newest_page);
    return cuts;
}

}  // namespace levada::app
