#include "json_scan.h"

#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {

namespace {

/// Puts the records of several extractors together, or takes those of the first that finds any.
class CombinedExtractor final : public Extractor {
public:
    enum class Mode : std::uint8_t { all, first_match };
    enum class Empties : std::uint8_t { kept, skipped };

    CombinedExtractor(std::vector<std::shared_ptr<Extractor>> extractors, Mode mode, Empties empties)
        : extractors_(std::move(extractors)), mode_(mode), empties_(empties) {}

    Result<void> extract(Response& response, RecordPage& page) const override {
        for (const std::shared_ptr<Extractor>& extractor : extractors_) {
            const std::size_t before = page.size();
            const std::int64_t dropped_before = page.dropped_count;
            LEVADA_CHECK(extractor->extract(response, page));
            drop_empty(page, before);
            if (mode_ == Mode::all) {
                continue;
            }
            if (page.size() > before) {
                return {};
            }
            page.dropped_count = dropped_before;  // Only the winner's empty records count.
        }
        return {};
    }

private:
    void drop_empty(RecordPage& page, std::size_t from) const {
        if (empties_ == Empties::kept) {
            return;
        }
        std::vector<std::string_view>& records = page.records();
        std::size_t kept = from;
        for (std::size_t i = from; i < records.size(); ++i) {
            if (scan::is_truthy(records[i])) {
                records[kept++] = records[i];
            } else {
                ++page.dropped_count;
            }
        }
        records.resize(kept);
    }

    std::vector<std::shared_ptr<Extractor>> extractors_;
    Mode mode_;
    Empties empties_;
};

}  // namespace

ComponentSpec<Extractor> spec_combined_extractor() {
    return {
        .type = "CombinedExtractor",
        .summary = "Puts the records of several extractors together, or takes those of the first that finds any.",
        .fields = {components_field("extractors")
                       .required()
                       .of({"DpathExtractor", "CombinedExtractor", "CustomRecordExtractor"})
                       .doc("In the order of their records."),
                   text_field("mode").one_of({"union", "first_match"}).doc("`union` unless given."),
                   boolean_field("skip_empty_records").doc("Drops null, {}, [] and empty text.")},
        .example = "type: CombinedExtractor\nextractors:\n  - type: DpathExtractor\n    field_path: [data]\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Extractor>> {
            BuildContext& context = fields.context();
            if (context.decoder != nullptr && context.decoder->is_streaming()) {
                return traced_error(FailureType::config_error,
                                    "CombinedExtractor is not supported with a streaming decoder.")
                    .with("cause", "a streaming decoder can be read only once; give one extractor");
            }
            LEVADA_TRY(auto extractors, fields.components<Extractor>("extractors"));
            if (extractors.empty()) {
                return fields.error("extractors", "wanted at least one extractor");
            }
            return std::make_shared<CombinedExtractor>(
                std::move(extractors),
                fields.text("mode") == "first_match" ? CombinedExtractor::Mode::first_match
                                                     : CombinedExtractor::Mode::all,
                fields.boolean("skip_empty_records") ? CombinedExtractor::Empties::skipped
                                                     : CombinedExtractor::Empties::kept);
        },
    };
}

}  // namespace levada::airbyte
