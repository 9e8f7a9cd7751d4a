#include "core/provider/claude/usagemeter.h"

#include "core/provider/claude/jsonfields.h"

namespace claude {

namespace {

qint64 tokensRead(const QJsonObject &usage)
{
    return count(usage, "input_tokens") + count(usage, "cache_read_input_tokens")
        + count(usage, "cache_creation_input_tokens");
}

qint64 contextSize(const QJsonObject &modelUsage, const QString &model)
{
    if (const qint64 own = count(modelUsage.value(model).toObject(), "contextWindow"); own > 0)
        return own;
    // The main model can be listed under another spelling; helpers next to it have smaller windows.
    qint64 largest = 0;
    for (const QJsonValue &usage : modelUsage)
        largest = std::max(largest, count(usage.toObject(), "contextWindow"));
    return largest;
}

model::TokenUsage totalTokens(const QJsonObject &modelUsage)
{
    model::TokenUsage tokens;
    for (const QJsonValue &value : modelUsage) {
        const QJsonObject usage = value.toObject();
        tokens.input += count(usage, "inputTokens");
        tokens.output += count(usage, "outputTokens");
        tokens.cacheRead += count(usage, "cacheReadInputTokens");
        tokens.cacheCreation += count(usage, "cacheCreationInputTokens");
    }
    return tokens;
}

} // namespace

void UsageMeter::messageUsage(const QJsonObject &usage)
{
    const qint64 read = tokensRead(usage);
    if (read == 0)
        return; // a message of claude's own making used nothing
    m_read = read;
    m_written = count(usage, "output_tokens");
    m_used = true;
}

std::optional<provider::Event> UsageMeter::messageDelta(const QJsonObject &usage)
{
    if (const qint64 read = tokensRead(usage); read > 0)
        m_read = read;
    m_written = count(usage, "output_tokens");
    m_used = m_used || m_read > 0;
    if (m_contextSize == 0 || !m_used)
        return std::nullopt;
    return provider::UsageReported{std::nullopt, std::nullopt, context()};
}

void UsageMeter::setContextUsed(qint64 tokens)
{
    m_read = tokens;
    m_written = 0;
    m_used = true;
}

std::optional<model::ContextWindow> UsageMeter::context() const
{
    if (!m_used || m_contextSize == 0)
        return std::nullopt;
    return model::ContextWindow{m_read + m_written, m_contextSize};
}

std::optional<provider::Event> UsageMeter::result(const QJsonObject &line)
{
    const QJsonValue cost = line.value(QLatin1StringView("total_cost_usd"));
    const QJsonValue models = line.value(QLatin1StringView("modelUsage"));
    if (!cost.isDouble() && !models.isObject())
        return std::nullopt;
    provider::UsageReported usage;
    if (cost.isDouble())
        usage.costUsd = std::max(cost.toDouble(), 0.0);
    if (models.isObject()) {
        usage.tokens = totalTokens(models.toObject());
        if (const qint64 size = contextSize(models.toObject(), m_model); size > 0)
            m_contextSize = size;
    }
    usage.context = context();
    return usage;
}

QJsonObject UsageMeter::rest() const
{
    return {{QStringLiteral("model"), m_model}, {QStringLiteral("read"), m_read},
        {QStringLiteral("written"), m_written}, {QStringLiteral("contextSize"), m_contextSize},
        {QStringLiteral("used"), m_used}};
}

void UsageMeter::goOnFrom(const QJsonObject &rest)
{
    m_model = text(rest, "model");
    m_read = count(rest, "read");
    m_written = count(rest, "written");
    m_contextSize = count(rest, "contextSize");
    m_used = flag(rest, "used");
}

} // namespace claude
