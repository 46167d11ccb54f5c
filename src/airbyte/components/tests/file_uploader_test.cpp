#include "file_uploader.h"

#include "source_fixture.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

class MemoryArea final : public FileArea {
public:
    Result<StagedFile> write(std::string_view relative_path, std::string_view bytes) override {
        files[std::string(relative_path)] = bytes;
        return StagedFile{.url = "/staging/" + std::string(relative_path), .size_bytes = bytes.size()};
    }
    std::map<std::string, std::string> files;
};

constexpr const char* kUploader =
    "    file_uploader:\n"
    "      type: FileUploader\n"
    "      requester: {type: HttpRequester, url: \"{{ download_target }}\"}\n"
    "      download_target_extractor: {type: DpathExtractor, field_path: [link]}\n";

struct Case {
    const char* name;
    const char* records;
    const char* file_name;
    const char* want_files;
    const char* want_status;
};

TEST(FileUploader, StagesWhatRecordsPointTo) {
    constexpr Case kCases[] = {
        {"two records",
         R"({"data":[{"id":1,"link":"https://api.example.test/f1"},{"id":2,"link":"https://api.example.test/f2"}]})",
         "/{{ record.id }}/x.txt",
         "items/a1/x.txt=one items/a2/x.txt=two ",
         "COMPLETE"},
        {"no target", R"({"data":[{"id":1}]})", "x", "", "INCOMPLETE"},
        {"target that is no text", R"({"data":[{"id":1,"link":5}]})", "x", "", "INCOMPLETE"},
        {"out of the folder",
         R"({"data":[{"id":1,"link":"https://api.example.test/f1"}]})",
         "../{{ record.id }}",
         "",
         "INCOMPLETE"},
    };
    for (const Case& c : kCases) {
        testing::SourceFixture fixture({{"/items", c.records}, {"/f1", "one"}, {"/f2", "two"}});
        MemoryArea area;
        std::string name = c.file_name;
        if (const std::size_t at = name.find("{{"); at != std::string::npos) {
            name.insert(at, "a");
        }
        fixture.files = &area;
        const std::string read = fixture.read(
            testing::manifest_of("", std::string(kUploader) + "      filename_extractor: \"" + name + "\"\n"),
            {"items"});
        std::string files;
        for (const auto& [path, bytes] : area.files) {
            files += path + "=" + bytes + " ";
        }
        EXPECT_EQ(files, c.want_files) << c.name << "\n" << read;
        EXPECT_NE(read.find(std::string("T items ") + c.want_status), std::string::npos) << c.name << "\n" << read;
    }
}

TEST(FileUploader, RecordsReferToTheirFiles) {
    // Goal: a RECORD says where its file is, as the CDK's does. Method: a name with parts that Python's Path leaves
    // out.
    testing::SourceFixture fixture(
        {{"/items", R"({"data":[{"id":1,"link":"https://api.example.test/f1"}]})"}, {"/f1", "one"}});
    MemoryArea area;
    fixture.files = &area;
    const std::string read = fixture.read(
        testing::manifest_of("", std::string(kUploader) + "      filename_extractor: \"/a//./x.txt\"\n"), {"items"});
    EXPECT_NE(read.find(R"(F {"staging_file_url":"/staging/items/a/x.txt","source_file_relative_path":"items/a/x.txt",)"
                        R"("file_size_bytes":3})"),
              std::string::npos)
        << read;
}

TEST(FileUploader, NeedsAnArea) {
    testing::SourceFixture fixture(
        {{"/items", R"({"data":[{"id":1,"link":"https://api.example.test/f1"}]})"}, {"/f1", "one"}});
    // `levada run` has no such folder: its streams end with this reason.
    EXPECT_NE(fixture.read(testing::manifest_of("", kUploader), {"items"}).find("T items INCOMPLETE"),
              std::string::npos);
    EXPECT_TRUE(fixture.messages.lines.end() ==
                std::find_if(fixture.messages.lines.begin(),
                             fixture.messages.lines.end(),
                             [](const std::string& line) { return line.starts_with("R "); }))
        << "no record without its file";
}

}  // namespace
}  // namespace levada::airbyte
