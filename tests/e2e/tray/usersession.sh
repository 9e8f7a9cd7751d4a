#!/bin/bash
# The services of a login, as process 1 of PID and mount namespaces of their own: a journal, and systemd as this user's manager. $1: a name for their
# control group, which whoever started this removes.
set -eu
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system /run/systemd/journald.conf.d # the first one says that systemd has booted this machine (sd_booted(3))
printf '[Journal]\nStorage=volatile\nReadKMsg=no\nAudit=no\n' >/run/systemd/journald.conf.d/test.conf

# Where a login's manager is: the journal tells by it whose unit wrote a line.
slice=user.slice/user-$UID.slice/user@$UID.service/init.scope
for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
    [ -e "$hierarchy/cgroup.procs" ] || continue
    mkdir -p "$hierarchy/$1/$slice"
    echo $$ >"$hierarchy/$1/cgroup.procs"
done

/lib/systemd/systemd-journald &
(
    for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
        [ -e "$hierarchy/$1/$slice/cgroup.procs" ] || continue
        echo "$BASHPID" >"$hierarchy/$1/$slice/cgroup.procs"
    done
    exec /lib/systemd/systemd --user
) &
until systemctl --user is-system-running --wait --quiet 2>/dev/null; do
    [ "$(systemctl --user is-system-running 2>/dev/null)" != degraded ] || break
done
echo ready
wait
