#!/bin/sh
# Rehearses "muxbench run --server-host" on one machine: servers in one network namespace, the generator in another, between them a
# wire of RATE and a real sshd. Changes nothing outside of them, and removes everything at the end.
#
#   docs/over-a-wire.sh [RATE [OPTION of muxbench run]...]      default: 1gbit --quick
#
# Needs root, iproute2 and the package openssh-server.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "over-a-wire: $*" >&2
    exit 1
}

rate=${1:-1gbit}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- --quick
sshd=$(PATH=$PATH:/usr/sbin command -v sshd) || fail "no sshd: install the package openssh-server"
ssh=$(command -v ssh) || fail "no ssh: install the package openssh-client"
for program in ip tc; do
    command -v $program >/dev/null || fail "no $program: install the package iproute2"
done
[ "$(id -u)" -eq 0 ] || fail "must be root, because it makes network namespaces"

servers=muxbench-servers-$$
generator=muxbench-generator-$$
server_address=10.77.0.2
generator_address=10.77.0.1
work=$(mktemp -d)
sshd_pid=
# With the namespaces the wire goes, too. Nothing is said, because who would read it may have gone.
trap 'exec >/dev/null 2>&1; set +e; [ -z "$sshd_pid" ] || kill "$sshd_pid"
    ip netns del "$servers"; ip netns del "$generator"; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# ---- The wire. A bucket (tc-tbf(8)) at each end gives it its rate.

ip netns add "$servers" 2>/dev/null || fail "this machine does not let root make network namespaces"
ip netns add "$generator"
ip link add wire netns "$servers" type veth peer name wire netns "$generator"
for end in "$servers:$server_address" "$generator:$generator_address"; do
    ip -n "${end%:*}" address add "${end#*:}/24" dev wire
    ip -n "${end%:*}" link set lo up
    ip -n "${end%:*}" link set wire up
    tc -n "${end%:*}" qdisc add dev wire root tbf rate "$rate" burst 256kb latency 50ms
done

# ---- A way in: a server and a user, whose keys are known to each other and to nobody else.

ssh-keygen -q -t ed25519 -N '' -f "$work/host-key"
ssh-keygen -q -t ed25519 -N '' -f "$work/user-key"
echo "$server_address $(cat "$work/host-key.pub")" >"$work/known-hosts"
cat >"$work/sshd-config" <<END
ListenAddress $server_address:22
HostKey $work/host-key
AuthorizedKeysFile $work/user-key.pub
StrictModes no
PasswordAuthentication no
PermitRootLogin prohibit-password
PidFile none
END
cat >"$work/ssh-config" <<END
Host servers
    HostName $server_address
    User root
    IdentityFile $work/user-key
    IdentitiesOnly yes
    UserKnownHostsFile $work/known-hosts
    StrictHostKeyChecking yes
END
mkdir "$work/bin"
printf '#!/bin/sh\nexec %s -F %s "$@"\n' "$ssh" "$work/ssh-config" >"$work/bin/ssh"
chmod +x "$work/bin/ssh"
PATH=$work/bin:$PATH

mkdir -p /run/sshd # where it separates its privileges
ip netns exec "$servers" "$sshd" -D -f "$work/sshd-config" -E "$work/sshd-log" &
sshd_pid=$!
tries=0
until ip netns exec "$generator" ssh servers true 2>"$work/ssh-log"; do
    tries=$((tries + 1))
    [ $tries -lt 50 ] || fail "ssh does not get through: $(cat "$work/ssh-log" "$work/sshd-log")"
    sleep 0.1
done

# ---- The run.

./muxbench --version >/dev/null # built, before it is to be the same on both sides
status=0
ip netns exec "$generator" ./muxbench run "$@" --server-host "ssh:servers:$PWD" || status=$?
exit $status
