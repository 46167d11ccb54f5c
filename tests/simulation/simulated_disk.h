#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <sys/types.h>

namespace levada::simulation {

/// What every decision of a run is drawn from.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}
    /// 0 … limit - 1.
    std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : engine_() % limit; }
    bool is(double share) { return static_cast<double>(engine_() >> 11U) < share * 9007199254740992.0; }

private:
    std::mt19937_64 engine_;
};

/// What random names of files and instants are made from, from now on: a seed alone decides a run.
void seed_random_bytes(std::uint64_t seed);

/// How much of what was not synced is there after the power came back.
enum class PowerLoss : std::uint8_t {
    nothing,     ///< only what was synced
    everything,  ///< all of it
    prefix,      ///< all up to a moment, as journals do
    any_part,    ///< any of the changes of folders, any of the sectors of files: torn and reordered writes
};

/// Which promise the disk breaks although it says that it kept it, to prove that the simulation notices.
enum class Lie : std::uint8_t {
    none,
    file_sync,    ///< fsync of files whose name holds `Lies::name` does nothing
    folder_sync,  ///< fsync of folders whose path ends with `Lies::name` does nothing
    removal,      ///< fsync of such folders keeps what was made; what was removed comes back with the power
};

/// What goes wrong on a disk. Places count the changes (writes, syncs, names) from the start.
struct Faults {
    std::int64_t crash_at = -1;                    ///< the change at which the machine or the program stops; -1: never
    std::int64_t full_from = -1, full_until = -1;  ///< changes for which there is no room
    std::int64_t failing_sync_at = -1;             ///< EIO, and what was to be synced is lost with the power
    std::int64_t failing_read_at = -1;             ///< EIO; counts reads
    std::int64_t flipped_read_at = -1;             ///< one bit of what is read is wrong; counts reads of queue segments
};

/// What the system calls (system_calls.cpp) ask of a simulated disk. A path is absolute; an errno or 0 is the answer.
class DiskCalls {
public:
    bool holds(std::string_view path) const;
    int before_change(std::string_view what, std::size_t size);
    int before_read();
    void flip(int fd, char* bytes, std::size_t size);
    void opened(int fd, const std::string& path, bool is_new, bool is_cut);
    void closed(int fd) { files_.erase(fd); }
    bool is_open(int fd) const { return files_.contains(fd); }
    void written(int fd, std::uint64_t position, std::string_view bytes);
    void cut(int fd, std::uint64_t size);
    int sync(int fd);
    enum class Name : std::uint8_t { linked, made_folder, removed };
    void named(const std::string& path, Name how);
    void renamed(const std::string& from, const std::string& to);

protected:
    struct Write {
        std::uint64_t position = 0;  ///< of `bytes`, or the new size when is_cut
        std::string bytes;
        bool is_cut = false;
        std::int64_t when = 0;
    };
    using Number = std::uint64_t;  ///< of a node; never used twice, other than the kernel's
    struct NameChange {
        std::string name;
        Number node = 0;  ///< 0: removed
        std::int64_t when = 0;
        std::int64_t move = 0;  ///< both halves of a rename have the same number, else 0
    };
    struct Node {
        bool is_folder = false;
        std::string durable;                          ///< of a file
        std::vector<Write> writes;                    ///< not synced
        std::map<std::string, Number> durable_names;  ///< of a folder
        std::vector<NameChange> changes;              ///< not synced
    };
    struct Open {
        Number node = 0;  ///< 0: nobody asked for it yet, node_of() finds it
        std::string path;
    };

    enum class Age : std::uint8_t { known, made_now };
    Number number_of(const std::string& path, Age age);
    Number number_of(const struct stat& status, Age age);
    Node& node_of(int fd);
    void note_name(const std::string& path, Number node, std::int64_t move);
    enum class Removals : std::uint8_t { kept, come_back };
    static void keep_names(Node& folder, Removals removals);
    struct Loss {
        PowerLoss kind = PowerLoss::everything;
        std::int64_t moment = 0;  ///< of a prefix
    };
    std::string bytes_after(const Node& node, const Loss& loss);
    void mix(std::string_view what, std::uint64_t number);
    void say(const char* what, const std::string& path) const;
    /// A line on stderr among the changes, when they are shown.
    void tell(const std::string& text) const;

    DiskCalls(std::string root, Chance& chance) : root_(std::move(root)), chance_(chance) {}
    ~DiskCalls() = default;

    std::string root_;
    Chance& chance_;
    Faults faults_;
    Lie lie_ = Lie::none;
    std::string lie_name_;
    std::unordered_map<ino_t, Number> numbers_;
    std::unordered_map<Number, Node> nodes_;
    std::unordered_map<int, Open> files_;
    std::map<std::int64_t, bool> moves_;  ///< renames that survive, while a disk is built anew
    Number root_node_ = 0;
    Number node_count_ = 0;
    std::int64_t change_count_ = 0;
    std::int64_t read_count_ = 0;
    std::int64_t segment_read_count_ = 0;
    std::int64_t move_count_ = 0;
    std::uint64_t trace_ = 0;
    bool is_stopped_ = false;
    bool is_shown_ = false;
    bool has_flipped_ = false;
};

/// The part of the file system below `root`, as the program sees it through its system calls (system_calls.cpp), and
/// what of it would be there after a power loss. The present files are real ones, on whatever holds `root`; what is
/// durable is kept here. Source: POSIX fsync(2); Linux fsync of a file does not make its name durable.
/// Not thread-safe: one simulated machine is one thread.
class SimulatedDisk final : public DiskCalls {
public:
    /// An empty disk. `root` is made.
    SimulatedDisk(std::filesystem::path root, Chance& chance);
    ~SimulatedDisk();
    SimulatedDisk(const SimulatedDisk&) = delete;
    SimulatedDisk& operator=(const SimulatedDisk&) = delete;

    /// The disk that system calls of this process go to; null: they go to the machine's own.
    static SimulatedDisk*& active();

    void set_faults(const Faults& faults) { faults_ = faults; }
    void set_lie(Lie lie, std::string name) { lie_ = lie, lie_name_ = std::move(name); }
    /// Each change on stderr, as it happens.
    void show() { is_shown_ = true; }
    using DiskCalls::tell;
    /// The machine stops after so many more changes.
    void crash_after(std::int64_t changes) { faults_.crash_at = change_count_ + changes; }
    std::int64_t change_count() const { return change_count_; }
    std::int64_t read_count() const { return read_count_; }
    /// The program has been stopped: each call fails, nothing changes any more.
    bool is_stopped() const { return is_stopped_; }
    bool has_flipped() const { return has_flipped_; }
    /// A number that two runs with the same calls in the same order have in common.
    std::uint64_t trace() const { return trace_; }

    /// The program was killed: all that it wrote is there for the next one.
    void restart_after_kill();
    /// The machine lost its power: of what was not synced, some is gone.
    void restart_after_power_loss(PowerLoss kind);

private:
    void scan(const std::filesystem::path& folder);
    void build(const std::filesystem::path& folder, Number number, const Loss& loss, int depth);
    std::map<std::string, Number> names_after(const Node& node, const Loss& loss);
};

}  // namespace levada::simulation
