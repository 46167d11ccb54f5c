#pragma once

#include "queue_model.h"
#include "shop.h"
#include "simulated_disk.h"

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "levada/adapters/local_object_store.h"
#include "levada/adapters/local_queue.h"
#include "levada/delivery/state_store.h"
#include "levada/load/backlog.h"
#include "levada/load/loader.h"
#include "levada/ports/sql_engine.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_metadata.h"

namespace levada::simulation {

/// Metadata that is durable when a call returns, on a machine that may stop before or after.
class SimulatedMetadata final : public Metadata {
public:
    explicit SimulatedMetadata(SimulatedDisk& disk) : disk_(disk) {}
    Status put(const std::string& collection, const std::string& key, const Json& value) override;
    Status put_if(const std::string& collection,
                  const std::string& key,
                  const Json& value,
                  std::int64_t expected) override;
    Result<std::optional<MetadataEntry>> get(const std::string& collection, const std::string& key) override;
    Result<std::vector<MetadataEntry>> list(const std::string& collection, const ListOptions& options) override;
    Status remove(const std::string& collection, const std::string& key) override;

private:
    Status check();
    SimulatedDisk& disk_;
    testing::MemoryMetadata kept_;
};

/// What outlives a crash: the disk, the metadata, the third party, the time. `root` is on the disk.
struct World {
    std::filesystem::path root;
    Chance& chance;
    SimulatedDisk& disk;
    Shop& shop;
    SimulatedMetadata& metadata;
    testing::ManualClock& clock;
    SqlEngine& engine;
    std::vector<std::string> streams;
    QueueModel queue_model{};
    std::int64_t run_count = 0;
    std::int64_t whole_version = -1;  ///< the newest of `stock` whose end is durable in the queue
    bool may_refuse = true;           ///< the tables take nothing for a while, now and then
    /// By stream and commit: the rows that were shown after a load that succeeded.
    std::map<std::string, std::map<std::string, std::vector<Record>>> history{};
};

/// One start of the program: the collector, the queue, the loader and the lake as they are, over a simulated world.
class Machine {
public:
    /// Errors: those of the object store and the queue.
    static Result<std::unique_ptr<Machine>> start(World& world);

    /// Reads and loads every stream once. The first error of any stream; the others are tried all the same.
    Status run();
    /// The rows that readers see, or saw at a commit. Errors: those of lake::Table.
    static Result<std::vector<Record>> rows(World& world, const std::string& stream, const std::string& as_of = "");
    /// What is wrong with the table's files; empty: nothing.
    static std::string check_files(const World& world, const std::string& stream);

private:
    explicit Machine(World& world) : world_(world) {}
    Status read(const std::string& stream, const std::string& run);
    Status load(const std::string& stream);
    bool take_turn(const std::string& stream);
    Status make_room(const std::string& stream);
    Status drop_loaded(const std::string& stream);
    void probe();
    Status check_version(const std::string& stream, const std::vector<Record>& found) const;
    Status check_history(const std::string& stream, const std::vector<Record>& found);
    Status check_topics();
    Status check_topic(const std::string& topic);
    Status check_objects(const std::set<std::string>& keys);
    Loader& loader_of(const std::string& stream);

    World& world_;
    std::unique_ptr<LocalObjectStore> objects_;
    std::unique_ptr<LocalQueue> queue_;
    std::unique_ptr<WatchedQueue> watched_;
    std::unique_ptr<StateStore> states_;
    std::map<std::string, std::unique_ptr<Loader>> loaders_;
    std::map<std::string, bool> is_complete_;
    std::unique_ptr<Backlog> backlog_ = std::make_unique<Backlog>(BacklogLimits());
    std::uint64_t refusals_left_ = 0;
};

Reading reading_of(const std::string& stream);

}  // namespace levada::simulation
