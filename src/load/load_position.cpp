#include "load_position.h"

#include "levada/base/json.h"

namespace levada::load {
namespace {

/// Batch ids in short: by run and stream, ranges of sequences of each slice.
Json ranges_of(const std::vector<BatchRef>& batches) {
    Json out = Json::object();
    for (const BatchRef& batch : batches) {
        Json& ranges = out[batch.place.run + "/" + batch.place.stream];
        if (ranges.is_array() && ranges.size() > 0) {
            Json::Array& last = ranges.as_array().back().as_array();
            if (last[0].as_integer() == batch.place.slice && last[2].as_integer() + 1 == batch.place.sequence) {
                last[2] = Json(batch.place.sequence);
                continue;
            }
        }
        ranges.push_back(
            Json::array({Json(batch.place.slice), Json(batch.place.sequence), Json(batch.place.sequence)}));
    }
    return out;
}

std::string text_of(const std::map<std::string, std::string>& extra, std::string_view key) {
    const auto found = extra.find(std::string(key));
    return found == extra.end() ? std::string() : found->second;
}

}  // namespace

std::map<std::string, std::string> LoadPosition::print(const std::string& topic,
                                                       const std::vector<BatchRef>& batches) const {
    const Json run = Json::object({{"run", Json(last_batch.run)},
                                   {"stream", Json(last_batch.stream)},
                                   {"slice", Json(last_batch.slice)},
                                   {"sequence", Json(last_batch.sequence)},
                                   {"generation_id", Json(generation_id)},
                                   {"declared", Json(is_declared)},
                                   {"whole", Json(is_whole)}});
    return {
        {std::string(kOffsetsKey), Json::object({{topic, Json(next_offset)}}).dump()},
        {std::string(kBatchesKey), ranges_of(batches).dump()},
        {std::string(kRunKey), run.dump()},
        {std::string(kFieldsKey), fields},
    };
}

Result<LoadPosition> LoadPosition::parse(const std::string& topic, const std::map<std::string, std::string>& extra) {
    LoadPosition out;
    const std::string offsets = text_of(extra, kOffsetsKey);
    if (offsets.empty()) {
        return out;
    }
    const Result<Json> offset_json = parse_json(offsets);
    const Result<Json> run = parse_json(text_of(extra, kRunKey));
    if (!offset_json.has_value() || !run.has_value()) {
        return Error(ErrorCode::corruption, "the queue offsets in the table's newest commit cannot be read");
    }
    out.next_offset = offset_json->integer_or(topic, 0);
    out.last_batch = {std::string(run->string_or("run", "")),
                      std::string(run->string_or("stream", "")),
                      run->integer_or("slice", 0),
                      run->integer_or("sequence", 0)};
    out.generation_id = run->integer_or("generation_id", 0);
    out.is_declared = run->boolean_or("declared", false);
    out.is_whole = run->boolean_or("whole", true);
    out.fields = text_of(extra, kFieldsKey);
    return out;
}

}  // namespace levada::load
