#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-browser.sh DIRECTORY URL — what the test's desktop file starts as the default browser: a real
# Chromium without a window, that can reach no host but this one. A second call opens a tab.
set -u
directory=$1
url=$2
profile=$directory/profile

if [ -s "$directory/pid" ] && kill -0 "$(cat "$directory/pid")" 2>/dev/null; then
  # The address is taken apart once more on the other side: everything is escaped.
  escaped=$(printf %s "$url" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g')
  read -r port < "$profile/DevToolsActivePort"
  exec 3<> "/dev/tcp/127.0.0.1/$port"
  printf 'PUT /json/new?%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$escaped" >&3
  cat <&3 > "$directory/tab"
  exit
fi

echo $$ > "$directory/pid"
exec chromium --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage \
  --user-data-dir="$profile" --remote-debugging-port=0 --no-first-run --no-default-browser-check \
  --disable-quic --disable-background-networking --disable-component-update --disable-sync \
  --disable-extensions --disable-default-apps --disable-client-side-phishing-detection \
  --disable-domain-reliability --disable-breakpad --no-pings --metrics-recording-only \
  --password-store=basic \
  --disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication \
  --host-resolver-rules="MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost" \
  --window-size=1000,700 --lang=en-US "$url" > "$directory/log" 2>&1 < /dev/null
