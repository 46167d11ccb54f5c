#include "levada/adapters/sqlite_metadata.h"

#include <cerrno>
#include <mutex>

#include <sqlite3.h>

#include "levada/base/file.h"

namespace levada {
namespace {

constexpr int kBusyWaitMilliseconds = 10'000;
constexpr int kSchemaVersion = 1;
// What SQLite writes at once. Source: SQLite, PRAGMA page_size.
constexpr std::uintmax_t kPageSizeBytes = 4'096;
// "LVDM" as a number: tells our files from other programs'. Source: SQLite, PRAGMA application_id.
constexpr int kApplicationId = 0x4C56444D;

constexpr const char* kSchema =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "CREATE TABLE IF NOT EXISTS documents("
    " collection BLOB NOT NULL, key BLOB NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL,"
    " PRIMARY KEY(collection, key)) WITHOUT ROWID;";

// In the order of the enumerators; each is prepared once.
enum Statement : std::uint8_t {
    put,
    insert_new,
    update_if,
    get,
    list_ascending,
    list_descending,
    remove,
    statement_count
};
constexpr const char* kStatements[statement_count] = {
    "INSERT INTO documents VALUES(?1, ?2, ?3, 1)"
    " ON CONFLICT(collection, key) DO UPDATE SET value = ?3, version = version + 1",
    "INSERT INTO documents VALUES(?1, ?2, ?3, 1) ON CONFLICT(collection, key) DO NOTHING",
    "UPDATE documents SET value = ?3, version = version + 1 WHERE collection = ?1 AND key = ?2 AND version = ?4",
    "SELECT key, value, version FROM documents WHERE collection = ?1 AND key = ?2",
    "SELECT key, value, version FROM documents WHERE collection = ?1 AND key >= ?2"
    " AND (?3 IS NULL OR key < ?3) ORDER BY key LIMIT ?4",
    "SELECT key, value, version FROM documents WHERE collection = ?1 AND key >= ?2"
    " AND (?3 IS NULL OR key < ?3) ORDER BY key DESC LIMIT ?4",
    "DELETE FROM documents WHERE collection = ?1 AND key = ?2",
};

ErrorCode code_of(int sqlite_code) {
    switch (sqlite_code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_NOMEM:
            return ErrorCode::unavailable;
        case SQLITE_PERM:
        case SQLITE_READONLY:
            return ErrorCode::permission_denied;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ErrorCode::corruption;
        default:
            return ErrorCode::internal;
    }
}

// The smallest text that is greater than every text with the prefix; nothing when there is none.
std::optional<std::string> end_of_prefix(std::string prefix) {
    while (!prefix.empty() && prefix.back() == '\xff') {
        prefix.pop_back();
    }
    if (prefix.empty()) {
        return std::nullopt;
    }
    prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
    return prefix;
}

struct CloseDatabase {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

}  // namespace

struct SqliteMetadata::Database {
    std::filesystem::path path;
    std::mutex mutex{};
    std::unique_ptr<sqlite3, CloseDatabase> handle{};
    std::unique_ptr<sqlite3_stmt, FinalizeStatement> statements[statement_count]{};

    Error failure(int code) const {
        const bool is_full = is_disk_full(code);
        const char* const what = is_full ? "database or disk is full" : sqlite3_errstr(code);
        const Error error = Error(code_of(code), std::string("the metadata file: ") + what).with("file", path.string());
        return is_full ? error.hint(std::string(kDiskFullHint)) : error;
    }

    // SQLite tells a full disk only where it writes to its own file; of the index beside it an I/O error is all it
    // says.
    bool is_disk_full(int code) const {
        const int kind = code & 0xff;
        if (kind != SQLITE_IOERR && kind != SQLITE_CANTOPEN) {
            return kind == SQLITE_FULL;
        }
        const int cause = sqlite3_system_errno(handle.get());
        std::error_code is_unknown;
        const std::filesystem::space_info space = std::filesystem::space(path.parent_path(), is_unknown);
        return cause == ENOSPC || cause == EDQUOT || (!is_unknown && space.available < kPageSizeBytes);
    }

    Status connect() {
        sqlite3* raw = nullptr;
        constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
        const int code = sqlite3_open_v2(path.c_str(), &raw, kFlags, nullptr);
        handle.reset(raw);
        if (code != SQLITE_OK) {
            return failure(code);
        }
        sqlite3_busy_timeout(raw, kBusyWaitMilliseconds);
        return ok();
    }

    Status take() {
        LEVADA_CHECK(claim());
        return prepare();
    }

    Status execute(const char* sql) {
        const int code = sqlite3_exec(handle.get(), sql, nullptr, nullptr, nullptr);
        return code == SQLITE_OK ? ok() : Status(failure(code));
    }

    Result<int> read_number(const char* sql) {
        sqlite3_stmt* raw = nullptr;
        int code = sqlite3_prepare_v2(handle.get(), sql, -1, &raw, nullptr);
        const std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement(raw);
        if (code == SQLITE_OK) {
            code = sqlite3_step(raw);
        }
        if (code != SQLITE_ROW) {
            return failure(code);
        }
        return sqlite3_column_int(raw, 0);
    }

    // Refuses a file of another program or of a later version; marks a new one as ours.
    Status claim() {
        LEVADA_TRY(const int application_id, read_number("PRAGMA application_id"));
        LEVADA_TRY(const int version, read_number("PRAGMA user_version"));
        LEVADA_TRY(const int table_count, read_number("SELECT count(*) FROM sqlite_master"));
        const bool is_new = application_id == 0 && version == 0 && table_count == 0;
        if (!is_new && (application_id != kApplicationId || version != kSchemaVersion)) {
            return Error(ErrorCode::corruption, "the metadata file was made by another program or version")
                .with("file", path.string());
        }
        LEVADA_CHECK(execute(kSchema));
        if (is_new) {
            LEVADA_CHECK(execute(("PRAGMA application_id=" + std::to_string(kApplicationId) +
                                  "; PRAGMA user_version=" + std::to_string(kSchemaVersion))
                                     .c_str()));
        }
        return ok();
    }

    Status prepare() {
        for (std::size_t i = 0; i < statement_count; ++i) {
            sqlite3_stmt* raw = nullptr;
            const int code =
                sqlite3_prepare_v3(handle.get(), kStatements[i], -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
            statements[i].reset(raw);
            if (code != SQLITE_OK) {
                return failure(code);
            }
        }
        return ok();
    }
};

namespace {

// One use of a prepared statement; gives it back when it ends. Borrows what is bound.
class Call {
public:
    explicit Call(sqlite3_stmt* statement) : statement_(statement) {}
    ~Call() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    Call& bytes(int index, std::string_view value) {
        sqlite3_bind_blob64(statement_, index, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC);
        return *this;
    }
    Call& text(int index, std::string_view value) {
        sqlite3_bind_text64(statement_, index, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
        return *this;
    }
    Call& number(int index, std::int64_t value) {
        sqlite3_bind_int64(statement_, index, value);
        return *this;
    }
    int step() { return sqlite3_step(statement_); }

    Result<MetadataEntry> entry() const {
        LEVADA_TRY(Json value, parse_json(column(1)));
        return MetadataEntry{std::string(column(0)), std::move(value), sqlite3_column_int64(statement_, 2)};
    }

private:
    std::string_view column(int index) const {
        const void* const bytes = sqlite3_column_blob(statement_, index);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, index));
        return size == 0 ? std::string_view() : std::string_view(static_cast<const char*>(bytes), size);
    }

    sqlite3_stmt* statement_;
};

}  // namespace

SqliteMetadata::SqliteMetadata(std::unique_ptr<Database> database) : database_(std::move(database)) {}
SqliteMetadata::~SqliteMetadata() = default;

Result<std::unique_ptr<SqliteMetadata>> SqliteMetadata::open(const std::filesystem::path& path) {
    if (path.has_parent_path()) {
        LEVADA_CHECK(make_folders(path.parent_path()));
    }
    auto database = std::make_unique<Database>();
    database->path = path;
    LEVADA_CHECK(database->connect());
    LEVADA_CHECK(database->take());
    return std::unique_ptr<SqliteMetadata>(new SqliteMetadata(std::move(database)));
}

Result<std::unique_ptr<SqliteMetadata>> SqliteMetadata::look(const std::filesystem::path& path) {
    auto opened = open(path);
    if (opened || opened.error().hint() != kDiskFullHint) {
        return opened;
    }
    auto alone = open_alone(path);
    return alone ? std::move(alone) : std::move(opened);
}

Result<std::unique_ptr<SqliteMetadata>> SqliteMetadata::open_alone(const std::filesystem::path& path) {
    auto database = std::make_unique<Database>();
    database->path = path;
    LEVADA_CHECK(database->connect());
    // Who has the file alone needs no index beside it: that is what there is no space for. Nor does it tidy up at its
    // end, which would write. Source: SQLite, wal.html, "Use of WAL Without Shared-Memory".
    sqlite3_db_config(database->handle.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    LEVADA_CHECK(database->execute("PRAGMA locking_mode=EXCLUSIVE"));
    LEVADA_CHECK(database->take());
    return std::unique_ptr<SqliteMetadata>(new SqliteMetadata(std::move(database)));
}

Status SqliteMetadata::put(const std::string& collection, const std::string& key, const Json& value) {
    const std::string text = value.dump();
    const std::lock_guard lock(database_->mutex);
    Call call(database_->statements[Statement::put].get());
    const int code = call.bytes(1, collection).bytes(2, key).text(3, text).step();
    return code == SQLITE_DONE ? ok() : Status(database_->failure(code).with("key", key));
}

Status SqliteMetadata::put_if(const std::string& collection,
                              const std::string& key,
                              const Json& value,
                              std::int64_t expected) {
    const std::string text = value.dump();
    const std::lock_guard lock(database_->mutex);
    Call call(database_->statements[expected == 0 ? Statement::insert_new : Statement::update_if].get());
    call.bytes(1, collection).bytes(2, key).text(3, text);
    if (expected != 0) {
        call.number(4, expected);
    }
    const int code = call.step();
    if (code != SQLITE_DONE) {
        return database_->failure(code).with("key", key);
    }
    if (sqlite3_changes(database_->handle.get()) == 0) {
        return Error(ErrorCode::conflict, "the document was changed by another writer")
            .with("collection", collection)
            .with("key", key);
    }
    return ok();
}

Result<std::optional<MetadataEntry>> SqliteMetadata::get(const std::string& collection, const std::string& key) {
    const std::lock_guard lock(database_->mutex);
    Call call(database_->statements[Statement::get].get());
    const int code = call.bytes(1, collection).bytes(2, key).step();
    if (code == SQLITE_DONE) {
        return std::optional<MetadataEntry>();
    }
    if (code != SQLITE_ROW) {
        return database_->failure(code).with("key", key);
    }
    LEVADA_TRY(MetadataEntry entry, call.entry().with("key", key));
    return std::optional<MetadataEntry>(std::move(entry));
}

Result<std::vector<MetadataEntry>> SqliteMetadata::list(const std::string& collection, const ListOptions& options) {
    const std::optional<std::string> end = end_of_prefix(options.prefix);
    const std::lock_guard lock(database_->mutex);
    Call call(database_->statements[options.is_descending ? list_descending : list_ascending].get());
    call.bytes(1, collection).bytes(2, options.prefix).number(4, static_cast<std::int64_t>(options.limit));
    if (end.has_value()) {
        call.bytes(3, *end);
    }
    std::vector<MetadataEntry> entries;
    int code = call.step();
    for (; code == SQLITE_ROW; code = call.step()) {
        LEVADA_TRY(MetadataEntry entry, call.entry().with("collection", collection));
        entries.push_back(std::move(entry));
    }
    if (code != SQLITE_DONE) {
        return database_->failure(code).with("collection", collection);
    }
    return entries;
}

Status SqliteMetadata::remove(const std::string& collection, const std::string& key) {
    const std::lock_guard lock(database_->mutex);
    Call call(database_->statements[Statement::remove].get());
    const int code = call.bytes(1, collection).bytes(2, key).step();
    return code == SQLITE_DONE ? ok() : Status(database_->failure(code).with("key", key));
}

}  // namespace levada
