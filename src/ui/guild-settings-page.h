/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "service/codat/guild-codat-settings.h"
#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* One page of what belongs to a Codat client or to one of its companies: read when it is shown
 * first, read again after every change, and a sentence instead where the key may not see it. */
#define GUILD_TYPE_SETTINGS_PAGE (guild_settings_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (GuildSettingsPage, guild_settings_page, GUILD, SETTINGS_PAGE, AdwBin)

struct _GuildSettingsPageClass
{
  AdwBinClass parent_class;

  /* Begins to read; ends with guild_settings_page_show() or _fail(). */
  void (*load) (GuildSettingsPage *self, GuildCodat *codat, GCancellable *cancellable);
  /* (nullable) What became of CHANGE; ERROR NULL = done. TRUE: the page has told of the failure
   * itself. */
  gboolean (*performed) (GuildSettingsPage *self, GuildChange *change, const GError *error);
  /* What was typed there outlives a refusal: the page is not read again then. */
  gboolean keeps_edits;
};

/* Reads when it is first mapped. COMPANY_ID and COMPANY_NAME NULL: the client itself. */
void            guild_settings_page_set_up    (GuildSettingsPage *self, GuildDesk *desk,
                                               GuildDirectory *directory, const char *company_id,
                                               const char *company_name);
GuildDesk      *guild_settings_page_get_desk  (GuildSettingsPage *self);
const char     *guild_settings_page_get_company_id (GuildSettingsPage *self); /* nullable */
void            guild_settings_page_reload    (GuildSettingsPage *self);
/* CONTENT (floating) takes the place of what was there. */
void            guild_settings_page_show      (GuildSettingsPage *self, GtkWidget *content);
/* A cancelled read is nothing to tell. */
void            guild_settings_page_fail      (GuildSettingsPage *self, const GError *error);
/* Sends WRITE through the journal; then says DONE (nullable) in a toast, with Undo when INVERSE
 * (nullable) is known, and reads again. NAME (nullable) is what the history calls it; FAILED the
 * heading of a failure. A create that is in doubt is looked up, not sent again. */
void            guild_settings_page_perform   (GuildSettingsPage *self, const GuildWrite *write,
                                               const GuildWrite *inverse, const char *name,
                                               const char *done, const char *failed);
void            guild_settings_page_toast     (GuildSettingsPage *self, const char *text);
/* Asks before something is done; ANSWERED (SELF, DATA) only when it was said yes to. */
typedef void (*GuildSettingsAnswered) (GuildSettingsPage *self, gpointer data);
void            guild_settings_page_ask       (GuildSettingsPage *self, const char *heading,
                                               const char *body, const char *yes,
                                               AdwResponseAppearance appearance,
                                               GtkWidget *extra, GuildSettingsAnswered answered,
                                               gpointer data, GDestroyNotify free_data);

/* Small parts. */
GtkWidget      *guild_settings_icon_button    (const char *icon_name, const char *tooltip);
GtkWidget      *guild_settings_row            (const char *title, const char *subtitle);

G_END_DECLS
