/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox.h"

G_BEGIN_DECLS

/* Pages for people: plain forms that need no script. SITE and CLASS are HTML, the other texts are
 * escaped. */

/* (transfer full): up to the heading; CLASS "list" is a wide page. */
GString *guild_sandbox_page_begin  (const char *site, const char *title, const char *class);
/* Answers with the page; OUT is (transfer full). */
void     guild_sandbox_page_finish (GuildSandboxExchange *exchange, guint status, GString *out);
void     guild_sandbox_page_text   (GString *out, const char *text);
/* Sends its form with NAME=VALUE. CLASS: "main", "mid", "plain" or several. */
void     guild_sandbox_page_button (GString *out, const char *id, const char *class,
                                    const char *name, const char *value, const char *label);

G_END_DECLS
