#include "core/provider/codex/turnerror.h"

#include "core/provider/codex/jsonfields.h"

#include <QRegularExpression>

#include <array>

namespace codex {

namespace {

constexpr int Unauthorized = 401;
constexpr int TooManyRequests = 429;

struct Advice
{
    const char *kind;
    const char *words;
};

constexpr std::array Advices{
    Advice{"unauthorized",
        "Log in on this machine with `codex login`, or set the key that its model provider wants."},
    Advice{"contextWindowExceeded",
        "The conversation no longer fits into the model's context: begin a new one, or choose a model with a "
        "larger context."},
    Advice{"modelNotFound", "Choose another model."},
    Advice{"serverOverloaded", "The model is overloaded: try again later or choose another one."},
    Advice{"rateLimitExceeded", "Too many requests: try again in a moment."},
    Advice{"sessionBudgetExceeded", "The budget of this session is used up."},
    Advice{"sandboxError",
        "The sandbox could not be set up on this machine; the mode full-access works without it."},
    Advice{"tooManyDenials", "Too many of its requests were denied: tell it what it may do."},
};

//! "usageLimitExceeded" → "usage limit exceeded"
QString spelledOut(QString kind)
{
    static const QRegularExpression hump(QStringLiteral("([a-z])([A-Z])"));
    return kind.replace(hump, QStringLiteral("\\1 \\2")).toLower();
}

QString advice(const TurnError &error)
{
    QString kind = error.kind;
    if (error.httpStatus == Unauthorized)
        kind = QStringLiteral("unauthorized");
    else if (error.httpStatus == TooManyRequests && !error.isLimit())
        kind = QStringLiteral("rateLimitExceeded");
    for (const Advice &entry : Advices) {
        if (kind == QLatin1StringView(entry.kind))
            return QString::fromUtf8(entry.words);
    }
    return {};
}

} // namespace

TurnError turnError(const QJsonObject &json)
{
    TurnError error;
    error.message = text(json, "message").trimmed();
    error.details = text(json, "additionalDetails").trimmed();
    const QJsonValue info = json.value(QLatin1StringView("codexErrorInfo"));
    if (info.isObject() && !info.toObject().isEmpty()) {
        const QJsonObject variant = info.toObject();
        error.kind = variant.begin().key();
        error.httpStatus = smallCount(variant.begin().value().toObject(), "httpStatusCode");
    } else {
        error.kind = info.toString();
    }
    return error;
}

bool TurnError::isLimit() const
{
    return kind == QLatin1StringView("usageLimitExceeded")
        || kind == QLatin1StringView("sessionBudgetExceeded");
}

QString TurnError::words(const QString &reset) const
{
    QString words = message;
    if (words.isEmpty())
        words = kind.isEmpty() ? QStringLiteral("codex does not say why") : spelledOut(kind);
    if (!details.isEmpty() && !words.contains(details))
        words += QStringLiteral(": ") + details;
    QStringList more;
    if (isLimit() && !reset.isEmpty())
        more.append(QStringLiteral("It resets %1.").arg(reset));
    if (const QString what = advice(*this); !what.isEmpty())
        more.append(what);
    if (more.isEmpty())
        return words;
    return words + (words.endsWith(QLatin1Char('.')) ? QStringLiteral(" ") : QStringLiteral(". "))
        + more.join(QLatin1Char(' '));
}

} // namespace codex
