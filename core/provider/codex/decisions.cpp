#include "core/provider/codex/decisions.h"

namespace codex {

using model::OptionKind;

QJsonObject decisionAnswer(const QJsonValue &decision)
{
    return {{QStringLiteral("decision"), decision}};
}

void addPlainDecision(ApprovalAsk &ask, const QString &decision)
{
    const auto add = [&](const char *label, OptionKind kind, const char *detail) {
        ask.add({decision, QString::fromLatin1(label), kind, QString::fromLatin1(detail)},
            decisionAnswer(decision));
    };
    const bool edit = ask.approval.kind == model::ApprovalKind::Edit;
    if (decision == QLatin1StringView("accept"))
        add("Allow once", OptionKind::AllowOnce, "");
    else if (decision == QLatin1StringView("acceptForSession"))
        add(edit ? "Allow these files" : "Allow in this session", OptionKind::AllowAlways,
            edit ? "Changes of these files are made without asking until the session ends"
                 : "This command runs without asking until the session ends");
    else if (decision == QLatin1StringView("decline"))
        add("Deny", OptionKind::RejectOnce, "The agent is told, and goes on");
    else if (decision == QLatin1StringView("cancel"))
        add("Deny and stop", OptionKind::RejectStop, "The turn ends here");
}

} // namespace codex
