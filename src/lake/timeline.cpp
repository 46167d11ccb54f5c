#include "timeline.h"

#include "instant.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "levada/base/file.h"
#include "levada/base/hash.h"

namespace levada::lake {
namespace {

bool is_commit_kind(std::string_view kind) {
    return kind == "commit" || kind == "replacecommit";
}

bool is_completed_kind(std::string_view kind) {
    constexpr std::string_view kKinds[] = {
        "commit", "replacecommit", "clean", "rollback", "savepoint", "restore", "indexing", "deltacommit"};
    return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

/// The kind of a pending commit's file, or empty. A plain commit's inflight file has no kind in its name.
std::string_view pending_kind(std::string_view rest) {
    if (rest == "inflight" || rest == "commit.requested") {
        return "commit";
    }
    if (rest == "replacecommit.requested" || rest == "replacecommit.inflight") {
        return "replacecommit";
    }
    return "";
}

}  // namespace

bool Timeline::has_commit(std::string_view instant) const {
    const auto found =
        std::lower_bound(commits.begin(), commits.end(), instant, [](const Action& action, std::string_view wanted) {
            return action.instant < wanted;
        });
    return found != commits.end() && found->instant == instant;
}

Result<Timeline> read_timeline(const std::filesystem::path& table) {
    std::error_code failed;
    std::filesystem::directory_iterator entries(table / ".hoodie", failed);
    if (failed) {
        return file_error(failed.value(), "list", table / ".hoodie");
    }
    Timeline out;
    std::set<std::string> completed;
    std::set<std::pair<std::string, std::string>> started;
    for (const std::filesystem::directory_entry& entry : entries) {
        const std::string name = entry.path().filename().string();
        const std::size_t dot = name.find('.');
        if (dot == std::string::npos || !is_instant(std::string_view(name).substr(0, dot))) {
            continue;
        }
        const std::string instant = name.substr(0, dot);
        const std::string rest = name.substr(dot + 1);
        out.newest = std::max(out.newest, instant);
        if (is_completed_kind(rest)) {
            completed.insert(instant);
        }
        if (is_commit_kind(rest)) {
            out.commits.push_back({instant, rest});
        } else if (const std::string_view kind = pending_kind(rest); !kind.empty()) {
            started.emplace(instant, kind);
        }
    }
    for (const auto& [instant, kind] : started) {
        if (!completed.contains(instant)) {
            out.pending.push_back({instant, kind});
        }
    }
    std::sort(
        out.commits.begin(), out.commits.end(), [](const Action& a, const Action& b) { return a.instant < b.instant; });
    return out;
}

Result<Json> read_commit(const std::filesystem::path& table, const Action& action) {
    const std::filesystem::path path = table / ".hoodie" / (action.instant + "." + action.kind);
    LEVADA_TRY(const std::string text, read_file(path));
    if (text.empty()) {
        return Json::object();
    }
    Result<Json> parsed = parse_json(text);
    if (!parsed.has_value()) {
        return Error(ErrorCode::corruption, "commit metadata is no JSON: " + parsed.error().message())
            .with("file", path.string());
    }
    return parsed;
}

Status publish_file(const std::filesystem::path& path, std::string_view bytes) {
    LEVADA_CHECK(make_folders(path.parent_path()));
    const std::filesystem::path temporary = path.parent_path() / (".tmp_" + to_hex(random_bytes(16)));
    {
        const FileDescriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
        if (!file.is_open()) {
            return file_error(errno, "create", temporary);
        }
        Status written = write_all(file.get(), bytes, temporary);
        if (written.has_value() && ::fsync(file.get()) != 0) {
            written = file_error(errno, "sync", temporary);
        }
        if (!written.has_value()) {
            ::unlink(temporary.c_str());
            return written;
        }
    }
    const int linked = ::link(temporary.c_str(), path.c_str());
    const int error_number = errno;
    ::unlink(temporary.c_str());
    if (linked != 0 && error_number == EEXIST) {
        return Error(ErrorCode::conflict, "another writer has published this instant").with("file", path.string());
    }
    if (linked != 0) {
        return file_error(error_number, "link", path);
    }
    return sync_folder(path.parent_path()).with(kMayBePublishedFact, path.filename().string());
}

}  // namespace levada::lake
