#include "core/provider/terminal/oscsignal.h"

#include "core/base/enumname.h"

#include <QHash>

namespace terminal {

namespace {

constexpr qsizetype MaxTitleLength = 200;
constexpr qsizetype MaxMessageLength = 1000;

constexpr base::EnumNames<ProgramState, 5> StateNames{{
    {ProgramState::Idle, "idle"},
    {ProgramState::Working, "working"},
    {ProgramState::Blocked, "blocked"},
    {ProgramState::Done, "done"},
    {ProgramState::Clear, "clear"},
}};

QString plainText(const QByteArray &bytes, qsizetype limit)
{
    QString text = QString::fromUtf8(bytes);
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Control; });
    return text.trimmed().left(limit);
}

// key=value, key=value, … A value may have a '=' (the padding of base64).
QHash<QByteArray, QByteArray> fieldsOf(QByteArray text)
{
    QHash<QByteArray, QByteArray> fields;
    const QList<QByteArray> parts = text.replace(';', ':').split(':');
    for (const QByteArray &part : parts) {
        const qsizetype equals = part.indexOf('=');
        if (equals > 0)
            fields.insert(part.left(equals).trimmed(), part.mid(equals + 1).trimmed());
    }
    return fields;
}

std::optional<Signal> programStatus(const QByteArray &text)
{
    if (text.startsWith('?'))
        return StatusAsked{};
    const QHash<QByteArray, QByteArray> fields = fieldsOf(text);
    const auto state
        = base::enumFromName(StateNames, QString::fromLatin1(fields.value(QByteArrayLiteral("state"))));
    if (!state)
        return std::nullopt;
    StatusReported status;
    status.state = *state;
    status.app = plainText(fields.value(QByteArrayLiteral("app")), MaxTitleLength);
    status.kind = plainText(fields.value(QByteArrayLiteral("kind")), MaxTitleLength);
    const QByteArray message = fields.value(QByteArrayLiteral("msg"));
    const auto decoded = QByteArray::fromBase64Encoding(message, QByteArray::AbortOnBase64DecodingErrors);
    status.message = plainText(decoded ? *decoded : message, MaxMessageLength);
    return status;
}

std::optional<Signal> progress(const QByteArray &text)
{
    bool isNumber = false;
    const int state = text.split(';').first().toInt(&isNumber);
    if (!isNumber || state < 0 || state > static_cast<int>(Progress::Paused))
        return std::nullopt;
    return ProgressReported{static_cast<Progress>(state)};
}

} // namespace

std::optional<Signal> signalOf(const QByteArray &command)
{
    const qsizetype semicolon = command.indexOf(';');
    if (semicolon < 0)
        return std::nullopt;
    const QByteArray number = command.left(semicolon);
    const QByteArray text = command.mid(semicolon + 1);
    if (number == "7501")
        return programStatus(text);
    if (number == "0" || number == "2")
        return TitleChanged{plainText(text, MaxTitleLength)};
    if (number == "9") {
        if (text.startsWith("4;"))
            return progress(text.mid(2));
        const QString message = plainText(text, MaxMessageLength);
        // ConEmu's other commands begin with their number (9;9 tells the directory).
        const bool isCommand = text.size() > 1 && text[0] >= '1' && text[0] <= '9' && text.indexOf(';') > 0
            && text.indexOf(';') <= 2;
        if (message.isEmpty() || isCommand)
            return std::nullopt;
        return Notified{{}, message};
    }
    if (number == "777" && text.startsWith("notify;")) {
        const QByteArray rest = text.mid(sizeof("notify;") - 1);
        const qsizetype end = rest.indexOf(';');
        const QString title = end < 0 ? QString() : plainText(rest.left(end), MaxTitleLength);
        return Notified{title, plainText(end < 0 ? rest : rest.mid(end + 1), MaxMessageLength)};
    }
    return std::nullopt;
}

} // namespace terminal
