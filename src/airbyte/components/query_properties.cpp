#include "query_properties.h"

#include "json_scan.h"
#include "stream_support.h"

#include <algorithm>
#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/dpath.h"
#include "levada/airbyte/components/record_selector.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

namespace {

/// Characters that the delimiter between two names takes once encoded. Source: property_chunking.py.
constexpr std::int64_t kDelimiterSize = 3;

std::vector<std::string> texts_in(const Json* list) {
    std::vector<std::string> texts;
    if (list != nullptr) {
        for (const Json* item : items_of(*list)) {
            texts.push_back(python_str(*item));
        }
    }
    return texts;
}

std::int64_t character_count(std::string_view text) {
    return std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

}  // namespace

Result<std::shared_ptr<QueryProperties>> QueryProperties::make(const Json& node, BuildContext& context) {
    const FieldValues fields(node, context);
    auto made = std::make_shared<QueryProperties>();
    const Json* list = fields.json("property_list");
    if (list != nullptr && list->is_object()) {
        LEVADA_CHECK(made->read_endpoint(*list, context));
    } else {
        made->list_ = texts_in(list);
    }
    made->always_ = texts_in(fields.json("always_include_properties"));
    if (const Json* chunking = fields.json("property_chunking"); chunking != nullptr) {
        const FieldValues values(*chunking, context);
        Chunking rule;
        rule.counts_characters = values.text("property_limit_type") == "characters";
        rule.limit = values.integer("property_limit");
        const Json* strategy = values.json("record_merge_strategy");
        rule.keys = strategy == nullptr ? std::vector<std::string>{"id"} : texts_in(strategy->find("key"));
        made->chunking_ = std::move(rule);
    }
    if (const Json* selector = fields.json("property_selector"); selector != nullptr) {
        const FieldValues values(*selector, context);
        made->has_selector_ = true;
        LEVADA_TRY(made->selector_transformations_, values.components<Transformation>("transformations"));
        if (const Json* entry = context.source().configured_stream(context.stream); entry != nullptr) {
            const Json* properties = entry->find_path({"stream", "json_schema", "properties"});
            made->selectable_ = properties == nullptr ? Json::object() : *properties;
        }
    }
    return made;
}

Result<std::shared_ptr<QueryProperties>> QueryProperties::make_from_endpoint(const Json& endpoint,
                                                                             BuildContext& context) {
    auto made = std::make_shared<QueryProperties>();
    LEVADA_CHECK(made->read_endpoint(endpoint, context));
    return made;
}

Result<void> QueryProperties::read_endpoint(const Json& node, BuildContext& context) {
    const FieldValues fields(node, context);
    BuildContext own(context.source());
    own.stream = "dynamic_properties";
    own.forces_cache = true;
    const Json* retriever = fields.json("retriever");
    if (retriever == nullptr) {
        return fields.error("retriever", "required");
    }
    LEVADA_TRY(endpoint_, build<Retriever>(*retriever, own));
    const Json* path = fields.json("property_field_path");
    if (path != nullptr) {
        LEVADA_TRY(endpoint_path_, interpolated_list(*path, fields.parameters(), context));
    }
    return {};
}

Result<std::vector<std::string>> QueryProperties::fields() {
    if (endpoint_ == nullptr) {
        return list_;
    }
    if (endpoint_fields_) {
        return *endpoint_fields_;
    }
    std::vector<std::string> names;
    LEVADA_TRY(const std::unique_ptr<PageReader> reader, endpoint_->read(StreamSlice()));
    LEVADA_TRY(const std::vector<Json> steps, eval_all(endpoint_path_));
    const dpath::Glob glob = dpath::glob_of(steps);
    RecordPage page;
    while (true) {
        LEVADA_TRY(const bool is_page, reader->next(page));
        if (!is_page) {
            break;
        }
        for (const std::string_view record : page.records()) {
            LEVADA_TRY(const Json value, parse_json(record));
            LEVADA_TRY(const Json* name, dpath::get(value, glob));
            names.push_back(name == nullptr ? "[]" : python_str(*name));
        }
    }
    endpoint_fields_ = names;
    return names;
}

Result<std::optional<std::set<std::string>>> QueryProperties::selected() const {
    if (!has_selector_ || !selectable_) {
        return std::optional<std::set<std::string>>();
    }
    RecordPage page;
    RecordEditor editor(page);
    editor.reset(page.keep(selectable_->dump()));
    for (const std::shared_ptr<Transformation>& transformation : selector_transformations_) {
        LEVADA_CHECK(transformation->transform(editor, nullptr));
    }
    const Result<Json> properties = editor.value();
    if (!properties) {
        return properties.error();
    }
    std::set<std::string> names;
    for (const Json::Member& member : properties->as_object()) {
        names.insert(member.key);
    }
    return std::optional<std::set<std::string>>(std::move(names));
}

std::vector<std::vector<std::string>> QueryProperties::cut(const std::vector<std::string>& fields,
                                                           const std::optional<std::set<std::string>>& selected,
                                                           const Chunking& chunking) const {
    std::vector<std::vector<std::string>> chunks;
    std::vector<std::string> chunk = always_;
    std::int64_t size = 0;
    for (const std::string& field : fields) {
        if (selected && !selected->contains(field)) {
            continue;
        }
        const std::int64_t field_size = chunking.counts_characters ? character_count(field) + kDelimiterSize : 1;
        if (size + field_size > chunking.limit) {
            chunks.push_back(std::move(chunk));
            chunk = always_;
            size = 0;
        }
        chunk.push_back(field);
        size += field_size;
    }
    chunks.push_back(std::move(chunk));
    return chunks;
}

Result<std::vector<std::vector<std::string>>> QueryProperties::chunks() {
    LEVADA_TRY(const std::optional<std::set<std::string>> wanted, selected());
    LEVADA_TRY(std::vector<std::string> all, fields());
    if (chunking_ && chunking_->limit != 0) {
        return cut(all, wanted, *chunking_);
    }
    if (chunking_) {
        all.insert(all.end(), always_.begin(), always_.end());
        return std::vector<std::vector<std::string>>{std::move(all)};
    }
    std::vector<std::string> chunk = always_;
    for (std::string& field : all) {
        if (!wanted || wanted->contains(field)) {
            chunk.push_back(std::move(field));
        }
    }
    return std::vector<std::vector<std::string>>{std::move(chunk)};
}

Result<std::optional<std::string>> QueryProperties::merge_key(std::string_view record) const {
    if (!chunking_) {
        return std::optional<std::string>();
    }
    std::string joined;
    bool is_first = true;
    for (const std::string& key : chunking_->keys) {
        const std::optional<std::string_view> raw = raw_field(record, key);
        if (!raw || !scan::is_truthy(*raw)) {
            return std::optional<std::string>();
        }
        LEVADA_TRY(const Json value, parse_json(*raw));
        if (!value.is_string()) {
            return Error(ErrorCode::invalid_data, "GroupByKeyMergeStrategy: the value of \"" + key + "\" is no text");
        }
        joined += (is_first ? "" : ",") + value.as_string();
        is_first = false;
    }
    return std::optional<std::string>(std::move(joined));
}

}  // namespace levada::airbyte
