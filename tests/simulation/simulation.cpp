#include "simulation.h"

#include "machine.h"

#include <utility>

namespace levada::simulation {
namespace {

/// One seed in so many has `visits`: it costs as much as the two others.
constexpr std::uint64_t kSeedsPerVisits = 3;
constexpr std::uint64_t kLivesMax = 5;
constexpr std::uint64_t kRunsOfLifeMax = 3;
// About as many changes as a life makes, so that a crash meets any of them.
constexpr std::uint64_t kChangesOfLife = 260;
constexpr std::uint64_t kReadsOfLife = 60;
constexpr std::uint64_t kFullChangesMax = 40;
constexpr int kLastRunsMax = 4;

class Story {
public:
    explicit Story(const Setting& setting)
        : chance_(setting.seed),
          disk_(setting.folder, chance_),
          shop_(chance_),
          metadata_(disk_),
          world_{.root = setting.folder / "project",
                 .chance = chance_,
                 .disk = disk_,
                 .shop = shop_,
                 .metadata = metadata_,
                 .clock = clock_,
                 .engine = *setting.engine,
                 .streams = {"events", "stock"}} {
        if (setting.seed % kSeedsPerVisits == 0) {
            world_.streams.emplace_back("visits");
        }
        if (setting.has_keyed_stream) {
            world_.streams.emplace_back("orders");
        }
        seed_random_bytes(setting.seed);
        disk_.set_lie(setting.lie, setting.lie_name);
        if (setting.is_shown) {
            disk_.show();
        }
        SimulatedDisk::active() = &disk_;
    }
    ~Story() { SimulatedDisk::active() = nullptr; }
    Story(const Story&) = delete;
    Story& operator=(const Story&) = delete;

    Outcome tell() {
        for (std::uint64_t lives = 1 + chance_.below(kLivesMax); lives > 0 && is_going_on(); --lives) {
            live();
            end_life();
            check_tables("after life " + std::to_string(outcome_.crash_count));
        }
        if (is_going_on()) {
            end_well();
        }
        outcome_.trace = disk_.trace();
        outcome_.change_count = disk_.change_count();
        outcome_.record_count = shop_.record_count();
        return outcome_;
    }

private:
    bool is_going_on() const { return outcome_.failure.empty() && !outcome_.is_damage_found; }

    Faults draw_faults() {
        Faults faults;
        const std::int64_t now = disk_.change_count();
        const auto later = [&] { return now + static_cast<std::int64_t>(chance_.below(kChangesOfLife)); };
        const auto read = [&] { return disk_.read_count() + static_cast<std::int64_t>(chance_.below(kReadsOfLife)); };
        if (chance_.is(0.6)) {
            faults.crash_at = later();
        }
        if (chance_.is(0.2)) {
            faults.full_from = later();
            faults.full_until = faults.full_from + 1 + static_cast<std::int64_t>(chance_.below(kFullChangesMax));
        }
        if (chance_.is(0.15)) {
            faults.failing_sync_at = later();
        }
        if (chance_.is(0.1)) {
            faults.failing_read_at = read();
        }
        if (chance_.is(0.05)) {
            faults.flipped_read_at = static_cast<std::int64_t>(chance_.below(kReadsOfLife));
        }
        shop_.set_failing_share(chance_.is(0.5) ? 0.1 : 0);
        return faults;
    }

    /// Errors are the world's, and most of them are what was asked for; what counts is what is found afterwards.
    void live() {
        disk_.set_faults(draw_faults());
        auto machine = Machine::start(world_);
        if (!machine.has_value()) {
            note(machine.error());
            return;
        }
        for (std::uint64_t runs = 1 + chance_.below(kRunsOfLifeMax); runs > 0 && !disk_.is_stopped(); --runs) {
            shop_.grow();
            const Status done = (*machine)->run();
            if (!done.has_value()) {
                note(done.error());
            }
        }
    }

    /// Damage that no fault explains is a failure of ours; a flipped bit that is found is what checksums are for.
    void note(const Error& error) {
        if (error.code() != ErrorCode::corruption && error.code() != ErrorCode::internal) {
            return;
        }
        if (disk_.has_flipped()) {
            outcome_.is_damage_found = true;
        } else if (!disk_.is_stopped()) {
            outcome_.failure = error.to_string();
        }
    }

    void end_life() {
        ++outcome_.crash_count;
        if (chance_.is(0.3)) {
            disk_.restart_after_kill();
        } else {
            constexpr PowerLoss kKinds[] = {
                PowerLoss::nothing, PowerLoss::everything, PowerLoss::prefix, PowerLoss::any_part, PowerLoss::any_part};
            disk_.restart_after_power_loss(kKinds[chance_.below(std::size(kKinds))]);
        }
        clock_.advance(std::chrono::seconds(chance_.below(100)));
    }

    void check_tables(const std::string& when) {
        for (const std::string& stream : world_.streams) {
            const Result<std::vector<Record>> rows = Machine::rows(world_, stream);
            std::string wrong = rows.has_value() ? shop_.check(stream, *rows) : rows.error().to_string();
            wrong = wrong.empty() ? Machine::check_files(world_, stream) : wrong;
            if (!wrong.empty() && outcome_.failure.empty()) {
                outcome_.failure = when + ": " + stream + ": " + wrong;
            }
        }
    }

    void end_well() {
        shop_.set_failing_share(0);
        world_.may_refuse = false;
        shop_.grow();
        Status done = ok();
        for (int runs = 0; runs < kLastRunsMax; ++runs) {
            auto machine = Machine::start(world_);
            done = machine.has_value() ? (*machine)->run() : Status(machine.error());
            if (done.has_value()) {
                break;
            }
        }
        if (!done.has_value()) {
            if (disk_.has_flipped() && done.error().code() == ErrorCode::corruption) {
                outcome_.is_damage_found = true;
                return;
            }
            outcome_.failure = "a run without faults failed: " + done.error().to_string();
            return;
        }
        for (const std::string& stream : world_.streams) {
            const Result<std::vector<Record>> rows = Machine::rows(world_, stream);
            const std::string wrong = rows.has_value() ? shop_.check_end(stream, *rows) : rows.error().to_string();
            if (!wrong.empty() && outcome_.failure.empty()) {
                outcome_.failure = "in the end: " + stream + ": " + wrong;
            }
        }
    }

    Chance chance_;
    SimulatedDisk disk_;
    Shop shop_;
    SimulatedMetadata metadata_;
    testing::ManualClock clock_;
    World world_;
    Outcome outcome_;
};

}  // namespace

Outcome simulate(const Setting& setting) {
    return Story(setting).tell();
}

}  // namespace levada::simulation
