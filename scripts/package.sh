#!/usr/bin/env bash
# Makes a package of the program.
#
#   bash scripts/package.sh              the .deb, into target/packages (or $CARGO_TARGET_DIR/packages)
#   bash scripts/package.sh try [DIR]    the .deb, and installs it in a bare Debian that debootstrap makes in DIR (root only)
#   bash scripts/package.sh FORMAT       appimage, nsis (Windows), app or dmg (macOS), by cargo-packager
#
# The recipe is [package.metadata.packager] in Cargo.toml. The .deb is put together here from its lines with dpkg-deb, which
# every Debian has. 没试过的：AppImage、Windows、macOS 的包从来没有做过，也没有在那里运行过
# (AppImage, Windows and macOS packages were never made, nor was the program ever run on Windows or macOS).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
target=${CARGO_TARGET_DIR:-$root/target}
kind=${1:-deb}

if [[ $kind != deb && $kind != try ]]; then
    command -v cargo-packager >/dev/null || { printf '%s\n' "先装 cargo-packager：cargo install cargo-packager --locked" >&2 && exit 2; }
    exec cargo packager --release --formats "$kind" --out-dir "$target/packages"
fi

# ZHUPI_PACKAGE_BUILD=0 packs what was built before.
if [[ ${ZHUPI_PACKAGE_BUILD:-1} == 1 ]]; then cargo build --release --locked --bin zhupi; fi
arch=$(dpkg --print-architecture)
# recipe KEY: a line of the recipe; lists with commas.
recipe() {
    python3 - "$1" <<'PYTHON'
import sys, tomllib
package = tomllib.load(open("Cargo.toml", "rb"))["package"]
value = {"version": package["version"], "description": package["description"]} | {"packager": package["metadata"]["packager"]}
for part in sys.argv[1].split("."):
    value = value[part]
print(", ".join(value) if isinstance(value, list) else value)
PYTHON
}
version=$(recipe version)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
put() { install -D -m "$1" "$2" "$stage/$3"; }
put 755 "$target/release/zhupi" usr/bin/zhupi
strip --strip-unneeded "$stage/usr/bin/zhupi"
put 644 packaging/zhupi.desktop usr/share/applications/zhupi.desktop
put 644 packaging/zhupi.xml usr/share/mime/packages/zhupi.xml
put 644 assets/icons/zhupi.svg usr/share/icons/hicolor/scalable/apps/zhupi.svg
for size in 16 32 48 64 128 256 512; do
    put 644 "assets/icons/zhupi-$size.png" "usr/share/icons/hicolor/${size}x$size/apps/zhupi.png"
done
put 644 assets/NOTICE.md usr/share/doc/zhupi/NOTICE.md
cat LICENSE-MIT LICENSE-APACHE >"$stage/usr/share/doc/zhupi/copyright"
gzip -9nc CHANGELOG.md >"$stage/usr/share/doc/zhupi/changelog.gz"
mkdir "$stage/DEBIAN"
cat >"$stage/DEBIAN/control" <<CONTROL
Package: zhupi
Version: $version
Architecture: $arch
Section: $(recipe packager.deb.section)
Priority: optional
Maintainer: $(recipe packager.authors) <zhupi@localhost>
Installed-Size: $(du -sk "$stage/usr" | cut -f1)
Depends: $(recipe packager.deb.depends)
Recommends: xdg-desktop-portal-gtk | xdg-desktop-portal-kde | xdg-desktop-portal-gnome | zenity
Description: $(recipe description)
 $(recipe packager.long-description)
CONTROL
# Menus, icons and file types are noticed by the triggers of Debian's own packages.
mkdir -p "$target/packages"
deb=$target/packages/zhupi_${version}_$arch.deb
dpkg-deb --root-owner-group --build "$stage" "$deb" >/dev/null
printf '%s, %s\n' "$(basename "$deb")" "$(du -h "$deb" | cut -f1)"
if [[ $kind == deb ]]; then exit 0; fi

# In a bare Debian: installed with what it depends on, run, and taken out again without a trace.
bare=${2:-$(mktemp -d)}
if [[ ! -d $bare/usr ]]; then debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$bare" >/dev/null; fi
cp "$deb" "$bare/tmp/zhupi.deb"
cp /etc/resolv.conf /etc/hosts "$bare/etc/"
# The machine's own way to the archive, certificates and proxies with it.
cp -a /etc/apt/. "$bare/etc/apt/"
mkdir -p "$bare/etc/ssl" && cp -a /etc/ssl/. "$bare/etc/ssl/"
printf '云溪新闻 2024年11月12日\n\n县委书记陆承业调研云溪江\n' >"$bare/tmp/page.txt"
inside() { chroot "$bare" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
inside apt-get -qq update
inside apt-get -qq -y --no-install-recommends install /tmp/zhupi.deb >/dev/null
inside zhupi --version
inside sh -c 'ldd /usr/bin/zhupi | grep "not found"' && exit 1
inside zhupi propose /tmp/page.txt -o /tmp/page.jsonl
inside grep -o '"label":"PER"' /tmp/page.jsonl | head -n 1
inside test -f /usr/share/applications/zhupi.desktop
inside dpkg --verify zhupi
inside apt-get -qq -y remove zhupi >/dev/null
if inside test -e /usr/bin/zhupi; then exit 1; fi
printf '%s\n' "在空的 Debian 里装上、运行、卸掉，都对 (installed, run and removed in a bare Debian)"
