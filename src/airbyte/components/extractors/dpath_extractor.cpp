#include "json_scan.h"
#include "page_scan.h"
#include "raw_path.h"
#include "record_expander.h"
#include "stream_support.h"

#include <functional>
#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/dpath.h"
#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {

namespace {

/// Takes the records from one place of each body: a list's items, or one mapping.
class DpathExtractor final : public Extractor {
public:
    DpathExtractor(std::vector<InterpolatedString> path,
                   std::shared_ptr<Decoder> decoder,
                   std::shared_ptr<RecordExpander> expander)
        : path_(std::move(path)), decoder_(std::move(decoder)), expander_(std::move(expander)) {}

    Result<void> extract(Response& response, RecordPage& page) const override {
        LEVADA_TRY(const BodyList* list, response.bodies(*decoder_));
        if (list->bodies.empty()) {
            return list->end();
        }
        LEVADA_TRY(const dpath::Glob glob, glob_now());
        for (const std::string_view body : list->bodies) {
            LEVADA_CHECK(extract_body(scan::trim(body), response.http().body, glob, page));
        }
        return list->end();
    }

private:
    Result<dpath::Glob> glob_now() const {
        LEVADA_TRY(const std::vector<Json> elements, eval_all(path_));
        return dpath::glob_of(elements);
    }

    /// `memory` is what the server sent: bodies inside it have readable bytes behind them.
    Result<void> extract_body(std::string_view body,
                              const std::string& memory,
                              const dpath::Glob& glob,
                              RecordPage& page) const {
        if (glob.empty()) {
            return add_found(body, page);
        }
        if (expander_ == nullptr && has_padding(body, memory) && find_list_items(body, glob, page.records())) {
            return {};
        }
        if (!is_raw_path(glob)) {
            return extract_with_patterns(body, glob, page);
        }
        std::vector<std::string_view> found;
        find_raw(body, glob, found);
        if (dpath::has_step(glob, "*")) {
            for (const std::string_view record : found) {
                LEVADA_CHECK(add_record(record, page));
            }
            return {};
        }
        return found.empty() ? Result<void>() : add_found(found.front(), page);
    }

    static bool has_padding(std::string_view body, const std::string& memory) {
        const std::less_equal<const char*> before;
        if (!before(memory.data(), body.data()) || !before(body.data() + body.size(), memory.data() + memory.size())) {
            return false;
        }
        const auto end = static_cast<std::size_t>(body.data() + body.size() - memory.data());
        return memory.capacity() >= end + kHttpBodyPaddingBytes;
    }

    /// `**`, `?` and `[…]`: rare enough to parse the body.
    Result<void> extract_with_patterns(std::string_view body, const dpath::Glob& glob, RecordPage& page) const {
        LEVADA_TRY(const Json root, parse_json(body));
        if (!dpath::has_step(glob, "*")) {
            LEVADA_TRY(const Json* found, dpath::get(root, glob));
            return found == nullptr ? Result<void>() : add_found(page.keep(found->dump()), page);
        }
        LEVADA_TRY(const std::vector<const Json*> found, dpath::values(root, glob));
        for (const Json* record : found) {
            LEVADA_CHECK(add_record(page.keep(record->dump()), page));
        }
        return {};
    }

    /// A list gives its items, anything else that is true in Python itself.
    Result<void> add_found(std::string_view found, RecordPage& page) const {
        if (!found.empty() && found.front() == '[') {
            scan::Items items(found);
            std::string_view item;
            while (items.next(item)) {
                LEVADA_CHECK(add_record(item, page));
            }
            return {};
        }
        return scan::is_truthy(found) ? add_record(found, page) : Result<void>();
    }

    Result<void> add_record(std::string_view record, RecordPage& page) const {
        if (expander_ != nullptr) {
            return expander_->expand(record, page);
        }
        page.add(record);
        return {};
    }

    std::vector<InterpolatedString> path_;
    std::shared_ptr<Decoder> decoder_;
    std::shared_ptr<RecordExpander> expander_;
};

}  // namespace

ComponentSpec<Extractor> spec_dpath_extractor() {
    return {
        .type = "DpathExtractor",
        .summary = "Takes the records from one place of each response: a list's items, or one mapping.",
        .fields =
            {list_field("field_path")
                 .required()
                 .items(JsonTypes::text)
                 .doc("Names on the way to the records; `*` stands for every item or member; empty for the whole."),
             component_field("record_expander").of({"RecordExpander"}).doc("Turns nested lists into records.")},
        .example = "type: DpathExtractor\nfield_path: [data, items]\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Extractor>> {
            std::vector<InterpolatedString> path;
            const Json* steps = fields.json("field_path");
            if (steps != nullptr) {
                LEVADA_TRY(path, interpolated_list(*steps, fields.parameters(), fields.context()));
            }
            LEVADA_TRY(std::shared_ptr<Decoder> decoder, decoder_of(fields.context()));
            LEVADA_TRY(std::shared_ptr<RecordExpander> expander,
                       RecordExpander::make(fields.json("record_expander"), fields.context()));
            return std::make_shared<DpathExtractor>(std::move(path), std::move(decoder), std::move(expander));
        },
    };
}

}  // namespace levada::airbyte
