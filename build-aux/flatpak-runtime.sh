#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A stand-in for GNOME's Flatpak runtime, for machines that cannot download the real one: the same
# names, made of Debian 13's packages, in an installation of its own. What it holds is what the real
# one holds too, and no more: a library that is missing there must be a module of our manifest.
# It stays on this machine; nothing built with it is for anybody else.
#
# build-aux/test-flatpak sources this file and calls install_runtime; run as a program it is what
# mmdebstrap calls while the tree grows: flatpak-runtime.sh keep TREE DIRECTORY.

runtime_packages=(
  ca-certificates tzdata libc-bin locales
  libgtk-4-1 libgtk-4-bin libgtk-4-common libadwaita-1-0 adwaita-icon-theme hicolor-icon-theme
  gsettings-desktop-schemas dconf-gsettings-backend shared-mime-info
  librsvg2-common libgdk-pixbuf2.0-bin libglib2.0-bin
  libsoup-3.0-0 glib-networking libjson-glib-1.0-0 libsecret-1-0 libsqlite3-0
  fontconfig fonts-cantarell fonts-dejavu-core xkb-data at-spi2-common
  libegl1 libgl1 libgl1-mesa-dri libegl-mesa0 iso-codes
)
sdk_packages=(
  dbus-daemon gcc libc6-dev binutils make pkgconf meson ninja-build ccache python3 gettext git patch file
  xz-utils bzip2 elfutils
  libglib2.0-dev libgtk-4-dev libadwaita-1-dev libsoup-3.0-dev libjson-glib-dev libsecret-1-dev
  libsqlite3-dev libxml2-utils desktop-file-utils appstream appstream-compose appstream-util
)
# Of /etc: what Flatpak makes by itself, and what only a system that boots needs.
runtime_without=(
  passwd passwd- shadow shadow- group group- gshadow gshadow- subuid subgid hostname hosts resolv.conf
  machine-id mtab fstab localtime timezone debian_version apt dpkg init.d 'rc?.d' 'cron*' systemd
  pam.d pam.conf security skel default kernel ld.so.cache ld.so.conf ld.so.conf.d .pwd.lock
)

# keep TREE DIRECTORY — the tree as it is now, in the shape of a runtime.
keep_runtime() {
  set -euo pipefail
  local tree=$1 directory=$2 machine name
  machine=$(cd "$tree/usr/lib" && echo ./*-linux-gnu)
  machine=${machine#./}
  mkdir -p "$directory/files"
  cp -a "$tree/usr" "$directory/usr"
  cp -a "$tree/etc" "$directory/usr/etc"
  (cd "$directory/usr/etc" && for name in "${runtime_without[@]}"; do
     # shellcheck disable=SC2086  # patterns
     rm -rf $name
   done)

  # Flatpak starts ldconfig from /usr/bin, and its cache is told of the program's own libraries.
  ln -sf ../sbin/ldconfig "$directory/usr/bin/ldconfig"
  {
    echo include /run/flatpak/ld.so.conf.d/app-*.conf
    echo include /app/etc/ld.so.conf
    echo /app/lib
    echo include /run/flatpak/ld.so.conf.d/runtime-*.conf
    echo "/usr/lib/$machine"
    echo /usr/lib
  } > "$directory/usr/etc/ld.so.conf"
  # A folder lib64 would have meson put our libraries where nobody looks for them.
  if [ ! -L "$directory/usr/lib64" ]; then
    rm -rf "$directory/usr/lib64"
    ln -s "lib/$machine" "$directory/usr/lib64"
  fi

  # OSTree sets all times to zero, and then a cache of the host's fonts would pass for one of ours:
  # the salt gives ours another name, and they are cached here.
  sed -i -e 's|<dir>/usr/share/fonts</dir>|<dir salt="guildhall">/usr/share/fonts</dir>|' \
    -e '0,/<cachedir>/s|<cachedir>|<cachedir>/usr/lib/fontconfig/cache</cachedir><cachedir>|' \
    "$directory/usr/etc/fonts/fonts.conf"
  cat > "$directory/usr/etc/fonts/conf.d/50-flatpak.conf" <<'FONTS'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/run/host/font-dirs.xml</include>
  <dir>/app/share/fonts</dir>
  <dir>/run/host/fonts</dir>
  <dir>/run/host/user-fonts</dir>
</fontconfig>
FONTS
  mkdir -p "$directory/usr/lib/fontconfig/cache" "$directory/usr/lib/extensions" \
    "$directory/usr/share/runtime"
  rm -rf "$directory/etc"
  ln -s usr/etc "$directory/etc"
  for name in bin sbin lib lib64; do ln -sfn "usr/$name" "$directory/$name"; done
  chroot "$directory" fc-cache -f -s
  (cd "$directory" && rm -rf etc bin sbin lib lib64)

  # A person's repository takes no set-uid files, none that they cannot read, and nothing but files.
  rm -rf "$directory/usr/lib/systemd" "$directory/usr/lib/udev" "$directory/usr/lib/apt"
  find "$directory/usr" \( -type b -o -type c -o -type p -o -type s \) -delete
  find "$directory/usr" ! -type l \( -perm /6000 -o ! -perm -0444 \) -exec chmod ug-s,a+rX {} +
}

# export_runtime REPOSITORY DIRECTORY ID BRANCH
export_runtime() {
  local repository=$1 directory=$2 id=$3 branch=$4 arch
  arch=$(flatpak --default-arch)
  cat > "$directory/metadata" <<METADATA
[Runtime]
name=$id
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch

[Environment]
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
METADATA
  flatpak build-export --runtime --disable-fsync --no-update-summary --arch="$arch" \
    --subject="A stand-in for $id, of Debian $tree_suite" "$repository" "$directory" "$branch"
}

# assemble_runtime DIRECTORY BRANCH — a repository with platform and SDK in DIRECTORY/repo.
assemble_runtime() {
  local directory=$1 branch=$2 here sdk
  here=${BASH_SOURCE[0]}
  rm -rf "$directory"
  mkdir -p "$directory"
  sdk="apt-get -y -q install -oDPkg::Chroot-Directory=\"\$1\" ${sdk_packages[*]}"
  make_tree "$directory/tree" "$(IFS=,; echo "${runtime_packages[*]}")" \
    --customize-hook="chroot \"\$1\" localedef -i de_DE -f UTF-8 de_DE.UTF-8" \
    --customize-hook="'$here' keep \"\$1\" '$directory/platform'" \
    --customize-hook="APT_CONFIG=\"\$MMDEBSTRAP_APT_CONFIG\" DEBIAN_FRONTEND=noninteractive $sdk" \
    --customize-hook="'$here' keep \"\$1\" '$directory/sdk'" || return 1
  rm -rf "$directory/tree"
  say "Exporting the stand-in"
  {
    ostree --repo="$directory/repo" init --mode=bare-user-only &&
      export_runtime "$directory/repo" "$directory/platform" org.gnome.Platform "$branch" &&
      export_runtime "$directory/repo" "$directory/sdk" org.gnome.Sdk "$branch" &&
      flatpak build-update-repo "$directory/repo"
  } > "$directory/export.log" 2>&1 || { tail -n 20 "$directory/export.log" >&2; return 1; }
  rm -rf "$directory/platform" "$directory/sdk"
}

# find_remote BRANCH — prints "NAME URL KEY-FILE" of a configured remote that has GNOME's SDK now.
find_remote() {
  local where name repository
  for where in --user --system; do
    while read -r name; do
      # Not the installation of the tests themselves: people configure remotes elsewhere.
      if env -u FLATPAK_USER_DIR timeout 20 flatpak "$where" remote-info "$name" \
           "org.gnome.Sdk//$1" > /dev/null 2>&1 < /dev/null; then
        repository=/var/lib/flatpak/repo
        [ "$where" = --system ] || repository=${XDG_DATA_HOME:-$HOME/.local/share}/flatpak/repo
        echo "$name $(ostree --repo="$repository" remote show-url "$name")" \
          "$repository/$name.trustedkeys.gpg"
        return 0
      fi
    done < <(env -u FLATPAK_USER_DIR flatpak "$where" remotes --columns=name 2>/dev/null)
  done
  return 1
}

# install_runtime BRANCH — platform and SDK in $FLATPAK_USER_DIR; sets runtime_kind.
install_runtime() {
  local branch=$1 remote key directory arguments
  if read -r -a remote < <(find_remote "$branch"); then
    runtime_kind="GNOME's own runtime, from ${remote[0]}"
    arguments=(--no-gpg-verify)
    [ ! -r "${remote[2]}" ] || arguments=(--gpg-import="${remote[2]}")
    flatpak --user remote-add --if-not-exists "${arguments[@]}" "${remote[0]}" "${remote[1]}" &&
      flatpak --user install -y --noninteractive --or-update "${remote[0]}" \
        "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" > /dev/null
    return
  fi
  runtime_kind="a stand-in for GNOME's runtime, of Debian $tree_suite"
  require_trees
  (need tree) || skip "what this needs could not be installed"
  key=$(tree_key "$top/build-aux/flatpak-runtime.sh" "$top/build-aux/debian-tree.sh")
  directory=$tree_state/runtime
  if [ "$(cat "$directory/key" 2>/dev/null)" != "$key-$branch" ]; then
    say "Assembling a stand-in for GNOME's runtime (it is kept in $tree_state)"
    rm -rf "$FLATPAK_USER_DIR"
    assemble_runtime "$directory" "$branch" || return 1
    echo "$key-$branch" > "$directory/key"
  fi
  if [ ! -d "$FLATPAK_USER_DIR/runtime/org.gnome.Sdk" ]; then
    mkdir -p "$FLATPAK_USER_DIR"
    flatpak --user remote-add --if-not-exists --no-gpg-verify stand-in "file://$directory/repo" &&
      flatpak --user install -y --noninteractive stand-in \
        "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" > /dev/null
  fi
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  case ${1:-} in
    keep) keep_runtime "$2" "$3";;
    *) sed -n '5,11s/^# \{0,1\}//p' "$0"; exit 2;;
  esac
fi
