#include "core/provider/discovery/programidentity.h"

#include <QFileInfo>

namespace provider {

ProgramIdentity ProgramIdentity::of(const QString &path)
{
    const QFileInfo file(QFileInfo(path).canonicalFilePath());
    return {file.filePath(), file.lastModified(), file.size()};
}

} // namespace provider
