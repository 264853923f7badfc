/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/autodesk/guild-autodesk.h"

G_BEGIN_DECLS

/* What is around a company: the account's projects, who works on them, and the people of the
 * account (acc.md §6). Every list is read to its end. Texts are "" where the service says nothing,
 * times and counts GUILD_NUMBER_UNSET. */

/* acc.md §6.2 */
typedef struct
{
  char  *id;             /* (owned) */
  char  *name;           /* (owned) */
  char  *status;         /* (owned): active, pending, archived, suspended */
  char  *classification; /* (owned) */
  char  *platform;       /* (owned): acc, bim360 */
  char  *type;           /* (owned) */
  char  *job_number;     /* (owned) */
  char  *city;           /* (owned) */
  char  *start_date;     /* (owned): YYYY-MM-DD */
  char  *end_date;       /* (owned) */
  gint64 n_companies;
  gint64 n_members;
  gint64 updated;        /* µs UTC */
} GuildProject;
void guild_project_free (GuildProject *self);

/* A company on a project (acc.md §5). */
typedef struct
{
  char *id;              /* (owned): of the company */
  char *name;            /* (owned) */
  char *trade;           /* (owned) */
  char *member_group_id; /* (owned): by which issues name it */
} GuildProjectCompany;
void guild_project_company_free (GuildProjectCompany *self);

/* Somebody of the account (acc.md §6.3) or on a project (§6.4). */
typedef struct
{
  char    *id;           /* (owned) */
  char    *autodesk_id;  /* (owned) */
  char    *name;         /* (owned) */
  char    *email;        /* (owned) */
  char    *status;       /* (owned): active, inactive, pending, not_invited, disabled, deleted */
  char    *role;         /* (owned): account_admin…; of a project: the names of the roles */
  char    *company_id;   /* (owned) */
  char    *company_name; /* (owned) */
  char    *job_title;    /* (owned) */
  gint64   last_sign_in; /* µs UTC; of the account only */
  gboolean administrator; /* of the account, or of the project */
} GuildMember;
void guild_member_free (GuildMember *self);

/* What a list of projects is narrowed to; NULL or "" = not by this. */
typedef struct
{
  const char *name;   /* contains */
  const char *status; /* "active" */
} GuildProjectFilter;

/* FILTER (nullable). A page of a project that came or went meanwhile may be missing or twice; twice
 * is sorted out. */
void       guild_autodesk_list_projects_async  (GuildAutodesk *self,
                                                const GuildProjectFilter *filter,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type GuildProject): by name. */
GPtrArray *guild_autodesk_list_projects_finish (GuildAutodesk *self, GAsyncResult *result,
                                                GError **error);
/* COMPANY_ID (nullable): everybody on the project. */
void       guild_autodesk_list_project_members_async  (GuildAutodesk *self, const char *project_id,
                                                       const char *company_id,
                                                       GCancellable *cancellable,
                                                       GAsyncReadyCallback callback,
                                                       gpointer data);
/* (transfer full) (element-type GuildMember): by name. */
GPtrArray *guild_autodesk_list_project_members_finish (GuildAutodesk *self, GAsyncResult *result,
                                                       GError **error);
/* Needs a secret: GUILD_SERVICE_HAS_MEMBERS, like the rest. */
void       guild_autodesk_list_project_companies_async  (GuildAutodesk *self,
                                                         const char *project_id,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback,
                                                         gpointer data);
/* (transfer full) (element-type GuildProjectCompany) */
GPtrArray *guild_autodesk_list_project_companies_finish (GuildAutodesk *self, GAsyncResult *result,
                                                         GError **error);
/* Members of the account whose company is COMPANY_ID; they are searched by its name, NAME, and kept
 * by the id (acc.md §6.3). */
void       guild_autodesk_list_members_async  (GuildAutodesk *self, const char *company_id,
                                               const char *name, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type GuildMember) */
GPtrArray *guild_autodesk_list_members_finish (GuildAutodesk *self, GAsyncResult *result,
                                               GError **error);
/* Companies whose names are like NAME, the service's own way of looking (acc.md §5): to see a
 * duplicate before it is made. The first hundred. */
typedef struct
{
  char *id;    /* (owned) */
  char *name;  /* (owned) */
  char *trade; /* (owned) */
  char *city;  /* (owned) */
} GuildLikeness;
void       guild_likeness_free (GuildLikeness *self);
void       guild_autodesk_find_like_async  (GuildAutodesk *self, const char *name,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type GuildLikeness) */
GPtrArray *guild_autodesk_find_like_finish (GuildAutodesk *self, GAsyncResult *result,
                                            GError **error);

/* Who is signed in (acc.md §8.5). UNSUPPORTED with a client id and secret. */
typedef struct
{
  char *id;    /* (owned): the Autodesk id */
  char *name;  /* (owned) */
  char *email; /* (owned) */
} GuildUser;
void       guild_user_free (GuildUser *self);
void       guild_autodesk_read_user_async  (GuildAutodesk *self, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer data);
/* (transfer full) */
GuildUser *guild_autodesk_read_user_finish (GuildAutodesk *self, GAsyncResult *result,
                                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildUser, guild_user_free)

G_END_DECLS
