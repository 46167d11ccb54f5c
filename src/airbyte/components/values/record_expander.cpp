#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_record_expander() {
    return {
        .type = "RecordExpander",
        .summary = "Turns the items of lists inside a record into records of their own.",
        .fields = {list_field("expand_records_from_field")
                       .required()
                       .items(JsonTypes::text)
                       .doc("Path of the list; `*` fits any."),
                   boolean_field("remain_original_record").doc("Adds the whole record as `original_record`."),
                   components_field("parent_fields").of({"ParentFieldPath"}).doc("Fields copied from the record."),
                   boolean_field("merge_parent").doc("Puts the record's other fields under those of the item."),
                   text_field("on_no_records").one_of({"skip", "emit_parent"}),
                   list_field("truncation_indicator_path").items(JsonTypes::text),
                   component_field("truncated_list_retriever").of({"SimpleRetriever", "CustomRetriever"})},
        .example = "type: RecordExpander\nexpand_records_from_field: [lines, data]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
