#include "levada/airbyte/components/record.h"

#include "json_scan.h"

#include <algorithm>

namespace levada::airbyte {

namespace {

/// Memory of a page is taken in blocks of this size; a longer text gets a block of its own.
constexpr std::size_t kBlockSizeBytes = std::size_t{256} << 10U;

}  // namespace

std::optional<std::string_view> raw_field(std::string_view object, std::string_view key) {
    std::optional<std::string_view> found;
    scan::Members members(object);
    scan::Member member;
    while (members.next(member)) {
        if (scan::key_equals(member.key, key)) {
            found = member.value;
        }
    }
    return found;
}

void RecordPage::clear() {
    records_.clear();
    files_.clear();
    dropped_count = 0;
    unserialisable.reset();
    raw_object.clear();
    for (std::string& block : blocks_) {
        block.clear();
    }
    block_ = 0;
}

std::string_view RecordPage::keep(std::string_view json) {
    while (block_ < blocks_.size()) {
        std::string& block = blocks_[block_];
        if (block.capacity() - block.size() >= json.size()) {
            const std::size_t at = block.size();
            block.append(json);
            return std::string_view(block).substr(at);
        }
        ++block_;
    }
    blocks_.emplace_back().reserve(std::max(kBlockSizeBytes, json.size()));
    block_ = blocks_.size() - 1;
    blocks_.back().append(json);
    return blocks_.back();
}

void RecordPage::refer(std::string_view record, std::string_view reference) {
    if (!reference.empty()) {
        files_[record.data()] = keep(reference);
    }
}

std::vector<std::string_view> RecordPage::file_references() const {
    std::vector<std::string_view> references;
    if (files_.empty()) {
        return references;
    }
    references.reserve(records_.size());
    for (const std::string_view record : records_) {
        const auto found = files_.find(record.data());
        references.push_back(found == files_.end() ? std::string_view() : found->second);
    }
    return references;
}

void RecordEditor::reset(std::string_view json) {
    json_ = json;
    fields_.clear();
    is_parsed_ = false;
    is_changed_ = false;
    is_unserialisable_ = false;
}

void RecordEditor::parse() {
    if (is_parsed_) {
        return;
    }
    is_parsed_ = true;
    scan::Members members(json_);
    scan::Member member;
    while (members.next(member)) {
        fields_.push_back({member.key, member.value});
    }
}

std::string_view RecordEditor::json() {
    if (!is_changed_) {
        return json_;
    }
    text_.clear();
    text_ += '{';
    for (const Field& field : fields_) {
        if (text_.size() > 1) {
            text_ += ',';
        }
        text_ += field.key;
        text_ += ':';
        text_ += field.value;
    }
    text_ += '}';
    json_ = page_.keep(text_);
    is_changed_ = false;
    return json_;
}

std::optional<std::string_view> RecordEditor::field(std::string_view key) {
    parse();
    std::optional<std::string_view> found;
    for (const Field& field : fields_) {
        if (scan::key_equals(field.key, key)) {
            found = field.value;
        }
    }
    return found;
}

void RecordEditor::set(std::string_view key, std::string_view raw) {
    parse();
    const std::string_view kept = page_.keep(raw);
    is_changed_ = true;
    bool is_set = false;
    for (Field& field : fields_) {
        if (scan::key_equals(field.key, key)) {
            field.value = kept;
            is_set = true;
        }
    }
    if (!is_set) {
        std::string quoted;
        append_json_string(quoted, key);
        fields_.push_back({page_.keep(quoted), kept});
    }
}

void RecordEditor::remove(std::string_view key) {
    parse();
    const auto gone = std::remove_if(
        fields_.begin(), fields_.end(), [key](const Field& field) { return scan::key_equals(field.key, key); });
    if (gone != fields_.end()) {
        fields_.erase(gone, fields_.end());
        is_changed_ = true;
    }
}

Result<Json> RecordEditor::value() {
    return parse_json(json());
}

void RecordEditor::assign(const Json& record) {
    reset(page_.keep(record.dump()));
}

}  // namespace levada::airbyte
