# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
#
# The one list of what Guildhall needs, by purpose. Names of packages are Debian's (12 and later).

# To build it, and to start it on a desktop.
packages_build=(
  gcc libc6-dev pkgconf meson ninja-build gettext
  libglib2.0-dev libgtk-4-dev libadwaita-1-dev libsoup-3.0-dev libjson-glib-dev libsqlite3-dev
  libsecret-1-dev libqrencode-dev
  adwaita-icon-theme librsvg2-common gsettings-desktop-schemas fonts-cantarell iso-codes
)

# To test it, or to walk the tour: a screen, a bus, assistive technology, pictures, validators.
packages_test=(
  python3 xvfb openbox xcompmgr xdotool imagemagick dbus-daemon at-spi2-core libatspi2.0-dev
  libxtst-dev
  fonts-dejavu-core gnome-keyring desktop-file-utils appstream iproute2 util-linux
  groff-base libglib2.0-bin locales
)

# The browser that the journeys open links in.
packages_browser=(chromium)

# A tree of Debian 13 beside this system.
packages_tree=(mmdebstrap debian-archive-keyring util-linux)

# To build, run and check the Flatpak.
packages_flatpak=(
  flatpak flatpak-builder bubblewrap ostree elfutils appstream-compose git
  xdg-desktop-portal xdg-desktop-portal-gtk
)

# The same for systems that are not Debian: what must be there, to be named when it is not.
modules_build=(
  'gio-2.0 >= 2.74' 'gtk4 >= 4.8' 'libadwaita-1 >= 1.2' 'libsoup-3.0 >= 3.2'
  'json-glib-1.0 >= 1.6' 'sqlite3 >= 3.40' 'libsecret-1 >= 0.20'
  'libqrencode >= 4.1'
)
commands_build=(cc meson ninja msgfmt glib-compile-resources)
modules_test=('atspi-2 >= 2.46' xtst)
commands_test=(
  python3 Xvfb openbox xcompmgr xdotool import dbus-run-session gnome-keyring-daemon
  desktop-file-validate appstreamcli unshare ip setpriv groff gsettings
)
modules_browser=()
commands_browser=(chromium)
modules_tree=()
commands_tree=(mmdebstrap unshare)
modules_flatpak=()
commands_flatpak=(flatpak flatpak-builder bwrap ostree eu-strip)
