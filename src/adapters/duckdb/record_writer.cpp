#include "record_writer.h"

#include "lossy_text.h"
#include "value_text.h"
#include "vector_writer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <deque>
#include <optional>
#include <unordered_map>

#include <simdjson.h>

#include "levada/base/assert.h"
#include "levada/base/hash.h"
#include "levada/base/json.h"
#include "levada/base/text.h"

namespace levada::duckdb {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr std::size_t kNoColumn = SIZE_MAX;
constexpr std::size_t kFieldsPerRecordHint = 64;
// Keys remembered at most; a record with more different keys is still read, only slower.
constexpr std::size_t kKnownKeysMax = 10'000;

/// What became of one value.
enum class Outcome : std::uint8_t { written, null, wrong_type, too_large, lossy_text, broken_json };

// Source: Airbyte protocol, AirbyteRecordMessageMetaChange (change and reason).
std::string_view reason_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::too_large:
            return "DESTINATION_FIELD_SIZE_LIMITATION";
        case Outcome::lossy_text:
            return "DESTINATION_SERIALIZATION_ERROR";
        default:
            return "DESTINATION_TYPECAST_ERROR";
    }
}

std::string_view trim_right(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\n' || text.back() == '\r')) {
        text.remove_suffix(1);
    }
    return text;
}

/// simdjson tells a boolean by its first letter only.
bool is_boolean_text(std::string_view token) {
    return token == "true" || token == "false";
}

Outcome outcome_of(Fit fit) {
    switch (fit) {
        case Fit::fits:
            return Outcome::written;
        case Fit::too_large:
            return Outcome::too_large;
        case Fit::wrong_type:
            break;
    }
    return Outcome::wrong_type;
}

/// The JSON text of any value, as it stands in the record.
bool raw_text(ondemand::value& value, ondemand::json_type type, std::string_view& text) {
    if (type == ondemand::json_type::object) {
        ondemand::object object;
        return value.get_object().get(object) == simdjson::SUCCESS && object.raw_json().get(text) == simdjson::SUCCESS;
    }
    if (type == ondemand::json_type::array) {
        ondemand::array array;
        return value.get_array().get(array) == simdjson::SUCCESS && array.raw_json().get(text) == simdjson::SUCCESS;
    }
    text = trim_right(value.raw_json_token());
    return true;
}

Outcome put_integer(ondemand::value& value, ondemand::json_type type, VectorWriter& out, std::uint64_t row) {
    std::int64_t number = 0;
    std::string_view text;
    if (type == ondemand::json_type::number) {
        if (value.get_int64().get(number) == simdjson::SUCCESS) {
            out.set(row, number);
            return Outcome::written;
        }
        text = trim_right(value.raw_json_token());
    } else if (type != ondemand::json_type::string || value.get_string().get(text) != simdjson::SUCCESS) {
        return Outcome::wrong_type;
    }
    const Outcome outcome = outcome_of(integer_from_text(text, number));
    if (outcome == Outcome::written) {
        out.set(row, number);
    }
    return outcome;
}

Outcome put_number(ondemand::value& value, ondemand::json_type type, VectorWriter& out, std::uint64_t row) {
    double number = 0;
    if (type == ondemand::json_type::number) {
        if (value.get_double().get(number) != simdjson::SUCCESS) {
            return Outcome::too_large;
        }
        out.set(row, number);
        return Outcome::written;
    }
    std::string_view text;
    if (type != ondemand::json_type::string || value.get_string().get(text) != simdjson::SUCCESS) {
        return Outcome::wrong_type;
    }
    const std::optional<double> parsed = parse_double(text);
    if (!parsed.has_value() || !std::isfinite(*parsed)) {
        return Outcome::wrong_type;
    }
    out.set(row, *parsed);
    return Outcome::written;
}

Outcome put_boolean(ondemand::value& value, ondemand::json_type type, VectorWriter& out, std::uint64_t row) {
    bool is_true = false;
    if (type != ondemand::json_type::boolean || value.get_bool().get(is_true) != simdjson::SUCCESS) {
        return Outcome::wrong_type;
    }
    out.set(row, is_true);
    return Outcome::written;
}

bool has_escape(std::string_view text) {
    return std::memchr(text.data(), '\\', text.size()) != nullptr;
}

Outcome put_text(ondemand::value& value, ondemand::json_type type, VectorWriter& out, std::uint64_t row) {
    std::string_view text;
    if (type != ondemand::json_type::string) {
        if (!raw_text(value, type, text)) {
            return Outcome::broken_json;
        }
        out.set_record_text(row, text);
        return Outcome::written;
    }
    const std::string_view quoted = trim_right(value.raw_json_token());
    if (quoted.size() >= 2 && (out.is_without_escapes() || !has_escape(quoted))) {
        out.set_record_text(row, quoted.substr(1, quoted.size() - 2));
        return Outcome::written;
    }
    if (value.get_string().get(text) == simdjson::SUCCESS) {
        out.set_text(row, text);
        return Outcome::written;
    }
    // An escaped lone surrogate has no UTF-8: it becomes U+FFFD, and the row's meta says so.
    std::string replaced;
    if (!unescape_lossy(quoted, replaced)) {
        return Outcome::broken_json;
    }
    out.set_text(row, replaced);
    return Outcome::lossy_text;
}

Outcome put_moment(ondemand::value& value, ColumnType type, VectorWriter& out, std::uint64_t row) {
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS) {
        return Outcome::wrong_type;
    }
    if (type == ColumnType::time) {
        if (!is_time_text(text)) {
            return Outcome::wrong_type;
        }
        out.set_text(row, text);
        return Outcome::written;
    }
    if (type == ColumnType::date) {
        const std::optional<std::int32_t> days = date_from_text(text);
        if (days.has_value()) {
            out.set(row, *days);
        }
        return days.has_value() ? Outcome::written : Outcome::wrong_type;
    }
    const Zone zone = type == ColumnType::timestamp ? Zone::local : Zone::utc;
    const std::optional<std::int64_t> micros = timestamp_from_text(text, zone);
    if (micros.has_value()) {
        out.set(row, *micros);
    }
    return micros.has_value() ? Outcome::written : Outcome::wrong_type;
}

Outcome put_json(ondemand::value& value, ondemand::json_type type, VectorWriter& out, std::uint64_t row) {
    std::string_view text;
    if (!raw_text(value, type, text)) {
        return Outcome::broken_json;
    }
    out.set_record_text(row, text);
    return Outcome::written;
}

/// A value that is sound JSON and no null.
Outcome put_sound(
    ondemand::value& value, ondemand::json_type type, ColumnType column, VectorWriter& out, std::uint64_t row) {
    switch (column) {
        case ColumnType::boolean:
            return put_boolean(value, type, out, row);
        case ColumnType::integer:
            return put_integer(value, type, out, row);
        case ColumnType::number:
            return put_number(value, type, out, row);
        case ColumnType::text:
            return put_text(value, type, out, row);
        case ColumnType::json:
            return put_json(value, type, out, row);
        case ColumnType::date:
        case ColumnType::timestamp:
        case ColumnType::timestamp_tz:
        case ColumnType::time:
            break;
    }
    return type == ondemand::json_type::string ? put_moment(value, column, out, row) : Outcome::wrong_type;
}

Outcome put_value(ondemand::value& value, ColumnType column, VectorWriter& out, std::uint64_t row) {
    ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) {
        return Outcome::broken_json;
    }
    if (type == ondemand::json_type::null) {
        bool is_null = false;
        return value.is_null().get(is_null) == simdjson::SUCCESS && is_null ? Outcome::null : Outcome::broken_json;
    }
    if (type == ondemand::json_type::boolean && !is_boolean_text(trim_right(value.raw_json_token()))) {
        return Outcome::broken_json;
    }
    return put_sound(value, type, column, out, row);
}

}  // namespace

namespace {

/// A key with its closing quote, to be compared with a record's text: sixteen bytes in two words, then the rest.
struct KeyMark {
    using Words = std::array<std::uint64_t, 2>;

    explicit KeyMark(std::string_view key) {
        const std::string quoted = std::string(key) + '"';
        const std::size_t count = std::min(quoted.size(), sizeof(Words));
        const std::string ones(count, '\xff');
        std::memcpy(words.data(), quoted.data(), count);
        std::memcpy(mask.data(), ones.data(), count);
        rest = quoted.substr(count);
    }

    Words words{};
    Words mask{};
    std::string rest;
};

}  // namespace

RecordIdText::RecordIdText(std::string_view batch_id) {
    const std::string hex = sha256_hex(batch_id);
    std::size_t from = 0;
    for (std::size_t i = 0; i < kSize; ++i) {
        const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        text_[i] = is_dash ? '-' : hex[from++];
    }
    text_[14] = '8';
    text_[19] = "89ab"[static_cast<std::size_t>(text_[19]) % 4];
}

std::string_view RecordIdText::of(std::int64_t record) {
    constexpr std::size_t kPlaceDigits = 10;
    auto place = static_cast<std::uint64_t>(record);
    for (std::size_t i = 0; i < kPlaceDigits; ++i) {
        text_[kSize - 1 - i] = kHexDigits[place & 0xF];
        place >>= 4;
    }
    return std::string_view(text_.data(), kSize);
}

struct RecordWriter::State {
    /// A key met in a record, and the vector it goes to.
    struct Key {
        std::string text;
        KeyMark mark{""};
        std::size_t output = kNoColumn;
    };
    struct Output {
        VectorWriter vector;
        ColumnType type = ColumnType::text;
        ColumnOrigin origin = ColumnOrigin::field;
        std::string field;
        std::uint64_t written_stamp = 0;  // the last record that had this field
    };
    struct Change {
        std::size_t output;
        Outcome outcome;
    };

    explicit State(RecordSource& records) : source(records) {}

    std::size_t key_of(ondemand::raw_json_string raw, std::size_t place);
    std::size_t learn_key(std::string_view text);
    void tell_undeclared(ondemand::field& field, std::size_t key);
    Outcome write_field(ondemand::field& field, std::size_t place, std::uint64_t row);
    Status write_fields(std::string_view line, std::uint64_t row);
    void write_other_columns(std::int64_t record, std::uint64_t row);
    std::string meta_with_changes() const;

    RecordSource& source;
    ondemand::parser parser;
    std::vector<Output> outputs;
    std::vector<std::size_t> field_outputs;
    std::vector<std::size_t> other_outputs;
    std::deque<Key> keys;
    std::unordered_map<std::string_view, std::size_t> key_index;  // views into keys
    std::vector<std::size_t> order;                               // the keys of the last record, in their order
    std::size_t undeclared_count = 0;
    std::uint64_t stamp = 0;
    std::vector<Change> changes;
    RecordBlock block;
    RecordIdText id{""};
    std::string_view id_batch;
    std::deque<std::string> metas;  // one per sync: rows borrow them until the scan ends
    std::int64_t meta_sync_id = 0;
    std::int64_t position = 0;
    LineLife line_life = LineLife::call;
    bool is_without_escapes = false;  // in the whole block
};

namespace {

constexpr std::size_t kUnknownKey = SIZE_MAX;

/// True when the key, as it stands in the record, is the text of `mark` and has no escapes. Reads at most
/// kLinePaddingBytes.
bool is_key(const char* raw, const KeyMark& mark) {
    KeyMark::Words words;
    std::memcpy(words.data(), raw, sizeof(words));
    if (((words[0] & mark.mask[0]) ^ mark.words[0]) != 0 || ((words[1] & mark.mask[1]) ^ mark.words[1]) != 0) {
        return false;
    }
    return mark.rest.empty() || std::memcmp(raw + sizeof(words), mark.rest.data(), mark.rest.size()) == 0;
}

}  // namespace

/// The index of a key by its place in the record, which seldom changes from one record to the next.
std::size_t RecordWriter::State::key_of(ondemand::raw_json_string raw, std::size_t place) {
    const char* text = raw.raw();
    if (place < order.size()) {
        const Key& expected = keys[order[place]];
        if (expected.text.size() < kLinePaddingBytes && is_key(text, expected.mark)) {
            return order[place];
        }
    }
    return kUnknownKey;
}

std::size_t RecordWriter::State::learn_key(std::string_view text) {
    if (const auto found = key_index.find(text); found != key_index.end()) {
        return found->second;
    }
    Key& key = keys.emplace_back();
    key.text = std::string(text);
    key.mark = KeyMark(key.text);
    for (const std::size_t output : field_outputs) {
        if (outputs[output].field == text) {
            key.output = output;
        }
    }
    key_index.emplace(key.text, keys.size() - 1);
    return keys.size() - 1;
}

void RecordWriter::State::tell_undeclared(ondemand::field& field, std::size_t key) {
    if (undeclared_count >= kUndeclaredFieldsMax) {
        return;
    }
    std::string_view value;
    ondemand::json_type type{};
    if (field.value().type().get(type) == simdjson::SUCCESS && raw_text(field.value(), type, value)) {
        ++undeclared_count;
        source.undeclared(keys[key].text, value);
    }
}

Outcome RecordWriter::State::write_field(ondemand::field& field, std::size_t place, std::uint64_t row) {
    std::size_t key = key_of(field.key(), place);
    bool is_new = false;
    if (key == kUnknownKey) {
        std::string_view text;
        if (field.unescaped_key().get(text) != simdjson::SUCCESS) {
            return Outcome::broken_json;
        }
        const std::size_t count_before = keys.size();
        if (count_before >= kKnownKeysMax && key_index.find(text) == key_index.end()) {
            return Outcome::null;
        }
        key = learn_key(text);
        is_new = keys.size() != count_before;
        if (place < order.size()) {
            order[place] = key;
        } else if (place == order.size()) {
            order.push_back(key);
        }
    }
    const std::size_t output = keys[key].output;
    if (output == kNoColumn) {
        if (is_new) {
            tell_undeclared(field, key);
        }
        return Outcome::written;
    }
    const Outcome outcome = put_value(field.value(), outputs[output].type, outputs[output].vector, row);
    outputs[output].written_stamp = outcome == Outcome::written || outcome == Outcome::lossy_text ? stamp : 0;
    if (outcome != Outcome::written && outcome != Outcome::null) {
        changes.push_back({output, outcome});
    }
    return outcome;
}

Status RecordWriter::State::write_fields(std::string_view line, std::uint64_t row) {
    const auto broken = [](simdjson::error_code code) {
        return Error(ErrorCode::invalid_data,
                     std::string("record is no JSON object: ") + simdjson::error_message(code));
    };
    ondemand::document document;
    simdjson::error_code code = parser.iterate(line.data(), line.size(), line.size() + kLinePaddingBytes).get(document);
    ondemand::object object;
    if (code == simdjson::SUCCESS) {
        code = document.get_object().get(object);
    }
    if (code != simdjson::SUCCESS) {
        return broken(code);
    }
    std::size_t place = 0;
    for (auto item : object) {
        ondemand::field field;
        code = std::move(item).get(field);
        if (code != simdjson::SUCCESS) {
            return broken(code);
        }
        if (write_field(field, place, row) == Outcome::broken_json) {
            return broken(simdjson::TAPE_ERROR);
        }
        ++place;
    }
    // After the object there is nothing left: simdjson then says out of bounds.
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
        return broken(simdjson::TRAILING_CONTENT);
    }
    return ok();
}

std::string RecordWriter::State::meta_with_changes() const {
    std::string text = "{\"sync_id\":" + std::to_string(block.sync_id) + ",\"changes\":[";
    for (const Change& change : changes) {
        if (text.back() == '}') {
            text.push_back(',');
        }
        text += "{\"field\":";
        append_json_string(text, outputs[change.output].field);
        text += change.outcome == Outcome::lossy_text ? ",\"change\":\"TRUNCATED\"" : ",\"change\":\"NULLED\"";
        text += ",\"reason\":\"" + std::string(reason_of(change.outcome)) + "\"}";
    }
    return text + "]}";
}

void RecordWriter::State::write_other_columns(std::int64_t record, std::uint64_t row) {
    for (const std::size_t index : other_outputs) {
        Output& output = outputs[index];
        switch (output.origin) {
            case ColumnOrigin::field:
                break;
            case ColumnOrigin::record_id:
                output.vector.set_text(row, id.of(record));
                break;
            case ColumnOrigin::extracted_at:
                output.vector.set(row, block.extracted_at_us);
                break;
            case ColumnOrigin::meta:
                if (changes.empty()) {
                    output.vector.set_borrowed_text(row, metas.back());
                } else {
                    output.vector.set_text(row, meta_with_changes());
                }
                break;
            case ColumnOrigin::generation_id:
                output.vector.set(row, block.generation_id);
                break;
            case ColumnOrigin::position:
                output.vector.set(row, position);
                break;
        }
    }
}

RecordWriter::RecordWriter(std::span<const RecordColumn> columns,
                           std::span<const std::size_t> projected,
                           RecordSource& source)
    : state_(std::make_unique<State>(source)) {
    state_->order.reserve(kFieldsPerRecordHint);
    for (const std::size_t index : projected) {
        const RecordColumn& column = columns[index];
        State::Output& output = state_->outputs.emplace_back();
        output.type = column.type;
        output.origin = column.origin;
        output.field = column.field;
        auto& group = column.origin == ColumnOrigin::field ? state_->field_outputs : state_->other_outputs;
        group.push_back(state_->outputs.size() - 1);
    }
    // Keys of columns that the statement does not read are declared all the same.
    for (const RecordColumn& column : columns) {
        if (column.origin == ColumnOrigin::field) {
            state_->learn_key(column.field);
        }
    }
}

RecordWriter::~RecordWriter() = default;

void RecordWriter::begin_chunk(duckdb_data_chunk chunk) {
    for (std::size_t i = 0; i < state_->outputs.size(); ++i) {
        state_->outputs[i].vector = VectorWriter(duckdb_data_chunk_get_vector(chunk, i));
        state_->outputs[i].vector.borrow_record_texts(state_->line_life == LineLife::chunk);
        state_->outputs[i].vector.expect_no_escapes(state_->is_without_escapes);
    }
}

void RecordWriter::set_line_life(LineLife life) {
    if (life == state_->line_life) {
        return;
    }
    state_->line_life = life;
    for (State::Output& output : state_->outputs) {
        output.vector.borrow_record_texts(life == LineLife::chunk);
    }
}

void RecordWriter::begin_block(const RecordBlock& block) {
    State& state = *state_;
    state.block = block;
    state.id = RecordIdText(block.batch_id);
    state.is_without_escapes = !has_escape(block.records);
    for (State::Output& output : state.outputs) {
        output.vector.expect_no_escapes(state.is_without_escapes);
    }
    if (state.metas.empty() || state.meta_sync_id != block.sync_id) {
        state.changes.clear();
        state.metas.push_back(state.meta_with_changes());
        state.meta_sync_id = block.sync_id;
    }
}

Status RecordWriter::write(std::string_view line, std::int64_t record, std::uint64_t row) {
    State& state = *state_;
    ++state.stamp;
    state.changes.clear();
    LEVADA_CHECK(state.write_fields(line, row));
    for (const std::size_t index : state.field_outputs) {
        if (state.outputs[index].written_stamp != state.stamp) {
            state.outputs[index].vector.set_null(row);
        }
    }
    state.write_other_columns(record, row);
    ++state.position;
    return ok();
}

}  // namespace levada::duckdb
