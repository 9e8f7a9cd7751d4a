#pragma once

#include "core/base/result.h"
#include "core/model/agent.h"
#include "core/store/datadirectory.h"

#include <QList>
#include <QStringList>

namespace store {

class DocumentWriter;

//! The documents agents/<id>/agent.json and the folders that they are in.
class AgentDocuments
{
public:
    struct Loaded
    {
        QList<model::AgentDocument> documents; //!< oldest first
        QStringList problems; //!< in words; what they name was set aside or passed over, and is still on disk
    };

    AgentDocuments(const DataDirectory &directory, DocumentWriter &writer);

    //! All that can be read. Also finishes removals that were interrupted.
    Loaded load();

    //! Makes the folder and the document, which are there when it returns. Conflict: there is such an agent
    //! already; InvalidArgument: the id may not be a folder's name; StorageFull, Io.
    base::Result<void> create(const model::AgentDocument &document);
    //! Replaces the document soon; a failure is told by DocumentWriter::writeFailed().
    void save(const model::AgentDocument &document);
    //! The agent is gone when it returns, also after a crash; its files go later. NotFound, Io.
    base::Result<void> remove(const base::AgentId &id);

private:
    void load(const base::AgentId &id, Loaded &into) const;

    const DataDirectory &m_directory;
    DocumentWriter &m_writer;
};

} // namespace store
