#include "core/provider/acp/usagemeter.h"

#include "core/provider/jsonfields.h"

namespace acp {

namespace json = provider::json;

namespace {

model::TokenUsage turnTokens(const QJsonObject &answer)
{
    const QJsonObject usage = json::object(answer, "usage");
    if (!usage.isEmpty()) {
        return {json::count(usage, "inputTokens"), json::count(usage, "outputTokens"),
            json::count(usage, "cachedReadTokens"), json::count(usage, "cachedWriteTokens")};
    }
    // gemini
    const QJsonObject quota
        = json::object(json::object(json::object(answer, "_meta"), "quota"), "token_count");
    return {json::count(quota, "input_tokens"), json::count(quota, "output_tokens"), 0, 0};
}

} // namespace

std::optional<provider::Event> UsageMeter::update(const QJsonObject &update)
{
    provider::UsageReported usage;
    const model::ContextWindow context{json::count(update, "used"), json::count(update, "size")};
    // opencode says that nothing is used when a turn was cancelled; what was said before is still there.
    if (context.total > 0 && context.used > 0 && context != m_context)
        usage.context = m_context = context;

    const QJsonObject cost = json::object(update, "cost");
    const QJsonValue amount = cost.value(QLatin1StringView("amount"));
    const QString currency = json::text(cost, "currency");
    const bool dollars = currency.isEmpty() || currency == QLatin1StringView("USD");
    if (amount.isDouble() && dollars && amount.toDouble() >= 0 && amount.toDouble() != m_cost)
        usage.costUsd = m_cost = amount.toDouble();

    if (!usage.context && !usage.costUsd)
        return std::nullopt;
    return usage;
}

std::optional<provider::Event> UsageMeter::turnEnded(const QJsonObject &answer)
{
    const model::TokenUsage turn = turnTokens(answer);
    if (turn == model::TokenUsage{})
        return std::nullopt;
    m_tokens.input += turn.input;
    m_tokens.output += turn.output;
    m_tokens.cacheRead += turn.cacheRead;
    m_tokens.cacheCreation += turn.cacheCreation;
    return provider::UsageReported{std::nullopt, m_tokens, std::nullopt};
}

QJsonObject UsageMeter::toJson() const
{
    QJsonObject json{{QStringLiteral("tokens"),
        QJsonArray{m_tokens.input, m_tokens.output, m_tokens.cacheRead, m_tokens.cacheCreation}}};
    if (m_cost)
        json.insert(QStringLiteral("cost"), *m_cost);
    if (m_context)
        json.insert(QStringLiteral("context"), QJsonArray{m_context->used, m_context->total});
    return json;
}

void UsageMeter::goOnFrom(const QJsonObject &json)
{
    const QJsonArray tokens = json::array(json, "tokens");
    m_tokens = {tokens.at(0).toInteger(), tokens.at(1).toInteger(), tokens.at(2).toInteger(),
        tokens.at(3).toInteger()};
    if (const QJsonValue cost = json.value(QLatin1StringView("cost")); cost.isDouble())
        m_cost = cost.toDouble();
    if (const QJsonArray context = json::array(json, "context"); context.size() == 2)
        m_context = model::ContextWindow{context.at(0).toInteger(), context.at(1).toInteger()};
}

} // namespace acp
