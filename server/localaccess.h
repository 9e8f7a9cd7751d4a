#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/store/datadirectory.h"

namespace server {

//! How programs of the same user, such as the tray, find this server and get in without its password: by
//! `server.port` and `api.token` in the data directory, which nobody else may read. Both are new at each
//! start and gone after a clean end.
class LocalAccess
{
public:
    explicit LocalAccess(const store::DataDirectory &directory);
    ~LocalAccess();
    LocalAccess(const LocalAccess &) = delete;
    LocalAccess &operator=(const LocalAccess &) = delete;

    //! 64 hexadecimal digits, for `Authorization: Bearer`.
    const base::Secret &token() const { return m_token; }
    //! StorageFull: nobody finds the server by its files; it serves all the same.
    base::Result<void> publish(quint16 port) const;

private:
    const QString m_tokenFile;
    const QString m_portFile;
    base::Secret m_token;
};

} // namespace server
