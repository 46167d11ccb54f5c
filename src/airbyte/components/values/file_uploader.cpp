#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_file_uploader() {
    return {
        .type = "FileUploader",
        .summary = "Downloads the file that each record points to.",
        .fields = {component_field("requester")
                       .required()
                       .of({"HttpRequester", "CustomRequester"})
                       .doc("Asks for the file; its templates see `download_target`."),
                   component_field("download_target_extractor")
                       .required()
                       .of({"DpathExtractor", "CustomRecordExtractor", "CombinedExtractor"})
                       .doc("Finds the file's address in the record."),
                   component_field("file_extractor").of({"DpathExtractor", "CustomRecordExtractor"}).ignored(),
                   text_field("filename_extractor").doc("The file's name, with folders; else a made-up one.")},
        .example =
            "type: FileUploader\n"
            "requester: {type: HttpRequester, url: \"{{ download_target }}\"}\n"
            "download_target_extractor: {type: DpathExtractor, field_path: [url]}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
