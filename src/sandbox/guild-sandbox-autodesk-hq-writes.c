/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-hq.h"
#include "sandbox/guild-sandbox-autodesk-places.h"

#include <string.h>

/* Creating, changing and importing companies, acc.md §5. */

#define TEXT_MAX 255
#define IMPORT_MAX 50

enum
{
  SALT_CREATED_ID = 0x3400,
};

/* Members of a body and their columns. */
enum
{
  NAME,
  TRADE,
  COUNTRY,
  STATE,
  N_TEXTS = 13,
};

static const struct { const char *name, *column; } texts[N_TEXTS] = {
  [NAME] = { "name", "name" },
  [TRADE] = { "trade", "trade" },
  [COUNTRY] = { "country", "country" },
  [STATE] = { "state_or_province", "state" },
  { "address_line_1", "line1" },
  { "address_line_2", "line2" },
  { "city", "city" },
  { "postal_code", "postal_code" },
  { "phone", "phone" },
  { "website_url", "website" },
  { "description", "description" },
  { "erp_id", "erp_id" },
  { "tax_id", "tax_id" },
};

/* A company as a body says it; what is not SENT keeps the value that it has. */
typedef struct
{
  char *values[N_TEXTS];    /* (owned) (nullable) */
  gboolean sent[N_TEXTS];
} Draft;

static void
draft_clear (Draft *draft)
{
  for (guint i = 0; i < N_TEXTS; i++)
    g_free (draft->values[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

/* Why a body cannot be taken; status 0 when it can. */
typedef struct
{
  guint status;
  guint code;
  char message[160];
} Refusal;

static gboolean
refuse (Refusal *refusal, guint status, guint code, const char *name, const char *what)
{
  refusal->status = status;
  refusal->code = code;
  g_snprintf (refusal->message, sizeof refusal->message, "%s %s", name, what);
  return FALSE;
}

static gboolean
read_text (JsonObject *object, guint text, Draft *draft, Refusal *refusal)
{
  JsonNode *node = json_object_get_member (object, texts[text].name);

  draft->sent[text] = node != NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (refusal, 400, GUILD_SANDBOX_HQ_BAD, texts[text].name, "must be a string.");
  g_free (draft->values[text]);
  draft->values[text] = g_strstrip (json_node_dup_string (node));
  if (g_utf8_strlen (draft->values[text], -1) > TEXT_MAX)
    return refuse (refusal, 422, GUILD_SANDBOX_HQ_UNPROCESSABLE, texts[text].name,
                   "is too long.");
  if (*draft->values[text] == '\0')
    g_clear_pointer (&draft->values[text], g_free);
  return TRUE;
}

static gboolean
read_draft (JsonObject *object, Draft *draft, Refusal *refusal)
{
  static const char * const fixed[] = { "id", "account_id", "created_at", "updated_at" };

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (json_object_has_member (object, fixed[i]))
      return refuse (refusal, 400, GUILD_SANDBOX_HQ_BAD, fixed[i], "cannot be set.");
  for (guint i = 0; i < N_TEXTS; i++)
    if (!read_text (object, i, draft, refusal))
      return FALSE;
  return TRUE;
}

/* The rowid of a company that is called so, besides the one with the id EXCEPT (nullable). */
static gboolean
name_is_taken (GuildSandbox *self, guint account, const char *name, const char *except)
{
  g_autofree char *key = guild_sandbox_autodesk_fold (name);

  return guild_sandbox_sql_int (self, "SELECT 1 FROM autodesk_company WHERE account = ?1 "
                                "AND name_key = ?2 AND status = 'active' AND id IS NOT ?3", "iss",
                                (gint64) account, key, except) != 0;
}

/* DRAFT is whole: what was not sent has its old value. */
static gboolean
check_draft (GuildSandbox *self, guint account, Draft *draft, const char *id, Refusal *refusal)
{
  const char *country = draft->values[COUNTRY];
  const char *state = draft->values[STATE];

  for (guint i = NAME; i <= TRADE; i++)
    if ((id == NULL || draft->sent[i]) && draft->values[i] == NULL)
      return refuse (refusal, 400, GUILD_SANDBOX_HQ_BAD, texts[i].name, "is required.");
  if (draft->sent[TRADE] &&
      g_str_equal (guild_sandbox_switch (self, "trade", "lenient"), "strict") &&
      !guild_sandbox_autodesk_trade_is_listed (draft->values[TRADE]))
    return refuse (refusal, 422, GUILD_SANDBOX_HQ_UNPROCESSABLE, "trade", "is not in the list.");
  if (draft->sent[COUNTRY] && country != NULL &&
      guild_sandbox_place_country (country) != country)
    return refuse (refusal, 422, GUILD_SANDBOX_HQ_UNPROCESSABLE, "country", "must be a name.");
  if ((draft->sent[COUNTRY] || draft->sent[STATE]) && country != NULL && state != NULL &&
      !guild_sandbox_place_fits (guild_sandbox_place_state (state, country),
                                 guild_sandbox_place_country (country)))
    return refuse (refusal, 422, GUILD_SANDBOX_HQ_UNPROCESSABLE, "state_or_province",
                   "is not in the country.");
  if (draft->sent[NAME] && name_is_taken (self, account, draft->values[NAME], id))
    return refuse (refusal, 409, GUILD_SANDBOX_HQ_CONFLICT, "company name", "already exists");
  return TRUE;
}

/* Writes the columns that were sent and differ. */
static void
write_draft (GuildSandbox *self, Draft *draft, const char *id, gint64 now)
{
  for (guint i = 0; i < N_TEXTS; i++)
    {
      if (!draft->sent[i])
        continue;
      g_autofree char *sql = g_strdup_printf (
        "UPDATE autodesk_company SET %s = ?1, updated_at = ?2 WHERE id = ?3 AND %s IS NOT ?1",
        texts[i].column, texts[i].column);
      guild_sandbox_sql_run (self, sql, "sis", draft->values[i], now, id);
    }
  if (draft->sent[NAME])
    {
      g_autofree char *key = guild_sandbox_autodesk_fold (draft->values[NAME]);
      guild_sandbox_sql_run (self, "UPDATE autodesk_company SET name_key = ? WHERE id = ?", "ss",
                             key, id);
    }
}

/* Makes a company of OBJECT: the row as it is answered, or NULL and the reason. (transfer full) */
static JsonObject *
create (GuildSandbox *self, guint account, JsonObject *object, Refusal *refusal)
{
  g_auto(Draft) draft = { { NULL } };
  gint64 now = guild_sandbox_now (self) / 1000;

  if (!read_draft (object, &draft, refusal) ||
      !check_draft (self, account, &draft, NULL, refusal))
    return NULL;
  /* From the number of rows, so that a file that is opened again goes on counting. */
  guint64 number = (guint64) guild_sandbox_sql_int (
    self, "SELECT max (rowid) FROM autodesk_company", "");
  g_autofree char *id = guild_sandbox_uuid (self->seed, number, SALT_CREATED_ID);
  guild_sandbox_sql_run (self, "INSERT INTO autodesk_company (account, id, name, name_key, status,"
                         " created_at, updated_at, project_size, user_size)"
                         " VALUES (?1, ?2, '', '', 'active', ?3, ?3, 0, 0)", "isi",
                         (gint64) account, id, now);
  write_draft (self, &draft, id, now);
  return guild_sandbox_hq_company (self, account, id);
}

void
guild_sandbox_hq_create (GuildSandbox *self, GuildSandboxExchange *exchange, guint account)
{
  g_autoptr(JsonObject) object = guild_sandbox_hq_body (exchange);
  Refusal refusal = { 0 };

  if (object == NULL)
    return;
  JsonObject *company = create (self, account, object, &refusal);
  if (company != NULL)
    guild_sandbox_autodesk_answer (exchange, 201, company);
  else
    guild_sandbox_autodesk_refuse_hq (exchange, refusal.status, refusal.code, refusal.message);
}

/* What is not in DRAFT, from the company as it is; what is the same counts as not sent. */
static void
complete_draft (Draft *draft, JsonObject *company)
{
  for (guint i = 0; i < N_TEXTS; i++)
    {
      const char *old = json_object_get_null_member (company, texts[i].name)
                          ? NULL : json_object_get_string_member (company, texts[i].name);

      if (!draft->sent[i])
        draft->values[i] = g_strdup (old);
      else if (old != NULL && g_strcmp0 (draft->values[i], old) == 0)
        draft->sent[i] = FALSE;
    }
}

void
guild_sandbox_hq_patch (GuildSandbox *self, GuildSandboxExchange *exchange, guint account,
                        const char *id)
{
  g_autoptr(JsonObject) object = guild_sandbox_hq_body (exchange);
  g_autoptr(JsonObject) company = NULL;
  g_auto(Draft) draft = { { NULL } };
  Refusal refusal = { 0 };

  if (object == NULL)
    return;
  company = guild_sandbox_hq_company (self, account, id);
  if (company == NULL)
    {
      guild_sandbox_hq_refuse_missing (exchange, "company");
      return;
    }
  if (read_draft (object, &draft, &refusal))
    complete_draft (&draft, company);
  if (refusal.status != 0 || !check_draft (self, account, &draft, id, &refusal))
    {
      guild_sandbox_autodesk_refuse_hq (exchange, refusal.status, refusal.code, refusal.message);
      return;
    }
  write_draft (self, &draft, id, guild_sandbox_now (self) / 1000);
  guild_sandbox_autodesk_answer (exchange, 200, guild_sandbox_hq_company (self, account, id));
}

/* A row that failed, in one of the three shapes that have been seen; (transfer full). */
static JsonNode *
make_failure (GuildSandbox *self, JsonNode *item, const char *message)
{
  const char *shape = guild_sandbox_switch (self, "import-failures", "item");
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (item) || g_str_equal (shape, "item"))
    {
      object = json_object_new ();
      json_object_set_member (object, "item", json_node_copy (item));
      json_object_set_string_member (object, "error", message);
    }
  else
    object = json_node_dup_object (item);
  if (g_str_equal (shape, "errors"))
    {
      JsonArray *errors = json_array_new ();
      JsonObject *error = json_object_new ();

      json_object_set_string_member (error, "message", message);
      json_object_set_int_member (error, "code", 2000);
      json_array_add_object_element (errors, error);
      json_object_set_array_member (object, "errors", errors);
    }
  json_node_take_object (node, object);
  return node;
}

void
guild_sandbox_hq_import (GuildSandbox *self, GuildSandboxExchange *exchange, guint account)
{
  g_autoptr(JsonNode) node = guild_sandbox_body_json (exchange);
  JsonArray *items = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  guint n = items != NULL ? json_array_get_length (items) : 0;

  if (n == 0 || n > IMPORT_MAX)
    {
      guild_sandbox_autodesk_refuse_hq (exchange, 400, GUILD_SANDBOX_HQ_BAD,
                                        "the body must be an array of 1 to 50 companies.");
      return;
    }
  JsonArray *good = json_array_new ();
  JsonArray *bad = json_array_new ();
  /* The order of the answer means nothing, so it is another than that of the request. */
  for (guint i = n; i > 0; i--)
    {
      JsonNode *item = json_array_get_element (items, i - 1);
      Refusal refusal = { 400, GUILD_SANDBOX_HQ_BAD, "the company must be an object." };
      JsonObject *company = JSON_NODE_HOLDS_OBJECT (item)
                              ? create (self, account, json_node_get_object (item), &refusal)
                              : NULL;

      if (company != NULL)
        json_array_add_object_element (good, company);
      else
        json_array_add_element (bad, make_failure (self, item, refusal.message));
    }
  JsonObject *object = json_object_new ();
  json_object_set_int_member (object, "success", json_array_get_length (good));
  json_object_set_int_member (object, "failure", json_array_get_length (bad));
  json_object_set_array_member (object, "success_items", good);
  json_object_set_array_member (object, "failure_items", bad);
  guild_sandbox_autodesk_answer (exchange, 201, object);
}
