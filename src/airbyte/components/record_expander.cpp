#include "record_expander.h"

#include "stream_support.h"

#include <utility>

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

namespace {

Result<dpath::Glob> glob_field(const FieldValues& fields, std::string_view name) {
    const Json* list = fields.json(name);
    if (list == nullptr) {
        return dpath::Glob();
    }
    LEVADA_TRY(const auto steps, interpolated_list(*list, fields.parameters(), fields.context()));
    LEVADA_TRY(const std::vector<Json> values, eval_all(steps));
    return dpath::glob_of(values);
}

Result<dpath::Glob> plain_field(const FieldValues& fields, std::string_view name) {
    LEVADA_TRY(dpath::Glob glob, glob_field(fields, name));
    if (!dpath::is_plain(glob)) {
        return fields.error(name, "patterns are not supported here: the path must name a single field");
    }
    return glob;
}

std::vector<std::string> texts_of_glob(const dpath::Glob& glob) {
    std::vector<std::string> texts;
    for (const dpath::Step& step : glob) {
        texts.push_back(step.text);
    }
    return texts;
}

Json without_lists(const Json& value, const dpath::Glob& path, std::size_t step);

/// What stays of the value under `name`: all that the path does not name; of a list that it ends at, nothing.
std::optional<Json> kept_of(std::string_view name, const Json& value, const dpath::Glob& path, std::size_t step) {
    if (!dpath::fnmatch(name, path[step].text)) {
        return value;
    }
    if (step + 1 < path.size()) {
        return without_lists(value, path, step + 1);
    }
    return value.is_array() ? std::nullopt : std::optional<Json>(value);
}

/// `value` without the lists that `path` names from its step `step` on. As deep as the path is long.
Json without_lists(const Json& value, const dpath::Glob& path, std::size_t step) {
    Json kept = value.is_array() ? Json::array() : Json::object();
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (std::optional<Json> item = kept_of(std::to_string(i), value.as_array()[i], path, step)) {
                kept.push_back(*std::move(item));
            }
        }
        return kept;
    }
    if (!value.is_object()) {
        return value;
    }
    for (const Json::Member& member : value.as_object()) {
        if (std::optional<Json> item = kept_of(member.key, member.value, path, step)) {
            kept.set(member.key, *std::move(item));
        }
    }
    return kept;
}

}  // namespace

Result<std::shared_ptr<RecordExpander>> RecordExpander::make(const Json* node, BuildContext& context) {
    if (node == nullptr) {
        return std::shared_ptr<RecordExpander>();
    }
    const FieldValues fields(*node, context);
    auto made = std::make_shared<RecordExpander>();
    LEVADA_TRY(made->path_, glob_field(fields, "expand_records_from_field"));
    LEVADA_TRY(made->indicator_, plain_field(fields, "truncation_indicator_path"));
    made->keeps_original_ = fields.boolean("remain_original_record");
    made->merges_parent_ = fields.boolean("merge_parent");
    made->emits_parent_when_empty_ = fields.text("on_no_records") == "emit_parent";
    if (const Json* parents = fields.json("parent_fields"); parents != nullptr) {
        for (const Json* parent : items_of(*parents)) {
            const FieldValues one(*parent, context);
            LEVADA_TRY(dpath::Glob from, plain_field(one, "parent_path"));
            LEVADA_TRY(const dpath::Glob to, plain_field(one, "record_path"));
            if (from.empty() || to.empty()) {
                return one.error(from.empty() ? "parent_path" : "record_path", "must not be empty");
            }
            made->parent_fields_.push_back({std::move(from), texts_of_glob(to)});
        }
    }
    const Json* retriever = fields.json("truncated_list_retriever");
    if (retriever == nullptr) {
        return made;
    }
    if (made->indicator_.empty()) {
        return fields.error("truncation_indicator_path", "required with truncated_list_retriever");
    }
    BuildContext own(context.source());
    own.stream = "record_expander_truncated_list";
    if (!dpath::is_plain(made->path_)) {
        return fields.error("expand_records_from_field", "patterns do not go with truncated_list_retriever");
    }
    LEVADA_TRY(made->list_retriever_, build<Retriever>(*retriever, own));
    return made;
}

Result<bool> RecordExpander::is_truncated(const Json& parent) const {
    if (indicator_.empty()) {
        return false;
    }
    const Result<const Json*> value = dpath::get(parent, indicator_);
    return value.has_value() && *value != nullptr && python_truth(**value);
}

Result<void> RecordExpander::emit(const Json& parent,
                                  const Json& item,
                                  const Json* merge_base,
                                  RecordPage& page) const {
    if (!item.is_object() && !carries_parent()) {
        page.add(page.keep(item.dump()));
        return {};
    }
    Json child = item.is_object() ? item : Json::object({{"value", item}});
    if (merge_base != nullptr) {
        Json merged = *merge_base;
        for (Json::Member& member : child.as_object()) {
            merged.set(member.key, std::move(member.value));
        }
        child = std::move(merged);
    }
    for (const ParentField& field : parent_fields_) {
        LEVADA_TRY(const Json* value, dpath::get(parent, field.from));
        const Result<void> set = dpath::create(child, field.to, value == nullptr ? Json() : *value);
        if (!set.has_value()) {
            return traced_error(FailureType::config_error, "parent_fields: " + set.error().message());
        }
    }
    if (keeps_original_) {
        child.set("original_record", parent);
    }
    page.add(page.keep(child.dump()));
    return {};
}

Result<std::int64_t> RecordExpander::emit_fetched(const Json& parent, const Json* merge_base, RecordPage& page) const {
    LEVADA_TRY(const StreamSlice slice,
               StreamSlice::make(Json::object({{"parent_record", parent}}), Json::object(), Json::object()));
    LEVADA_TRY(const std::unique_ptr<PageReader> reader, list_retriever_->read(slice));
    std::int64_t count = 0;
    RecordPage fetched;
    while (true) {
        LEVADA_TRY(const bool is_page, reader->next(fetched));
        if (!is_page) {
            return count;
        }
        for (const std::string_view record : fetched.records()) {
            LEVADA_TRY(const Json item, parse_json(record));
            LEVADA_CHECK(emit(parent, item, merge_base, page));
            ++count;
        }
    }
}

Result<std::int64_t> RecordExpander::emit_embedded(const Json& parent, const Json* merge_base, RecordPage& page) const {
    LEVADA_TRY(const std::vector<const Json*> found, dpath::values(parent, path_));
    std::int64_t count = 0;
    for (const Json* list : found) {
        if (!list->is_array()) {
            continue;
        }
        for (const Json& item : list->as_array()) {
            LEVADA_CHECK(emit(parent, item, merge_base, page));
            ++count;
        }
    }
    return count;
}

Result<void> RecordExpander::expand(std::string_view record, RecordPage& page) const {
    if (path_.empty() || record.empty() || record.front() != '{') {
        page.add(record);
        return {};
    }
    LEVADA_TRY(const Json parent, parse_json(record));
    std::optional<Json> merge_base;
    if (merges_parent_) {
        merge_base = without_lists(parent, path_, 0);
    }
    const Json* base = merge_base ? &*merge_base : nullptr;
    LEVADA_TRY(const bool is_cut, is_truncated(parent));
    if (is_cut && list_retriever_ != nullptr) {
        LEVADA_TRY(const std::int64_t fetched, emit_fetched(parent, base, page));
        if (fetched > 0) {
            return {};
        }
    }
    LEVADA_TRY(const std::int64_t embedded, emit_embedded(parent, base, page));
    if (embedded == 0 && emits_parent_when_empty_) {
        page.add(record);
    }
    return {};
}

}  // namespace levada::airbyte
