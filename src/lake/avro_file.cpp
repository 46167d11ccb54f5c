#include "avro_file.h"

#include "avro_schemas.h"

#include "levada/base/hash.h"

namespace levada::lake {
namespace {

constexpr std::size_t kSyncSizeBytes = 16;
constexpr std::string_view kPolicy = "KEEP_LATEST_COMMITS";
// Branches of a union are told by their place in the schema; of ["null", T] T is 1, of ["int", "null"] int is 0.
constexpr std::int64_t kNullFirst = 0;
constexpr std::int64_t kSecond = 1;
constexpr std::int64_t kIntFirst = 0;

/// Avro's binary encoding.
class Encoder {
public:
    void number(std::int64_t value) {
        auto zigzag = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
        while (zigzag >= 0x80) {
            out_.push_back(static_cast<char>((zigzag & 0x7F) | 0x80));
            zigzag >>= 7;
        }
        out_.push_back(static_cast<char>(zigzag));
    }
    void text(std::string_view value) {
        number(static_cast<std::int64_t>(value.size()));
        out_ += value;
    }
    void boolean(bool value) { out_.push_back(value ? '\1' : '\0'); }
    /// Arrays and maps: one block of `count` items follows (none when it is 0), then end().
    void begin(std::size_t count) {
        if (count > 0) {
            number(static_cast<std::int64_t>(count));
        }
    }
    void end() { number(0); }
    void texts(const std::vector<std::string>& values) {
        begin(values.size());
        for (const std::string& value : values) {
            text(value);
        }
        end();
    }
    void raw(std::string_view bytes) { out_ += bytes; }
    const std::string& bytes() const { return out_; }

private:
    std::string out_;
};

/// A container file with one record. The sync marker follows from the contents, so equal input gives equal bytes.
std::string container_of(std::string_view schema, const Encoder& record) {
    const std::string sync = digest("sha256", record.bytes()).substr(0, kSyncSizeBytes);
    Encoder out;
    out.raw(std::string_view("Obj\x01", 4));
    out.begin(2);
    out.text("avro.codec");
    out.text("null");
    out.text("avro.schema");
    out.text(schema);
    out.end();
    out.raw(sync);
    out.number(1);
    out.text(record.bytes());
    out.raw(sync);
    return out.bytes();
}

}  // namespace

std::string print_requested_replace() {
    Encoder record;
    record.number(kNullFirst);  // operationType
    record.number(kNullFirst);  // clusteringPlan
    record.number(kNullFirst);  // extraMetadata
    record.number(kIntFirst);   // version
    record.number(1);
    return container_of(kRequestedReplaceSchema, record);
}

std::string print_cleaner_plan(const CleanRecord& plan) {
    Encoder record;
    record.number(kSecond);  // earliestInstantToRetain
    record.text(plan.keep_from);
    record.text(plan.keep_from_action);
    record.text("COMPLETED");
    record.text(plan.last_completed);
    record.text(kPolicy);
    record.number(kNullFirst);  // filesToBeDeletedPerPartition, which the paths below replace
    record.number(kIntFirst);   // version
    record.number(2);
    record.number(kSecond);  // filePathsToBeDeletedPerPartition
    record.begin(plan.paths.size());
    for (const auto& [partition, paths] : plan.paths) {
        record.text(partition);
        record.begin(paths.size());
        for (const std::string& path : paths) {
            record.number(kSecond);
            record.text(path);
            record.number(kSecond);  // isBootstrapBaseFile
            record.boolean(false);
        }
        record.end();
    }
    record.end();
    record.number(kSecond);  // partitionsToBeDeleted
    record.end();
    record.number(kNullFirst);  // extraMetadata
    return container_of(kCleanerPlanSchema, record);
}

std::string print_clean_metadata(const CleanRecord& done) {
    std::size_t file_count = 0;
    for (const auto& [partition, names] : done.names) {
        file_count += names.size();
    }
    Encoder record;
    record.text(done.instant);
    record.number(1);  // timeTakenInMillis: nothing reads it, and a constant keeps the file the same on a repetition
    record.number(static_cast<std::int64_t>(file_count));
    record.text(done.keep_from);
    record.text(done.last_completed);
    record.begin(done.names.size());
    for (const auto& [partition, names] : done.names) {
        record.text(partition);
        record.text(partition);
        record.text(kPolicy);
        record.texts(names);  // deletePathPatterns
        record.texts(names);  // successDeleteFiles
        record.end();         // failedDeleteFiles
        record.number(kSecond);
        record.boolean(false);  // isPartitionDeleted
    }
    record.end();
    record.number(kIntFirst);  // version
    record.number(2);
    record.number(kSecond);  // bootstrapPartitionMetadata
    record.end();
    record.number(kNullFirst);  // extraMetadata
    return container_of(kCleanMetadataSchema, record);
}

}  // namespace levada::lake
