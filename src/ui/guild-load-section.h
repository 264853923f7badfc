/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A heading and a boxed list whose rows are read when a person asks for them. Signals "load" (they
 * asked, or want another try) and "cancel". It shows one thing at a time: what can be asked for,
 * how far that is, why it failed, or the rows. */
#define GUILD_TYPE_LOAD_SECTION (guild_load_section_get_type ())
G_DECLARE_FINAL_TYPE (GuildLoadSection, guild_load_section, GUILD, LOAD_SECTION, GtkWidget)

/* (transfer full): row number I. */
typedef GtkWidget *(*GuildLoadRowFunc) (guint i, gpointer data);

GtkWidget *guild_load_section_new          (const char *title);
/* TEXT, and a button LABEL (nullable: none) that emits "load". */
void       guild_load_section_set_offer    (GuildLoadSection *self, const char *text,
                                            const char *label);
/* FRACTION 0…1; below 0 while it is not known. */
void       guild_load_section_set_progress (GuildLoadSection *self, const char *text,
                                            double fraction);
void       guild_load_section_set_error    (GuildLoadSection *self, const GError *error);
/* The first rows of N, the rest when a person asks for more; DATA is kept until something else is
 * shown. NOTE (nullable): a last row of text. */
void       guild_load_section_set_rows     (GuildLoadSection *self, guint n, GuildLoadRowFunc make,
                                            gpointer data, GDestroyNotify free_data,
                                            const char *note);
/* Beside the heading. */
void       guild_load_section_add_button   (GuildLoadSection *self, GtkWidget *button);

G_END_DECLS
