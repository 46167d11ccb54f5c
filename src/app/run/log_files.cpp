#include "run/log_files.h"

#include <algorithm>
#include <vector>

#include "levada/base/file.h"
#include "levada/base/text.h"

namespace levada::app {

namespace {

constexpr int kFilesMax = 100;

/// The files from the oldest to the newest: levada.log.2, levada.log.1, levada.log.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    const std::filesystem::path newest = folder / "levada.log";
    if (std::filesystem::exists(newest)) {
        files.push_back(newest);
    }
    for (int number = 1; number < kFilesMax; ++number) {
        const std::filesystem::path older = newest.string() + "." + std::to_string(number);
        if (!std::filesystem::exists(older)) {
            break;
        }
        files.push_back(older);
    }
    std::reverse(files.begin(), files.end());
    return files;
}

}  // namespace

Result<std::size_t> read_log_of_run(const std::filesystem::path& folder,
                                    const std::string& run,
                                    const std::function<Status(const Json&)>& entry) {
    std::size_t count = 0;
    for (const std::filesystem::path& file : files_of(folder)) {
        LEVADA_TRY(const std::string text, read_file(file));
        for (const std::string_view line : split(text, '\n')) {
            if (line.find(run) == std::string_view::npos) {
                continue;
            }
            const Result<Json> parsed = parse_json(line);
            const Json* named = parsed ? parsed->find_path({"levada", "run"}) : nullptr;
            if (named != nullptr && named->is_string() && named->as_string() == run) {
                LEVADA_CHECK(entry(*parsed));
                ++count;
            }
        }
    }
    return count;
}

}  // namespace levada::app
