/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-banner.h"
#include "ui/guild-company-pane.h"
#include "ui/guild-filter-panel.h"
#include "ui/guild-sidebar.h"
#include "ui/guild-window.h"

G_BEGIN_DECLS

/* For guild-window*.c only. */

/* What a window remembers of a workspace while another is on show. */
typedef struct
{
  GuildCompanyList *list;       /* (owned) */
  char             *layout;     /* (owned) (nullable) */
  char             *sort;       /* (owned) (nullable): field */
  gboolean          descending;
} GuildTable;

typedef enum { GUILD_BANNER_NONE, GUILD_BANNER_CREDENTIALS, GUILD_BANNER_KEY, GUILD_BANNER_SYNC,
               GUILD_BANNER_JOURNAL, GUILD_BANNER_NOTICE } GuildBannerKind;

/* What a key in the search asked for while the answer to what is typed there is on its way. */
typedef enum { GUILD_WISH_NOTHING, GUILD_WISH_OPEN, GUILD_WISH_FOCUS } GuildWish;

struct _GuildWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay  *toasts;
  AdwToastOverlay  *list_toasts;
  GtkStack         *root;
  GtkWidget        *welcome;
  GtkWidget        *leaflet;
  GtkWidget        *flap;
  GuildSidebar     *sidebar;
  GtkWidget        *content;
  GtkWidget        *content_header;
  GtkWidget        *back_button;
  GtkStack         *new_stack;
  GtkEditable      *search_entry;
  GtkMenuButton    *columns_button;
  GtkMenuButton    *filter_button;
  GuildFilterPanel *filter_panel; /* (nullable): until it is first asked for */
  GtkStack         *sync_stack;
  GuildBanner      *banner;
  GtkLabel         *view_title;
  GtkBox           *chips;
  GtkWidget        *save_view_button;
  GtkLabel         *count;
  GtkStack         *pages;
  GuildGrid        *grid;
  AdwStatusPage    *empty_page;
  GtkWidget        *empty_new;
  AdwStatusPage    *error_page;
  GtkWidget        *error_key;
  AdwStatusPage    *no_results_page;
  GtkWidget        *widen_button;
  GtkWidget        *clear_button;
  GtkRevealer      *selection_bar;
  GMenu            *selection_people; /* section of its menu */
  GtkLabel         *selected;
  GtkLabel         *status;
  GtkProgressBar   *progress;
  GtkWidget        *cancel_button;
  GtkLabel         *quota;
  GuildCompanyPane *pane;
  GtkWidget        *row_menu;   /* (nullable): a child of the grid */

  GuildDesk        *desk;       /* (owned) */
  GuildDirectory   *directory;  /* (owned) (nullable): on show */
  GuildView        *view;       /* (owned) (nullable) */
  GuildTable       *table;      /* (unowned) (nullable): of the directory, in tables */
  GHashTable       *tables;     /* (owned): workspace id → GuildTable */
  GuildQuery       *query;      /* (owned): what a person asked for beyond the view */
  GSignalGroup     *watch_directory; /* (owned) */
  GSignalGroup     *watch_list;      /* (owned) */
  GSignalGroup     *watch_selection; /* (owned) */
  GSignalGroup     *watch_view;      /* (owned) */
  GSignalGroup     *watch_vigil;     /* (owned) */
  char             *wanted_workspace; /* (owned) (nullable): view to show when it comes */
  char             *wanted_view;      /* (owned) (nullable) */
  GHashTable       *enabled;    /* (owned) (nullable): action → TRUE + 1 or FALSE + 1, as GTK knows */
  char             *seen_notice; /* (owned) (nullable): told once is enough */
  GuildBannerKind   banner_kind;
  GuildWish         wish;
  guint             row_menu_idle; /* source */
  guint             minute;     /* source */
  guint             busy_delay; /* source: 500 ms before the spinner */
  guint             slow_delay; /* source: 3 s before the progress */
  guint             n_working;  /* times that work was begun and not ended */
  GuildWindowIdsFunc listing_for; /* (nullable): whom the ids come to that a worker copies */
  GCancellable     *closed;     /* (owned): of what is of no use without the window */
  gboolean          entry_changing;
  gboolean          wants_company; /* a new one, when that can be said to be possible or not */
};

/* guild-window-panels.c: what the header bar's buttons open. */
void        guild_window_init_panels     (GuildWindow *self);

/* guild-window-start.c: what waits for the first frame. */
void        guild_window_watch_start     (GuildWindow *self);

/* guild-window-content.c: the table, its query, chips and selection. */
void        guild_window_init_content    (GuildWindow *self);
void        guild_window_dispose_content (GuildWindow *self);
void        guild_window_show_place      (GuildWindow *self, GuildDirectory *directory,
                                          GuildView *view);
void        guild_window_retry           (GuildWindow *self);
/* (transfer full): QUERY in the order of FROM. */
GuildQuery *guild_window_take_order      (GuildQuery *query, GuildQuery *from);
/* (transfer full): the view's query with what the person asked for beyond it. */
GuildQuery *guild_window_compose_query   (GuildWindow *self);

/* guild-window-status.c: pages, count, status line and banner. */
void        guild_window_update_status   (GuildWindow *self);
void        guild_window_banner_activated (GuildWindow *self);
void        guild_window_banner_details  (GuildWindow *self);

/* guild-window-actions.c */
void        guild_window_install_actions (GtkWidgetClass *klass);
void        guild_window_update_actions  (GuildWindow *self);
/* Always in place of gtk_widget_action_set_enabled(), which is dear even when nothing changes. */
void        guild_window_enable          (GuildWindow *self, const char *action,
                                          gboolean enabled);
gboolean    guild_window_can_edit_workspace (GuildWindow *self);

/* guild-window-chosen.c: whom an action is for. */
/* As guild_window_with_companies(), with all that are listed or all that are selected, or those of
 * them that ONLY (nullable) lets pass; a workspace must be on show. */
void        guild_window_with_listed     (GuildWindow *self, const GuildSetFilter *only,
                                          GuildWindowIdsFunc func, gpointer data,
                                          GDestroyNotify free_data);
void        guild_window_with_selected   (GuildWindow *self, const GuildSetFilter *only,
                                          GuildWindowIdsFunc func, gpointer data,
                                          GDestroyNotify free_data);
/* The pointer says that something is under way until each begin has its end. */
void        guild_window_begin_work      (GuildWindow *self);
void        guild_window_end_work        (GuildWindow *self);

/* guild-window-dialogs.c */
void        guild_window_install_dialog_actions (GtkWidgetClass *klass);
void        guild_window_update_dialog_actions  (GuildWindow *self, guint n_companies);

/* guild-window-connections.c: what is done to a connection of the company in the pane. */
void        guild_window_install_connection_actions (GtkWidgetClass *klass);
/* The company's own link, fetched fresh: the customer chooses the platform. */
void        guild_window_copy_link       (GuildWindow *self, const char *company_id);
/* guild-window-attention.c: the one thing that helps a company. */
void        guild_window_install_attention_actions (GtkWidgetClass *klass);
void        guild_window_update_attention_actions  (GuildWindow *self, gboolean linkable,
                                                    guint n_companies);
/* Of a company on the list; reason NONE for any other. */
GuildNeed   guild_window_get_need        (GuildWindow *self, const char *company_id);

/* guild-window-chase.c: "win.chase-list". The second fetches the links of IDS into FILE. */
void        guild_window_install_chase_action (GtkWidgetClass *klass);
void        guild_window_make_chase_list (GuildWindow *self, GPtrArray *ids, GFile *file);
void        guild_window_update_connection_actions  (GuildWindow *self, gboolean linkable);

/* guild-window-awaited.c: customers who were sent a link. */
void        guild_window_install_awaited_action (GtkWidgetClass *klass);
/* Once, when there is a desk. */
void        guild_window_watch_awaited   (GuildWindow *self);
/* (transfer full) (nullable): how many customers of the directory on show are awaited. */
char       *guild_window_describe_awaited (GuildWindow *self);

/* guild-window-views.c */
void        guild_window_install_view_actions (GtkWidgetClass *klass);
void        guild_window_update_view_actions  (GuildWindow *self);

/* guild-window-data.c */
void        guild_window_install_data_actions (GtkWidgetClass *klass);
void        guild_window_update_data_actions  (GuildWindow *self);

/* guild-window-check.c: "win.check-data", which asks whose data types failed. */
void        guild_window_install_check_action (GtkWidgetClass *klass);

/* guild-window-logo.c */
void        guild_window_install_logo_actions (GtkWidgetClass *klass);
void        guild_window_update_logo_actions  (GuildWindow *self, GuildServiceFlags flags);

/* guild-window-people.c */
void        guild_window_install_people_actions (GtkWidgetClass *klass);
void        guild_window_update_people_actions  (GuildWindow *self, GuildServiceFlags flags,
                                                 guint n_companies);
/* What can be done with groups; MENU is emptied first. */
void        guild_window_fill_people_menu (GuildWindow *self, GMenu *menu, gboolean grouped);

/* guild-window-around.c: what is around the companies of an account. */
void        guild_window_install_around_actions (GtkWidgetClass *klass);
void        guild_window_update_around_actions  (GuildWindow *self, guint n_companies);

/* guild-window-import.c: "win.import"; files of companies that are dropped on the list. */
void        guild_window_install_import_action (GtkWidgetClass *klass);
void        guild_window_update_import_action  (GuildWindow *self);
void        guild_window_accept_files    (GuildWindow *self);

/* guild-window-copy.c: "win.copy-to-codat". */
void        guild_window_install_copy_action (GtkWidgetClass *klass);
void        guild_window_update_copy_action  (GuildWindow *self);

/* guild-window-menu.c: the menu of a row. */
void        guild_window_install_menu_actions (GtkWidgetClass *klass);
void        guild_window_update_menu_actions  (GuildWindow *self, gboolean linkable);
void        guild_window_popup_row_menu  (GuildWindow *self, double x, double y);

G_END_DECLS
