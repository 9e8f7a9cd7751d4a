#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace tray {

//! An env file (config::parseEnvFile) that values are changed in; everything else stays as it is: comments,
//! blank lines, names that we do not know. Pure.
class EnvDocument
{
public:
    //! The error names the line.
    static base::Result<EnvDocument> parse(const QByteArray &contents);

    //! The last one counts, as for the reader. Empty: not set.
    QString value(const QString &name) const;
    //! An empty value takes the setting away. Of a name that is there twice, the last line stays.
    void setValue(const QString &name, const QString &value);

    QByteArray toBytes() const;

private:
    QStringList m_lines; //!< without their breaks
};

//! As the reader takes it back: plain, or in quotes where that is needed. Line breaks become \n.
QString quotedEnvValue(const QString &value);

} // namespace tray
