#include "tray/server/logtail.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace tray {

namespace {

constexpr qint64 MaxTail = 16 * 1024;
constexpr qsizetype MaxWords = 300;

} // namespace

QString lastWords(const QString &logFile, qint64 offset)
{
    QFile file(logFile);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(qMax(qMin(offset, file.size()), file.size() - MaxTail));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    if (lines.isEmpty())
        return {};
    return withoutLead(lines.last());
}

QString withoutLead(const QString &line)
{
    static const QRegularExpression lead(
        QStringLiteral("^(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+ )?(agentmonitor-server: )?"));
    return line.trimmed().remove(lead).left(MaxWords);
}

void rotateLog(const QString &logFile, qint64 limit)
{
    if (QFileInfo(logFile).size() <= limit)
        return;
    const QString old = logFile + QStringLiteral(".1");
    QFile::remove(old);
    QFile::rename(logFile, old);
}

} // namespace tray
