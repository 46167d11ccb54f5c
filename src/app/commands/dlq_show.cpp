#include "cli/command.h"
#include "project/project.h"
#include "run/letter_choice.h"

#include <algorithm>

namespace levada::app {

namespace {

Result<ExitCode> run_dlq_show(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto desk, LetterDesk::open(project));
    LetterFilter filter;
    filter.id = arguments.text("ID");
    LEVADA_TRY(const std::vector<KeptLetter> letters, desk->letters->list(filter));
    if (letters.size() != 1) {
        return Error(letters.empty() ? ErrorCode::not_found : ErrorCode::invalid_config,
                     letters.empty() ? "there is no dead letter \"" + filter.id + "\""
                                     : "\"" + filter.id + "\" is the begin of several ids")
            .hint("levada dlq ls");
    }
    const KeptLetter& letter = letters.front();
    LEVADA_TRY(const std::string body, desk->letters->body(letter));
    Json document = letter.to_json();
    document.set("body", letter.is_page() ? Json() : Json(body));
    if (arguments.has("json")) {
        print(process.out, document.dump() + "\n");
        return ExitCode::success;
    }
    for (const Json::Member& member : document.as_object()) {
        if (!member.value.is_null()) {
            const std::string text = member.value.is_string() ? member.value.as_string() : member.value.dump();
            constexpr std::size_t kNameColumns = 12;
            print(process.out,
                  member.key + std::string(kNameColumns - std::min(kNameColumns - 1, member.key.size()), ' ') + text +
                      "\n");
        }
    }
    print(process.out,
          letter.is_page()
              ? "The page is read again by a retry of its run.\nNext: levada runs retry " + letter.run + "\n"
              : "Next: levada dlq replay " + letter.id + "\n      levada dlq discard " + letter.id + " --why TEXT\n");
    return ExitCode::success;
}

}  // namespace

CommandSpec command_dlq_show() {
    return {
        .path = {"dlq", "show"},
        .summary = "Show one dead letter: its error, where it comes from, and its text.",
        .operands = {{.name = "ID", .help = "Its id, or the begin of it.", .is_required = true}},
        .options = {},
        .details = "raw_object names the page it came in: the object in .levada/objects and the byte in it.\n",
        .run = run_dlq_show,
    };
}

}  // namespace levada::app
