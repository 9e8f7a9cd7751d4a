// The smallest agent that there can be: it speaks just enough of claude's stream-json (core/provider/claude)
// that every prompt is taken, answered with its own words, and followed by a rest. It starts within a
// millisecond and weighs next to nothing, so that what is measured around it is AgentMonitor.
//
// The first thing that it says, before anybody has asked, is when it began: "began NANOSECONDS" (of
// CLOCK_MONOTONIC).

#include "monotonic.h"
#include "standardoutput.h"

#include <array>
#include <cstdio>
#include <string>

namespace {

//! The string that follows `key` in JSON of which is known that it is compact and has no escapes there.
std::string valueOf(std::string_view json, std::string_view key)
{
    const std::string begin = '"' + std::string(key) + "\":\"";
    const std::size_t at = json.find(begin);
    if (at == std::string_view::npos)
        return {};
    const std::size_t from = at + begin.size();
    return std::string(json.substr(from, json.find('"', from) - from));
}

std::string quoted(const std::string &text)
{
    return '"' + text + '"';
}

//! One conversation: a line comes in, lines go out.
class Conversation
{
public:
    explicit Conversation(std::string sessionId)
        : m_sessionId(std::move(sessionId))
    {
    }

    void begin() { sayText("began " + std::to_string(monotonicNanoseconds())); }

    void hear(std::string_view line)
    {
        if (line.find("\"type\":\"control_request\"") != std::string_view::npos)
            answerRequest(valueOf(line, "request_id"));
        else if (line.find("\"type\":\"user\"") != std::string_view::npos)
            answerPrompt(valueOf(line, "uuid"), textOf(line));
    }

private:
    //! Content is a text, or blocks of which one has a text.
    static std::string textOf(std::string_view line)
    {
        const std::string content = valueOf(line, "content");
        return content.empty() ? valueOf(line, "text") : content;
    }

    void say(const std::string &fields)
    {
        writeOut('{' + fields + R"(,"session_id":)" + quoted(m_sessionId) + "}\n");
    }

    void sayText(const std::string &text)
    {
        say(R"("type":"assistant","parent_tool_use_id":null,"message":{"id":"msg_)"
            + std::to_string(++m_messages)
            + R"(","type":"message","role":"assistant","model":"tiny","usage":{},"content":[{"type":"text","text":)"
            + quoted(text) + "}]}");
    }

    void sayState(const char *state)
    {
        say(R"("type":"system","subtype":"session_state_changed","state":)" + quoted(state));
    }

    void sayLifecycle(const std::string &prompt, const char *state)
    {
        if (!prompt.empty())
            say(R"("type":"command_lifecycle","command_uuid":)" + quoted(prompt) + R"(,"state":)"
                + quoted(state));
    }

    void answerRequest(const std::string &id)
    {
        say(R"("type":"control_response","response":{"subtype":"success","request_id":)" + quoted(id)
            + R"(,"response":{"commands":[],"models":[],"agents":[],"capabilities":[]}})");
    }

    void answerPrompt(const std::string &prompt, const std::string &text)
    {
        sayLifecycle(prompt, "started");
        sayState("running");
        say(R"("type":"system","subtype":"init","model":"tiny","permissionMode":"default","tools":[],)"
            R"("mcp_servers":[],"slash_commands":[],"claude_code_version":"2.1.330","capabilities":[])");
        sayText("heard " + text);
        say(R"("type":"result","subtype":"success","is_error":false,"result":"","num_turns":1,)"
            R"("terminal_reason":"completed","total_cost_usd":0,"usage":{},"modelUsage":{},)"
            R"("permission_denials":[])");
        sayLifecycle(prompt, "completed");
        sayState("idle");
    }

    const std::string m_sessionId;
    long long m_messages = 0;
};

std::string sessionOf(int argc, char *argv[])
{
    for (int i = 1; i + 1 < argc; ++i) {
        const std::string_view option = argv[i];
        if (option == "--session-id" || option == "--resume")
            return argv[i + 1];
    }
    return "00000000-0000-4000-8000-000000000000";
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc == 2 && std::string_view(argv[1]) == "--version") {
        writeOut("2.1.330 (Claude Code)\n");
        return EXIT_SUCCESS;
    }
    Conversation conversation(sessionOf(argc, argv));
    conversation.begin();
    constexpr std::size_t ReadBytes = 4096;
    std::array<char, ReadBytes> bytes{};
    std::string unread;
    for (;;) {
        const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count <= 0)
            return EXIT_SUCCESS;
        unread.append(bytes.data(), static_cast<std::size_t>(count));
        for (std::size_t end = unread.find('\n'); end != std::string::npos; end = unread.find('\n')) {
            conversation.hear(std::string_view(unread).substr(0, end));
            unread.erase(0, end + 1);
        }
    }
}
