#include "core/model/environmentvariables.h"

#include <QRegularExpression>

namespace model {

EnvironmentVariables readEnvironmentVariables(base::JsonReader &reader)
{
    static const QRegularExpression name(QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_]*\\z"));
    EnvironmentVariables variables;
    const QJsonObject given = reader.optionalObject("env").value_or(QJsonObject());
    for (auto it = given.begin(); it != given.end(); ++it) {
        if (!name.match(it.key()).hasMatch())
            reader.fail("env", QStringLiteral("has \"%1\", which is no name of a variable").arg(it.key()));
        if (!it.value().isString())
            reader.fail("env", QStringLiteral("must give a text for %1").arg(it.key()));
        if (it.value().toString().contains(QChar(u'\0')))
            reader.fail("env", QStringLiteral("has a NUL character in %1").arg(it.key()));
        variables.insert(it.key(), it.value().toString());
    }
    return variables;
}

QJsonObject toJson(const EnvironmentVariables &variables)
{
    QJsonObject json;
    for (auto it = variables.begin(); it != variables.end(); ++it)
        json.insert(it.key(), it.value());
    return json;
}

} // namespace model
