#!/bin/bash
# The part of proof.sh that runs in the root, under systemd: install, serve, play, upgrade, remove, install again, purge.
set -euo pipefail
fail() {
  printf 'FAILED: %s\n' "$*"
  journalctl --no-pager -u handover.service -n 30 || true
  exit 1
}
say() { printf 'ok  %s\n' "$*"; }

# Everything in the root but what belongs to dpkg, to logs and to the running system.
everything() {
  find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /dev -o -path /tmp -o -path /var/tmp -o -path /proof -o -path /var/log \
    -o -path /var/cache -o -path /var/lib/dpkg -o -path /var/lib/systemd -o -path /root \) -prune -o -print | sort
}
pid() { systemctl show --property=MainPID --value handover.service; }
ready() { # The server itself says over its socket that it serves.
  exec 3<>/dev/tcp/127.0.0.1/8080
  printf 'GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  grep -q '"ready":true' <&3 || fail "/readyz does not say that it is ready"
  exec 3>&-
}
chats() { # How many chats the data folder holds, on the desk and in the archive; it has to be whole.
  handover verify --data /var/lib/handover --json >/proof/verify.json || fail "handover verify: $(cat /proof/verify.json)"
  grep -o '"chats":[0-9]*\|"archived_chats":[0-9]*' /proof/verify.json | cut -d: -f2 | paste -sd+ | { read -r sum; echo $((sum)); }
}

everything >/proof/before

dpkg --install /proof/package.deb || fail "dpkg cannot install it"
systemctl is-active --quiet handover.socket handover.service || fail "installed, but it does not run"
systemctl is-enabled --quiet handover.socket handover.service || fail "installed, but it would not be there after a start"
ready
[ "$(stat -c %U "/proc/$(pid)")" = handover ] || fail "it runs as $(stat -c %U "/proc/$(pid)")"
[ "$(stat -c %a:%G /etc/handover/accounts.toml)" = 640:handover ] || fail "accounts.toml: $(stat -c %a:%G /etc/handover/accounts.toml)"
man=$(dpkg --listfiles handover | grep -c '/man1/handover.*\.1\.gz$') && [ "$man" -gt 10 ] || fail "$man pages of the manual"
handover --version | grep -q '^commit [0-9a-f]' || fail "the binary does not know its commit"
say "installed: it runs as the account handover, $man pages of the manual, $(handover -V)"

cat >>/etc/handover/accounts.toml <<'TOML'
[[account]]
id = "12345678"
app_keys = ["0f1e2d3c4b5a69788796a5b4c3d2e1f0"]
[[account.agent]]
id = 1
login = "maya"
password = "Correct-Horse1"
nickname = "Maya"
max_chats = 10
TOML
echo "maya Correct-Horse1" >/proof/agents
systemctl reload handover.service || fail "it does not take its configuration again"
# The signal is sent; that the file was applied is in the log.
timeout 30 sh -c 'until journalctl --quiet -u handover.service | grep -q "agent maya (1) added"; do sleep 0.1; done' ||
  fail "the accounts were not applied"
play() {
  handover load --target http://127.0.0.1:8080 --account 12345678 --app-key 0f1e2d3c4b5a69788796a5b4c3d2e1f0 --agents-file /proof/agents \
    --chats 4 --talk 2s --think 300ms --ramp 1s --duration 6s --transport mixed --moves 0.5 >/proof/play.log 2>&1 ||
    { tail -n 40 /proof/play.log; fail "handover load was not content"; }
}
play
first=$(chats)
[ "$first" -gt 3 ] || fail "only $first chats were played"
say "served: $first chats were played, and every promise kept"

before=$(pid)
dpkg --install /proof/next.deb || fail "dpkg cannot upgrade it"
systemctl is-active --quiet handover.service || fail "upgraded, but it does not run"
[ "$(pid)" != "$before" ] || fail "the old release still runs"
ready
[ "$(chats)" -ge "$first" ] || fail "$(chats) of $first chats are there after the upgrade"
grep -q 'login = "maya"' /etc/handover/accounts.toml || fail "the upgrade has overwritten the configuration"
play
second=$(chats)
[ "$second" -gt "$first" ] || fail "the agent of before cannot go on"
say "upgraded to $(dpkg-query --show --showformat='${Version}' handover): all chats are there, and $((second - first)) more were played"

dpkg --remove handover || fail "dpkg cannot remove it"
[ ! -e /usr/bin/handover ] || fail "removed, and the binary is there"
systemctl is-active --quiet handover.service handover.socket && fail "removed, and it runs"
[ -e /var/lib/handover/FORMAT ] && [ -e /etc/handover/accounts.toml ] || fail "removing took data or configuration along"
say "removed: data and configuration are there"

dpkg --install /proof/package.deb || fail "dpkg cannot install it again"
systemctl is-active --quiet handover.service || fail "installed again, but it does not run"
ready
[ "$(chats)" -ge "$second" ] || fail "$(chats) of $second chats were found again"
say "installed again: $second chats were found"

dpkg --purge handover || fail "dpkg cannot purge it"
everything >/proof/after
# The lists of accounts are rewritten with a copy of what was there before.
left=$(comm -13 /proof/before /proof/after | grep -vE '^/etc/(passwd|group|shadow|gshadow|subuid|subgid)-$' || true)
[ -z "$left" ] || fail "purged, and this is left: $left"
getent passwd handover >/dev/null || fail "purged, and the number of the account may be given to somebody else"
say "purged: nothing is left but the account, which nobody can sign in to"
