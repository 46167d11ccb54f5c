#include "run/program_connector.h"

#include "run/connector.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/scripted_http.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

constexpr const char* kManifest = R"(streams:
  - name: items
    retriever:
      type: CustomRetriever
      class_name: source_declarative_manifest.components.Shop
spec:
  connection_specification: {type: object}
)";

/// Remembers the one call that it is asked for.
class KeptCall final : public PythonRuntime {
public:
    Result<ProgramEnd> run(const ProgramCall& call, ProgramOutput& output, Deadline /*deadline*/) override {
        kept = call;
        LEVADA_CHECK(output.line(R"({"type":"CONNECTION_STATUS","connectionStatus":{"status":"SUCCEEDED"}})"));
        return ProgramEnd{};
    }
    ProgramCall kept{};
};

struct World {
    KeptCall programs;
    testing::ManualClock clock;
    testing::ScriptedHttp http{[](const HttpRequest&) { return Error(ErrorCode::unavailable, "no network"); }};
    LoggedMessages messages{no_log()};
    ConnectorWorld world{http, clock, programs, messages};
};

TEST(ManifestForPython, OnlyWhereThereAreClasses) {
    // Goal: an ordinary manifest is not looked at twice; a class without its file is refused with file and line.
    const testing::TempDir folder;
    const std::filesystem::path file = folder.path() / "manifest.yaml";
    EXPECT_EQ(manifest_for_python("streams: []", file)->get(), nullptr);
    EXPECT_EQ(manifest_for_python("# class_name\nstreams: []", file)->get(), nullptr);
    const auto refused = manifest_for_python(kManifest, file);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), ErrorCode::unsupported);
    EXPECT_EQ(refused.error().place(), file.string() + ":5");
    ASSERT_TRUE(write_file_atomically(folder.path() / "components.py", "class Shop: pass\n").has_value());
    EXPECT_NE(manifest_for_python(kManifest, file)->get(), nullptr);
}

TEST(OpenPythonManifest, RunsTheCdk) {
    // Goal: the venv's Python, manifest and components by absolute path, custom code allowed for this program only.
    const testing::TempDir folder;
    const std::filesystem::path file = folder.path() / "manifest.yaml";
    ASSERT_TRUE(write_file_atomically(folder.path() / "components.py", "class Shop: pass\n").has_value());
    const auto manifest = manifest_for_python(kManifest, file);
    ASSERT_TRUE(manifest.has_value());
    World world;
    ProgramChoice choice;
    choice.venv = "/venv";
    const auto connector =
        open_python_manifest({file, **manifest, "http://127.0.0.1:1/{host}"}, choice, {}, world.world);
    ASSERT_TRUE(connector.has_value()) << connector.error().to_string();
    EXPECT_EQ((*connector)->spec()->dump(),
              R"({"connectionSpecification":{"type":"object"},"supportsNormalization":false,"supportsDBT":false})");
    EXPECT_TRUE(world.programs.kept.command.empty()) << "the spec is in the manifest: nothing is run for it";
    ASSERT_TRUE((*connector)->check().has_value());
    const ProgramCall& call = world.programs.kept;
    ASSERT_EQ(call.command.size(), 8U);
    EXPECT_EQ(call.command[0], "/venv/bin/python");
    EXPECT_EQ(call.command[3], "check");
    EXPECT_EQ(call.command[5], file.string());
    EXPECT_EQ(call.command[7], (folder.path() / "components.py").string());
    EXPECT_EQ(call.environment.at("AIRBYTE_ENABLE_UNSAFE_CODE"), "true");
    EXPECT_EQ(call.environment.at("LEVADA_HTTP_REWRITE"), "http://127.0.0.1:1/{host}");
}

TEST(OpenProgram, LimitsReachTheProgram) {
    // Goal: memory and silence as the project says.
    World world;
    ProgramChoice choice;
    choice.kind = ConnectorKind::singer;
    choice.command = {"tap-x"};
    choice.memory_mb = 100;
    choice.silence_max = std::chrono::seconds(7);
    const auto connector = open_program(choice, {}, world.world);
    ASSERT_TRUE(connector->check().has_value());
    EXPECT_EQ(world.programs.kept.limits.memory_bytes, 100U << 20U);
    EXPECT_EQ(world.programs.kept.limits.silence_max, std::chrono::seconds(7));
}

}  // namespace
}  // namespace levada::app
