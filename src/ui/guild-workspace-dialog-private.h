/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-dialog-message.h"
#include "ui/guild-sign-in-view.h"
#include "ui/guild-workspace-dialog.h"

G_BEGIN_DECLS

/* For guild-workspace-*.c only. */

struct _GuildWorkspaceDialog
{
  AdwWindow parent_instance;

  GtkEditable         *account_id_row;    /* (template) */
  AdwComboRow         *account_row;       /* (template) */
  GtkWidget           *add_button;        /* (template) */
  GtkEditable         *base_url_row;      /* (template) */
  GtkCheckButton      *browser_check;     /* (template) */
  GtkEditable         *client_id_row;     /* (template) */
  GtkWidget           *copy_button;       /* (template) */
  AdwPreferencesGroup *credentials_group; /* (template) */
  AdwPreferencesRow   *found_row;         /* (template) */
  GtkWidget           *kind_group;        /* (template) */
  GuildDialogMessage  *message;           /* (template) */
  GtkEditable         *name_row;          /* (template) */
  AdwActionRow        *notes_row;         /* (template) */
  AdwPreferencesPage  *page;              /* (template) */
  GtkLabel            *redirect_note;     /* (template) */
  GtkEditable         *redirect_row;      /* (template) */
  AdwComboRow         *region_row;        /* (template) */
  GtkCheckButton      *secret_check;      /* (template) */
  GtkEditable         *secret_row;        /* (template) */
  GtkButton           *sign_in_button;    /* (template) */
  AdwActionRow        *sign_in_row;       /* (template) */
  GuildSignInView     *sign_in_view;      /* (template) */
  GtkWidget           *sign_out_row;      /* (template) */
  GtkSpinner          *spinner;           /* (template) */
  GtkStack            *stack;             /* (template) */
  GtkWidget           *test_button;       /* (template) */
  GtkEditable         *user_id_row;       /* (template) */

  GuildDesk      *desk;        /* (owned) */
  GuildDirectory *directory;   /* (owned) (nullable): of the workspace that is edited */
  char           *service_id;  /* (owned) */
  GPtrArray      *accounts;    /* (owned) (nullable) (element-type GuildAccount): found */
  char           *found_region; /* (owned) (nullable): where the account is */
  GuildService   *service;     /* (owned) (nullable): the one that is tried */
  GuildWorkspace *draft;       /* (owned) (nullable): somebody signed in to it by browser; a
                                * workspace in memory, so that nothing stays when it is not kept */
  GCancellable   *cancellable; /* (owned) */
  gboolean        adding;      /* add, or save, once the test has passed */
  gboolean        trying;
  gboolean        looking;     /* after somebody signed in, who that is and the accounts */
  gboolean        saving;
};

/* guild-workspace-dialog.c */
gboolean        guild_workspace_dialog_is_autodesk   (GuildWorkspaceDialog *self);
gboolean        guild_workspace_dialog_uses_browser  (GuildWorkspaceDialog *self);
/* (nullable): NULL while one is added. */
GuildWorkspace *guild_workspace_dialog_get_edited    (GuildWorkspaceDialog *self);
/* As the rows say; (transfer full). */
GuildWorkspace *guild_workspace_dialog_make          (GuildWorkspaceDialog *self);
/* The key that is kept does for what the rows say. */
gboolean        guild_workspace_dialog_needs_secret  (GuildWorkspaceDialog *self);
/* Something was changed that the service has to agree to. */
gboolean        guild_workspace_dialog_needs_test    (GuildWorkspaceDialog *self);
void            guild_workspace_dialog_update        (GuildWorkspaceDialog *self);

/* guild-workspace-accounts.c: the account and its region. */
void            guild_workspace_accounts_init        (GuildWorkspaceDialog *self);
/* Takes ACCOUNTS; NULL forgets those that were found. WARNINGS (nullable): what to say of
 * others. */
void            guild_workspace_accounts_show        (GuildWorkspaceDialog *self,
                                                      GPtrArray *accounts, GPtrArray *warnings);
void            guild_workspace_accounts_chosen      (GuildWorkspaceDialog *self);
void            guild_workspace_accounts_typed       (GuildWorkspaceDialog *self);
void            guild_workspace_accounts_set_region  (GuildWorkspaceDialog *self,
                                                      const char *region);
const char     *guild_workspace_accounts_get_region  (GuildWorkspaceDialog *self);
/* Offers the region in which the account was found; NULL takes that back. */
void            guild_workspace_accounts_offer       (GuildWorkspaceDialog *self,
                                                      const char *region);

/* guild-workspace-sign-in.c: who signs in by browser. */
void            guild_workspace_sign_in_begin        (GuildWorkspaceDialog *self);
void            guild_workspace_sign_in_ended        (GuildWorkspaceDialog *self,
                                                      const GError *error);
/* Asks SERVICE, and shows the answer; NULL: nobody is signed in. */
void            guild_workspace_sign_in_show_user    (GuildWorkspaceDialog *self,
                                                      GuildService *service);
/* Signs the draft out, when there is one. */
void            guild_workspace_sign_in_discard      (GuildWorkspaceDialog *self);

/* guild-workspace-trial.c: Test, Add, Save. */
void            guild_workspace_trial_begin          (GuildWorkspaceDialog *self, gboolean adding);
/* Who has signed in, and the accounts that person may see. */
void            guild_workspace_trial_look           (GuildWorkspaceDialog *self);
/* The accounts alone; none is looked for when a workspace is edited. */
void            guild_workspace_trial_list           (GuildWorkspaceDialog *self);

G_END_DECLS
