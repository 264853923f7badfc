/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-hq.h"

/* A company's logo, acc.md §5: sent through the old family, seen through the new. */

#define LOGO_MAX (10 * 1024 * 1024)

static const char * const types[] = {
  "image/png", "image/jpeg", "image/jpg", "image/bmp", "image/gif", NULL,
};

/* The part's content when it is the one part of BODY and an image; NULL after a refusal.
 * TYPE (out): static. (transfer full) */
static GBytes *
read_chunk (GuildSandboxExchange *exchange, const char **type)
{
  g_autoptr(SoupMultipart) multipart = NULL;
  g_autoptr(GHashTable) parameters = NULL;
  g_autofree char *disposition = NULL;
  SoupMessageHeaders *headers = NULL;
  GBytes *body = NULL;
  const char *given;

  if (g_strcmp0 (soup_message_headers_get_content_type (exchange->headers, NULL),
                 SOUP_FORM_MIME_TYPE_MULTIPART) == 0)
    multipart = soup_multipart_new_from_message (exchange->headers, exchange->body);
  if (multipart == NULL || soup_multipart_get_length (multipart) != 1 ||
      !soup_multipart_get_part (multipart, 0, &headers, &body) ||
      !soup_message_headers_get_content_disposition (headers, &disposition, &parameters) ||
      g_strcmp0 (g_hash_table_lookup (parameters, "name"), "chunk") != 0 ||
      g_hash_table_lookup (parameters, "filename") == NULL || g_bytes_get_size (body) == 0)
    {
      guild_sandbox_autodesk_refuse_hq (exchange, 400, GUILD_SANDBOX_HQ_BAD,
                                        "the body must be one file, the part chunk.");
      return NULL;
    }
  given = soup_message_headers_get_content_type (headers, NULL);
  *type = NULL;
  for (guint i = 0; given != NULL && types[i] != NULL; i++)
    if (g_ascii_strcasecmp (types[i], given) == 0)
      *type = types[i];
  if (*type == NULL)
    guild_sandbox_autodesk_refuse_hq (exchange, 415, GUILD_SANDBOX_HQ_BAD,
                                      "the file must be a PNG, JPEG, BMP or GIF image.");
  else if (g_bytes_get_size (body) > LOGO_MAX)
    guild_sandbox_autodesk_refuse_hq (exchange, 422, GUILD_SANDBOX_HQ_UNPROCESSABLE,
                                      "the file is too large.");
  else
    return g_bytes_ref (body);
  return NULL;
}

void
guild_sandbox_hq_logo (GuildSandbox *self, GuildSandboxExchange *exchange, guint account,
                       const char *company)
{
  g_autoptr(JsonObject) found = guild_sandbox_hq_company (self, account, company);
  g_autoptr(GBytes) image = NULL;
  sqlite3_stmt *insert = NULL;
  const char *type;

  if (found == NULL)
    {
      guild_sandbox_hq_refuse_missing (exchange, "company");
      return;
    }
  image = read_chunk (exchange, &type);
  if (image == NULL)
    return;
  gint64 version = 1 + guild_sandbox_sql_int (
    self, "SELECT version FROM autodesk_logo WHERE company = ?", "s", company);
  sqlite3_prepare_v2 (self->db, "INSERT OR REPLACE INTO autodesk_logo (company, version, type,"
                      " data) VALUES (?, ?, ?, ?)", -1, &insert, NULL);
  sqlite3_bind_text (insert, 1, company, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (insert, 2, version);
  sqlite3_bind_text (insert, 3, type, -1, SQLITE_STATIC);
  sqlite3_bind_blob64 (insert, 4, g_bytes_get_data (image, NULL), g_bytes_get_size (image),
                       SQLITE_TRANSIENT);
  sqlite3_step (insert);
  sqlite3_finalize (insert);
  /* Without the host: the next start may have another port. */
  g_autofree char *path = g_strdup_printf ("/logos/%s/%" G_GINT64_FORMAT, company, version);
  guild_sandbox_sql_run (self, "UPDATE autodesk_company SET image_url = ?, updated_at = ? "
                         "WHERE id = ?", "sis", path, guild_sandbox_now (self) / 1000, company);
  guild_sandbox_autodesk_answer (exchange, 200, guild_sandbox_hq_company (self, account, company));
}

/**
 * guild_sandbox_autodesk_logo:
 *
 * `GET /logos/{company}/{version}`, for which no token is asked; FALSE for other paths.
 */
gboolean
guild_sandbox_autodesk_logo (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments;
  sqlite3_stmt *row;

  if (g_strcmp0 (segments[0], "logos") != 0 || g_strv_length (segments) != 3 ||
      !g_str_equal (exchange->method, "GET"))
    return FALSE;
  row = guild_sandbox_sql (self, "SELECT type, data FROM autodesk_logo WHERE company = ? "
                           "AND version = CAST (? AS INTEGER)", "ss", segments[1], segments[2]);
  if (sqlite3_step (row) == SQLITE_ROW)
    {
      const char *type = (const char *) sqlite3_column_text (row, 0);

      exchange->status = 200;
      for (guint i = 0; types[i] != NULL; i++)
        if (g_str_equal (types[i], type))
          exchange->answer_type = types[i];
      exchange->answer = g_bytes_new (sqlite3_column_blob (row, 1),
                                      (gsize) sqlite3_column_bytes (row, 1));
    }
  else
    guild_sandbox_answer_empty (exchange, 404);
  sqlite3_finalize (row);
  return TRUE;
}
