#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QProcessEnvironment>
#include <QString>

namespace store {

//! Where everything is kept; plain files, so that the directory can be copied to another machine:
//!
//!     lock                     who writes here
//!     server.port, api.token   while a server runs: for programs of the same user
//!     agents/<id>/agent.json   and journal.jsonl beside it
//!     settings.json, templates.json, tasks.json
//!     decisions.jsonl          every decision of a person, appended to
//!     uploads/                 files that were sent by a browser
//!     inquiry/                 empty: where CLIs run when they are asked what they can
//!     NAME.corrupt-<time>      a document that could not be read, set aside
//!
//! Directories have mode 0700, files 0600.
class DataDirectory
{
public:
    static constexpr const char *Variable = "AGENTMONITOR_DATA";

    //! The path to use: `option` (of the command line), else $AGENTMONITOR_DATA, else
    //! $XDG_DATA_HOME/agentmonitor, else ~/.local/share/agentmonitor. A relative XDG_DATA_HOME is ignored, as
    //! the XDG Base Directory rules say.
    static QString resolve(const QString &option, const QProcessEnvironment &environment);

    //! Makes what is missing of it. The error names the path: not a directory, not allowed, no space.
    static base::Result<DataDirectory> open(const QString &path);

    //! True for 1 to 64 characters of A-Z, a-z, 0-9 and '-': what may be the name of an agent's folder.
    static bool isValidId(const base::AgentId &id);

    const QString &path() const { return m_path; }
    QString lockFile() const;
    //! How other programs of this user find the server that runs, and get in.
    QString portFile() const;
    QString apiTokenFile() const;
    QString agentsDirectory() const;
    //! For an invalid id a path where nothing is and nothing can be made.
    QString agentDirectory(const base::AgentId &id) const;
    QString agentFile(const base::AgentId &id) const;
    //! One folder for each running agent and terminal: core/holder/PROTOCOL.md.
    QString holdersDirectory() const;
    QString settingsFile() const;
    QString templatesFile() const;
    QString tasksFile() const;
    QString decisionsFile() const;
    QString uploadsDirectory() const;
    //! Where CLIs are asked what they can: it stays empty.
    QString inquiryDirectory() const;

private:
    explicit DataDirectory(QString path);
    QString inside(const char *name) const;

    QString m_path; // absolute
};

} // namespace store
