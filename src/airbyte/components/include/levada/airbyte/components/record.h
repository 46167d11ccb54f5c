#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// The raw JSON text of top-level field `key` in the object text `object`, without parsing the rest; nullopt when it is
/// absent or `object` is no object. Of duplicate keys the last counts, as in Python. `object` must be valid JSON.
std::optional<std::string_view> raw_field(std::string_view object, std::string_view key);

/// The records of one page as slices of JSON text into the response or into `arena`. Reused: clear() keeps memory.
class RecordPage {
public:
    void clear();
    void add(std::string_view json) { records_.push_back(json); }
    /// Copies `json` into the page's memory; the view lives until clear().
    std::string_view keep(std::string_view json);

    /// `record`, as it is going to stand here, came with a file; `reference` is JSON text and copied.
    void refer(std::string_view record, std::string_view reference);
    /// The references of records(), empty where a record has none; no texts at all where none has one.
    std::vector<std::string_view> file_references() const;

    std::vector<std::string_view>& records() { return records_; }
    const std::vector<std::string_view>& records() const { return records_; }
    std::size_t size() const { return records_.size(); }

    /// Records that the extractor dropped as empty: they count as received all the same.
    std::int64_t dropped_count = 0;
    /// Index of the first record with a value that JSON cannot hold (sets, bytes): emitting it ends the sync.
    std::optional<std::size_t> unserialisable;
    /// Where the response is kept that the records came in (HttpResponse::raw_object); the reader of pages sets it.
    std::string raw_object;

private:
    std::vector<std::string_view> records_;
    std::map<const char*, std::string_view> files_;  // By the place of the record's text.
    std::deque<std::string> blocks_;
    std::size_t block_ = 0;
};

/// A record while transformations edit it: its top-level fields as raw texts, parsed once, written once.
/// `json()` gives the text as it stands at any time (for templates).
class RecordEditor {
public:
    explicit RecordEditor(RecordPage& page) : page_(page) {}

    /// Starts over with another record. `json` lives as long as the page.
    void reset(std::string_view json);
    /// The record as it stands now, as JSON text living in the page.
    std::string_view json();
    /// False for records that are no mapping: fields cannot be set on those.
    bool is_object() const { return !json_.empty() && json_.front() == '{'; }
    /// The raw text of top-level field `key`, if there.
    std::optional<std::string_view> field(std::string_view key);
    /// Sets or adds the top-level field `key` to the JSON text `raw` (copied).
    void set(std::string_view key, std::string_view raw);
    /// The record got a value that JSON cannot hold; null stands in its place.
    void mark_unserialisable() { is_unserialisable_ = true; }
    bool is_unserialisable() const { return is_unserialisable_; }
    /// Removes the top-level field `key` when it is there.
    void remove(std::string_view key);
    /// The whole record as a value, for transformations that walk it. Errors: invalid_data.
    Result<Json> value();
    /// Replaces the whole record.
    void assign(const Json& record);

private:
    struct Field {
        std::string_view key;  // raw: with quotes and escapes
        std::string_view value;
    };
    void parse();

    RecordPage& page_;
    std::string_view json_;
    std::vector<Field> fields_;
    std::string text_;
    bool is_parsed_ = false;
    bool is_changed_ = false;
    bool is_unserialisable_ = false;
};

}  // namespace levada::airbyte
