#!/usr/bin/env bash
# Tries the package of Debian as an operator would: in a fresh root with systemd, which is booted in a container without a
# network. As root; ops/debian/proof.sh PACKAGE NEXT, two packages of which the second has the higher version.
set -euo pipefail
package=$(realpath "$1") next=$(realpath "$2")
cd "$(dirname "$0")"
fail() { printf 'proof: %s\n' "$*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "a root of its own can only be made and booted by root"

place=$(mktemp -d)
trap 'rm -rf --one-file-system "$place"' EXIT
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
  awk -v codename="$codename" '$1 == "Debian" && $2 == codename { print $3; exit }')
[ -n "$mirror" ] || fail "apt knows no source of Debian $codename; write one to /etc/apt/sources.list and run apt-get update"

echo "a fresh root of Debian $codename"
debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus "$codename" "$place/root" "$mirror" >"$place/debootstrap.log" 2>&1 ||
  { tail -n 20 "$place/debootstrap.log" >&2; fail "debootstrap could not make it"; }

install -d "$place/root/proof"
install -m 755 proof-inside.sh "$place/root/proof/inside.sh"
cp "$package" "$place/root/proof/package.deb"
cp "$next" "$place/root/proof/next.deb"
cat >"$place/root/etc/systemd/system/proof.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c '/proof/inside.sh >/proof/log 2>&1; echo $? >/proof/rc; systemctl poweroff'
[Install]
WantedBy=graphical.target
UNIT
systemctl --root="$place/root" enable --quiet proof.service 2>/dev/null

echo "booted"
timeout --kill-after=10 600 systemd-nspawn --quiet --directory="$place/root" --boot --register=no --keep-unit --private-network \
  --console=pipe >"$place/boot.log" 2>&1 </dev/null || true
cat "$place/root/proof/log" 2>/dev/null || { tail -n 40 "$place/boot.log" >&2; fail "the root did not boot: systemd-nspawn needs a machine that lets it"; }
[ "$(cat "$place/root/proof/rc" 2>/dev/null)" = 0 ] || fail "the package did not bear it, see the last line"
