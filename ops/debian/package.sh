#!/usr/bin/env bash
# Makes the Debian package and its bill of materials of target/release/handover, which is built already: into target/packages.
# `./x package` builds it and brings the tools. With REVISION the package has another revision than 1.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { printf 'package: %s\n' "$*" >&2; exit 1; }
binary=target/release/handover
made=target/package
tools=$PWD/target/tools/bin
[ -x "$binary" ] || fail "$binary is not there: ./x package builds it"
rm -rf "$made"
mkdir -p "$made/completions" target/packages

"$binary" --version >"$made/version"
target=$(sed -n 's/^target \(\S*\) .*/\1/p' "$made/version")

# What the binary tells of itself.
"$binary" manual --to "$made/man" >/dev/null
"$binary" completions bash >"$made/completions/handover"
"$binary" completions zsh >"$made/completions/_handover"
"$binary" completions fish >"$made/completions/handover.fish"

# The time of the package is that of its commit: the same sources give the same package.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Cargo.lock)
export SOURCE_DATE_EPOCH
version=$(sed -n 's/^handover //p' "$made/version")
revision=${REVISION:-1}
{
  printf 'handover (%s-%s) stable; urgency=medium\n\n' "$version" "$revision"
  printf '  * Built from commit %s; what has changed is in changelog.gz.\n\n' "$(sed -n 's/^commit //p' "$made/version")"
  printf ' -- %s  %s\n' "$(sed -n 's/^maintainer = "\(.*\)"$/\1/p' crates/handover/Cargo.toml)" \
    "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
} >"$made/changelog"

# What is built in. cargo-cyclonedx writes beside the manifests that it reads, which therefore are copies.
cargo tree --locked --edges normal --prefix none --package handover --target "$target" >"$made/tree"
cargo metadata --locked --format-version 1 --filter-platform "$target" >"$made/metadata"
mkdir "$made/sources"
cp -r Cargo.toml Cargo.lock crates "$made/sources/"
"$tools/cargo-cyclonedx" cyclonedx --manifest-path "$made/sources/crates/handover/Cargo.toml" --format json --spec-version 1.5 \
  --target "$target" --no-build-deps --override-filename bill --quiet
mv "$made/sources/crates/handover/bill.json" "$made/handover.cdx.json"
python3 ops/debian/bill.py finish "$made/handover.cdx.json" --tree "$made/tree" --version-of "$made/version"
python3 ops/debian/bill.py licenses --tree "$made/tree" --metadata "$made/metadata" >"$made/third-party-licenses.txt"

# cargo-deb removes packages of before from target/debian, wherever it puts its own.
"$tools/cargo-deb" --quiet --package handover --locked --no-build --strip --deb-revision "$revision" --output "$made/" ||
  fail "cargo-deb has made no package"
package=target/packages/handover_$version-${revision}_$(dpkg --print-architecture).deb
mv "$made"/*.deb "$package"
cp "$made/handover.cdx.json" "${package%.deb}.cdx.json"
sed 's/^/  /' "$made/version"
printf '%s\n%s\n' "$package" "${package%.deb}.cdx.json"
