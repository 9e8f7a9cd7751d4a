#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>

//! Samples of wire JSON for table-driven tests: written as text with ' for ", and changed in one field at a
//! time.
namespace jsonsample {

inline QJsonObject parse(const char *text)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray(text).replace('\'', '"'), &error);
    if (!document.isObject())
        qFatal("%s in %s", qPrintable(error.errorString()), text);
    return document.object();
}

//! `value` as JSON text; an empty one removes the field. `path` as errors write it:
//! "tool.diff.hunks[0].lines".
inline QJsonObject changed(const QJsonObject &object, const QString &path, const QByteArray &value)
{
    QStringList steps = QString(path).replace(QLatin1Char('['), QLatin1String(".[")).split(QLatin1Char('.'));
    const QJsonArray wrapped
        = QJsonDocument::fromJson('[' + QByteArray(value).replace('\'', '"') + ']').array();
    const std::function<QJsonValue(QJsonValue, int)> change
        = [&](const QJsonValue &at, int step) -> QJsonValue {
        if (step == steps.size())
            return wrapped.isEmpty() ? QJsonValue(QJsonValue::Undefined) : wrapped.first();
        const QString &name = steps[step];
        if (name.startsWith(QLatin1Char('['))) {
            QJsonArray array = at.toArray();
            const int index = name.mid(1, name.size() - 2).toInt();
            array[index] = change(array.at(index), step + 1);
            return array;
        }
        QJsonObject parent = at.toObject();
        if (!parent.contains(name) && step + 1 < steps.size())
            qFatal("the sample has no %s", qPrintable(path));
        parent.insert(name, change(parent.value(name), step + 1));
        return parent;
    };
    return change(object, 0).toObject();
}

inline QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

//! Columns for a test in which one field of a sample is bad.
inline void badFieldColumns()
{
    QTest::addColumn<QJsonObject>("json");
    QTest::addColumn<QString>("error");
}

inline void badField(const QJsonObject &sample, const char *path, const char *value, const char *problem)
{
    const QString name = QString::fromLatin1(path);
    QTest::addRow("%s: %s", path, *value ? value : "absent")
        << changed(sample, name, value) << name + QLatin1Char(' ') + QString::fromLatin1(problem);
}

//! A required field that is absent, and one of a wrong type.
inline void requiredField(const QJsonObject &sample, const char *path, const char *wrong, const char *problem)
{
    badField(sample, path, "", "is required");
    badField(sample, path, wrong, problem);
}

} // namespace jsonsample
