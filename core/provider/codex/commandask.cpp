#include "core/provider/codex/commandask.h"

#include "core/provider/codex/decisions.h"
#include "core/provider/codex/jsonfields.h"
#include "core/provider/codex/permissions.h"
#include "core/provider/codex/shellcommand.h"
#include "core/provider/wording.h"

#include <algorithm>

namespace codex {

using model::OptionKind;

namespace {

constexpr qsizetype TitleLength = 120;

QString quotedWords(const QJsonArray &words)
{
    QStringList shown;
    for (const QJsonValue &word : words)
        shown.append(word.toString());
    return shown.join(QLatin1Char(' '));
}

void addRule(ApprovalAsk &ask, const QJsonValue &decision, const QJsonArray &prefix)
{
    const QString rule = quotedWords(prefix);
    ask.add(
        {QStringLiteral("acceptWithExecpolicyAmendment"),
            QStringLiteral("Always allow ") + provider::oneLine(rule, TitleLength), OptionKind::AllowAlways,
            QStringLiteral("Commands that begin with “%1” run without asking, in every session: codex "
                           "keeps the rule in rules/default.rules")
                .arg(rule)},
        decisionAnswer(decision));
}

void addNetworkRule(ApprovalAsk &ask, const QJsonValue &decision, const QJsonObject &amendment)
{
    const QString host = text(amendment, "host");
    const bool denies = text(amendment, "action") == QLatin1StringView("deny");
    const QString id = QStringLiteral("applyNetworkPolicyAmendment-%1").arg(ask.approval.options.size() + 1);
    ask.add({id, (denies ? QStringLiteral("Never allow ") : QStringLiteral("Always allow ")) + host,
                denies ? OptionKind::RejectOnce : OptionKind::AllowAlways,
                QStringLiteral("The rule for this host is kept")},
        decisionAnswer(decision));
}

void addDecision(ApprovalAsk &ask, const QJsonValue &decision)
{
    if (decision.isString()) {
        addPlainDecision(ask, decision.toString());
        return;
    }
    const QJsonObject variant = decision.toObject();
    const QJsonObject rule = object(variant, "acceptWithExecpolicyAmendment");
    const QJsonObject network
        = object(object(variant, "applyNetworkPolicyAmendment"), "network_policy_amendment");
    if (!rule.isEmpty())
        addRule(ask, decision, array(rule, "execpolicy_amendment"));
    else if (!network.isEmpty())
        addNetworkRule(ask, decision, network);
    // A decision of another kind is not understood, so it is not offered.
}

//! A no after which the agent goes on is offered always: it grants nothing, and codex takes it, although it
//! mostly lists only the no that ends the turn.
void addDecline(ApprovalAsk &ask)
{
    const QString decline = QStringLiteral("decline");
    if (ask.answers.contains(decline))
        return;
    addPlainDecision(ask, decline);
    QList<model::ApprovalOption> &options = ask.approval.options;
    const auto stop = std::find_if(options.begin(), options.end(),
        [](const model::ApprovalOption &option) { return option.kind == OptionKind::RejectStop; });
    if (stop != options.end())
        std::rotate(stop, options.end() - 1, options.end());
}

QString titleOf(const QJsonObject &params, const QString &command)
{
    if (const QString host = text(object(params, "networkApprovalContext"), "host"); !host.isEmpty())
        return QStringLiteral("Connect to ") + host;
    if (text(params, "kind") == QLatin1StringView("writeStdin"))
        return QStringLiteral("Write to the running command");
    return QStringLiteral("Run ") + provider::oneLine(command, TitleLength);
}

} // namespace

ApprovalAsk commandAsk(const QJsonObject &params)
{
    ApprovalAsk ask;
    model::Approval &approval = ask.approval;
    const QString command = shownCommand(text(params, "command"));
    approval.toolId = text(params, "itemId");
    approval.toolName = QStringLiteral("shell");
    approval.kind = model::ApprovalKind::Exec;
    approval.title = titleOf(params, command);
    QStringList details{text(params, "reason")};
    details.append(permissionWords(object(params, "additionalPermissions")));
    details.removeAll(QString());
    approval.detail = details.join(QLatin1Char('\n'));
    if (!command.isEmpty())
        approval.input.insert(QStringLiteral("command"), command);
    if (const QString directory = text(params, "cwd"); !directory.isEmpty())
        approval.input.insert(QStringLiteral("cwd"), directory);

    const QJsonValue available = params.value(QLatin1StringView("availableDecisions"));
    // Versions that do not tell take these three.
    const QJsonArray decisions = available.isArray()
        ? available.toArray()
        : QJsonArray{QStringLiteral("accept"), QStringLiteral("decline"), QStringLiteral("cancel")};
    for (const QJsonValue &decision : decisions)
        addDecision(ask, decision);
    addDecline(ask);
    return ask;
}

} // namespace codex
