#include "simulated_disk.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>

#include <sys/stat.h>

#include "levada/base/assert.h"

namespace levada::simulation {
namespace {

// What a disk writes at once. A write that was not synced survives sector by sector.
constexpr std::uint64_t kSectorSizeBytes = 512;
constexpr int kFolderDepthMax = 32;
constexpr std::string_view kSegmentSuffix = ".log";

std::string parent_of(const std::string& path) {
    return path.substr(0, path.rfind('/'));
}
std::string name_of(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

void put(std::string& out, std::uint64_t position, std::string_view bytes) {
    if (out.size() < position + bytes.size()) {
        out.resize(position + bytes.size(), '\0');
    }
    std::copy(bytes.begin(), bytes.end(), out.begin() + static_cast<std::ptrdiff_t>(position));
}

}  // namespace

/// While it lives, system calls are this object's own and change nothing.
class Pause {
public:
    Pause() : disk_(SimulatedDisk::active()) { SimulatedDisk::active() = nullptr; }
    ~Pause() { SimulatedDisk::active() = disk_; }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

private:
    SimulatedDisk* disk_;
};

SimulatedDisk*& SimulatedDisk::active() {
    static SimulatedDisk* disk = nullptr;
    return disk;
}

SimulatedDisk::SimulatedDisk(std::filesystem::path root, Chance& chance) : DiskCalls(root.string(), chance) {
    const Pause pause;
    std::filesystem::create_directories(root);
    scan(root);
}

SimulatedDisk::~SimulatedDisk() {
    active() = nullptr;
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
}

bool DiskCalls::holds(std::string_view path) const {
    return path.starts_with(root_) && (path.size() == root_.size() || path[root_.size()] == '/');
}

void DiskCalls::mix(std::string_view what, std::uint64_t number) {
    for (const char c : what) {
        trace_ = (trace_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    trace_ = (trace_ ^ number) * 0x100000001b3ULL;
}

void DiskCalls::say(const char* what, const std::string& path) const {
    if (is_shown_) {
        std::fprintf(stderr,
                     "%lld %s %s\n",
                     static_cast<long long>(change_count_ - 1),
                     what,
                     path.substr(std::min(path.size(), root_.size())).c_str());
    }
}

void DiskCalls::tell(const std::string& text) const {
    if (is_shown_) {
        std::fprintf(stderr, "%lld * %s\n", static_cast<long long>(change_count_ - 1), text.c_str());
    }
}

int DiskCalls::before_change(std::string_view what, std::size_t size) {
    if (is_stopped_) {
        return EIO;
    }
    const std::int64_t place = change_count_++;
    mix(what, size);
    if (place == faults_.crash_at) {
        is_stopped_ = true;
        say("STOP", "");
        return EIO;
    }
    const bool is_growing = what == "write" || what == "make";
    if (is_growing && place >= faults_.full_from && place < faults_.full_until) {
        say("FULL", "");
        return ENOSPC;
    }
    return 0;
}

int DiskCalls::before_read() {
    if (is_stopped_) {
        return EIO;
    }
    const bool is_failing = read_count_++ == faults_.failing_read_at;
    if (is_failing) {
        tell("FAILED to read");
    }
    return is_failing ? EIO : 0;
}

void DiskCalls::flip(int fd, char* bytes, std::size_t size) {
    const auto found = files_.find(fd);
    if (found == files_.end() || size == 0 || !found->second.path.ends_with(kSegmentSuffix)) {
        return;
    }
    if (segment_read_count_++ == faults_.flipped_read_at) {
        char& byte = bytes[chance_.below(size)];
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << chance_.below(8)));
        has_flipped_ = true;
        tell("FLIPPED a bit of " + found->second.path.substr(root_.size()));
    }
}

DiskCalls::Number DiskCalls::number_of(const std::string& path, Age age) {
    struct stat status {};
    const int failed = ::lstat(path.c_str(), &status);
    LEVADA_ASSERT(failed == 0);
    return number_of(status, age);
}

DiskCalls::Number DiskCalls::number_of(const struct stat& status, Age age) {
    Number& number = numbers_[status.st_ino];
    if (number == 0 || age == Age::made_now) {
        number = ++node_count_;
        nodes_[number].is_folder = S_ISDIR(status.st_mode);
    }
    return number;
}

/// Most files are opened to be read only, and then nobody needs this.
DiskCalls::Node& DiskCalls::node_of(int fd) {
    Open& open = files_.at(fd);
    if (open.node == 0) {
        struct stat status {};
        const int failed = ::fstat(fd, &status);
        LEVADA_ASSERT(failed == 0);
        open.node = number_of(status, Age::known);
    }
    return nodes_[open.node];
}

void DiskCalls::note_name(const std::string& path, Number node, std::int64_t move) {
    nodes_[number_of(parent_of(path), Age::known)].changes.push_back({name_of(path), node, change_count_, move});
}

void DiskCalls::opened(int fd, const std::string& path, bool is_new, bool is_cut) {
    files_[fd] = {is_new ? number_of(path, Age::made_now) : 0, path};
    if (is_new) {
        say("made", path);
        note_name(path, files_[fd].node, 0);
    } else if (is_cut) {
        node_of(fd).writes.push_back({.position = 0, .bytes = "", .is_cut = true, .when = change_count_});
    }
}

void DiskCalls::written(int fd, std::uint64_t position, std::string_view bytes) {
    say("wrote", files_.at(fd).path);
    node_of(fd).writes.push_back({position, std::string(bytes), false, change_count_});
}

void DiskCalls::cut(int fd, std::uint64_t size) {
    node_of(fd).writes.push_back({size, "", true, change_count_});
}

void DiskCalls::keep_names(Node& folder, Removals removals) {
    for (const NameChange& change : folder.changes) {
        if (change.node != 0) {
            folder.durable_names[change.name] = change.node;
        } else if (removals == Removals::kept || change.move != 0) {
            folder.durable_names.erase(change.name);
        }
    }
    folder.changes.clear();
}

int DiskCalls::sync(int fd) {
    Node& node = node_of(fd);
    const Open& open = files_.at(fd);
    if (change_count_ - 1 == faults_.failing_sync_at) {
        // Linux takes the pages for clean after a failed fsync: what they held is gone with the power, and a later
        // fsync says nothing.
        node.writes.clear();
        say("FAILED to sync", open.path);
        return EIO;
    }
    say("synced", open.path);
    const bool is_lied_to =
        (lie_ == Lie::file_sync && !node.is_folder && open.path.find(lie_name_) != open.path.npos) ||
        (lie_ == Lie::folder_sync && node.is_folder && open.path.ends_with(lie_name_));
    if (is_lied_to) {
        return 0;
    }
    keep_names(node, lie_ == Lie::removal && open.path.ends_with(lie_name_) ? Removals::come_back : Removals::kept);
    node.durable = node.is_folder ? std::string() : bytes_after(node, Loss());
    node.writes.clear();
    return 0;
}

void DiskCalls::named(const std::string& path, Name how) {
    if (how == Name::removed) {
        say("removed", path);
        note_name(path, 0, 0);
        return;
    }
    say(how == Name::linked ? "linked" : "made folder", path);
    note_name(path, number_of(path, how == Name::linked ? Age::known : Age::made_now), 0);
}

void DiskCalls::renamed(const std::string& from, const std::string& to) {
    say("renamed to", to);
    ++move_count_;
    note_name(from, 0, move_count_);
    note_name(to, number_of(to, Age::known), move_count_);
    for (auto& [fd, open] : files_) {
        open.path = open.path == from ? to : open.path;
    }
}

void SimulatedDisk::scan(const std::filesystem::path& folder) {
    const Number number = number_of(folder.string(), Age::made_now);
    if (folder == root_) {
        root_node_ = number;
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_directory()) {
            scan(entry.path());
        } else {
            std::ifstream file(entry.path(), std::ios::binary);
            nodes_[number_of(entry.path().string(), Age::made_now)].durable.assign(std::istreambuf_iterator<char>(file),
                                                                                   {});
        }
        nodes_[number].durable_names[entry.path().filename().string()] = number_of(entry.path().string(), Age::known);
    }
}

void SimulatedDisk::restart_after_kill() {
    say("RESTART", "");
    is_stopped_ = false;
    faults_ = Faults();
    files_.clear();
}

std::string DiskCalls::bytes_after(const Node& node, const Loss& loss) {
    const PowerLoss kind = loss.kind;
    std::string out = node.durable;
    for (const Write& write : node.writes) {
        if (kind == PowerLoss::nothing || (kind == PowerLoss::prefix && write.when > loss.moment)) {
            continue;
        }
        if (write.is_cut) {
            if (kind != PowerLoss::any_part || chance_.is(0.5)) {
                out.resize(write.position, '\0');
            }
            continue;
        }
        if (kind != PowerLoss::any_part) {
            put(out, write.position, write.bytes);
            continue;
        }
        for (std::uint64_t at = 0; at < write.bytes.size();) {
            const std::uint64_t place = write.position + at;
            const std::uint64_t size =
                std::min<std::uint64_t>(kSectorSizeBytes - place % kSectorSizeBytes, write.bytes.size() - at);
            if (chance_.is(0.5)) {
                put(out, place, std::string_view(write.bytes).substr(at, size));
            }
            at += size;
        }
    }
    return out;
}

std::map<std::string, DiskCalls::Number> SimulatedDisk::names_after(const Node& node, const Loss& loss) {
    const PowerLoss kind = loss.kind;
    std::map<std::string, Number> out = node.durable_names;
    for (const NameChange& change : node.changes) {
        bool is_kept = kind == PowerLoss::everything || (kind == PowerLoss::prefix && change.when <= loss.moment);
        if (kind == PowerLoss::any_part) {
            is_kept = chance_.is(0.5);
            if (change.move != 0) {
                is_kept = moves_.try_emplace(change.move, is_kept).first->second;
            }
        }
        if (is_kept && change.node == 0) {
            out.erase(change.name);
        } else if (is_kept) {
            out[change.name] = change.node;
        }
    }
    return out;
}

void SimulatedDisk::build(const std::filesystem::path& folder, Number number, const Loss& loss, int depth) {
    LEVADA_ASSERT(depth < kFolderDepthMax);
    std::filesystem::create_directories(folder);
    for (const auto& [name, child] : names_after(nodes_[number], loss)) {
        const Node& node = nodes_[child];
        if (node.is_folder) {
            build(folder / name, child, loss, depth + 1);
            continue;
        }
        const std::string bytes = bytes_after(node, loss);
        std::ofstream(folder / name, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
}

void SimulatedDisk::restart_after_power_loss(PowerLoss kind) {
    const Pause pause;
    say(kind == PowerLoss::any_part ? "POWER LOSS, any part" : "POWER LOSS", "");
    const auto moment = static_cast<std::int64_t>(chance_.below(static_cast<std::uint64_t>(change_count_) + 1));
    const std::string old = root_ + ".old";
    std::filesystem::rename(root_, old);
    moves_.clear();
    build(root_, root_node_, {kind, moment}, 0);
    std::filesystem::remove_all(old);
    nodes_.clear();
    numbers_.clear();
    scan(root_);
    restart_after_kill();
}

}  // namespace levada::simulation
