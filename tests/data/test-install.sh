#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs the build directory as a package would (DESTDIR), and, where the directory was configured
# with a prefix that nobody uses yet (build-aux/test does), as a person would: then starts what was
# installed, by command line and by the bus, and uninstalls it.
#
# $MESON_BUILD_ROOT and $MESON_SOURCE_ROOT are meson's; $GUILDHALL_TEST_INSTALL names the prefix, the
# program and the id, $GUILDHALL_TEST_START the program that watches it.
# shellcheck disable=SC2015,SC2317  # check calls them by name
set -u
read -r prefix package id <<< "$GUILDHALL_TEST_INSTALL"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
number=0
failed=0

# check WORDS COMMAND… — what it says is told when it fails.
check() {
  local words=$1
  shift
  number=$((number + 1))
  if "$@" > "$room/said" 2>&1; then
    echo "ok $number - $words"
  else
    echo "not ok $number - $words"
    sed 's/^/# /' "$room/said"
    failed=1
  fi
}

skip() {
  number=$((number + 1))
  echo "ok $number - $1 # SKIP $2"
}

has() {
  command -v "$1" > /dev/null
}

# Paths below DIRECTORY, without what belongs to all programs of a prefix.
list() {
  (cd "$1" && find . ! -type d \
    ! -name icon-theme.cache ! -name gschemas.compiled ! -name mimeinfo.cache | sort)
}

expected() {
  printf './%s\n' "bin/$package" "libexec/$package-sandbox" \
    "share/applications/$id.desktop" "share/dbus-1/services/$id.service" \
    "share/glib-2.0/schemas/$id.gschema.xml" \
    "share/icons/hicolor/scalable/apps/$id.svg" \
    "share/icons/hicolor/symbolic/apps/$id-symbolic.svg" \
    "share/man/man1/$package-sandbox.1" "share/man/man1/$package.1" \
    "share/metainfo/$id.metainfo.xml"
  while read -r language; do
    case $language in ''|'#'*) ;; *) echo "./share/locale/$language/LC_MESSAGES/$package.mo";; esac
  done < "$MESON_SOURCE_ROOT/po/LINGUAS"
}

same_list() {
  diff <(expected | sort) <(list "$1")
}

put() {
  meson install -C "$MESON_BUILD_ROOT" --no-rebuild --quiet --strip "$@"
}

# No file says where it was built. What a source is called there, seen from where it was built, tells
# nothing: ../guildhall/src/….
knows_no_build() {
  LC_ALL=C grep -rlaP "(?<!\.\.)\Q$MESON_BUILD_ROOT/\E|(?<!\.\.)\Q$MESON_SOURCE_ROOT/src/\E" "$1"
  [ $? -eq 1 ]
}

# Every name that a file refers to is installed, too.
refers() {
  local service=$1/share/dbus-1/services/$id.service
  grep -qx "Name=$id" "$service" &&
    grep -qx "Exec=$prefix/bin/$package --gapplication-service" "$service" &&
    grep -qx "Icon=$id" "$1/share/applications/$id.desktop" &&
    grep -qx "DBusActivatable=true" "$1/share/applications/$id.desktop" &&
    grep -q "<launchable type=\"desktop-id\">$id.desktop</launchable>" \
      "$1/share/metainfo/$id.metainfo.xml"
}

desktop_is_valid() {
  local words
  words=$(desktop-file-validate "$1" 2>&1) && [ -z "$words" ] || { echo "$words"; return 1; }
}

# What troff has to say is on its standard error.
page_is_valid() {
  local words
  words=$(groff -man -Tutf8 -ww -z "$1" 2>&1) && [ -z "$words" ] || { echo "$words"; return 1; }
}

# page_tells_all PAGE PROGRAM — every option of the program is in its page.
page_tells_all() {
  local option missing=0
  for option in $("$2" --help 2>&1 | grep -o -- '^  \(-., \)\?--[a-z-]*' | sed 's/.*--//' |
                  grep -v '^help\|^gapplication-service'); do
    grep -qF -- "\\-\\-${option//-/\\-}" "$1" || { echo "--$option is missing"; missing=1; }
  done
  return "$missing"
}

echo '1..14'
check 'installs into a DESTDIR' put --destdir "$room/dest"
root=$room/dest$prefix
check 'the DESTDIR has every file and no other' same_list "$root"
check 'no file names the build directory' knows_no_build "$room/dest"
check 'the files refer to each other' refers "$root"
if has desktop-file-validate; then
  check 'the desktop entry is valid' desktop_is_valid "$root/share/applications/$id.desktop"
else
  skip 'the desktop entry is valid' 'no desktop-file-validate'
fi
for page in "$package" "$package-sandbox"; do
  if has groff; then
    check "the page $page(1) is well formed" page_is_valid "$root/share/man/man1/$page.1"
  else
    skip "the page $page(1) is well formed" 'no groff'
  fi
done
check 'its page has every option of the program' \
  page_tells_all "$root/share/man/man1/$package.1" "$root/bin/$package"
check 'its page has every option of the sandbox' \
  page_tells_all "$root/share/man/man1/$package-sandbox.1" "$root/libexec/$package-sandbox"

rest=('installs into a prefix' 'the prefix has every file and no other'
      'the schema is found through XDG_DATA_DIRS'
      'what was installed starts from everywhere and shows itself' 'uninstalling leaves nothing')
if [ -e "$prefix" ]; then
  for words in "${rest[@]}"; do skip "$words" "$prefix is somebody's: see build-aux/test"; done
  exit $failed
fi

check "${rest[0]}" put
check "${rest[1]}" same_list "$prefix"
unset GSETTINGS_SCHEMA_DIR
export XDG_DATA_DIRS="$prefix/share:/usr/local/share:/usr/share"
check "${rest[2]}" gsettings list-keys "$id"

# A bus that knows what is in the prefix, and nothing else of the machine.
services=$here/../display
sed -e "s#@SERVICES@#$services/dbus-services</servicedir><servicedir>$prefix/share/dbus-1/services#" \
  -e "s#@RUNTIME@#$room#" "$services/session.conf.in" > "$room/session.conf"
unset DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS
export GUILDHALL_TEST_PREFIX=$prefix GUILDHALL_PROGRAM=$prefix/bin/$package
# The bus hands its own environment on to what it starts.
watch() {
  env -u GUILDHALL_SANDBOX -u G_TEST_SRCDIR -u G_TEST_BUILDDIR -u G_DEBUG \
    dbus-run-session --config-file="$room/session.conf" -- "$GUILDHALL_TEST_START"
}
check "${rest[3]}" watch
uninstall() {
  ninja -C "$MESON_BUILD_ROOT" uninstall && [ -z "$(list "$prefix")" ]
}
check "${rest[4]}" uninstall
rm -rf "$prefix"
exit $failed
