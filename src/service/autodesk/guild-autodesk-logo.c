/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "company/guild-thread.h"
#include "service/guild-answer.h"

/* A company's logo (acc.md §5). The journal keeps where the picture is and its checksum, not the
 * picture: one that changed since it was chosen is not sent. */

/* The type that Autodesk knows for a picture beginning with DATA; NULL for any other. */
static const char *
type_of (const char *data, gsize size)
{
  static const struct { const char *start; gsize length; const char *type; } kinds[] = {
    { "\x89PNG\r\n\x1a\n", 8, "image/png" },
    { "\xff\xd8\xff", 3, "image/jpeg" },
    { "GIF8", 4, "image/gif" },
    { "BM", 2, "image/bmp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (size > kinds[i].length && memcmp (data, kinds[i].start, kinds[i].length) == 0)
      return kinds[i].type;
  return NULL;
}

/* (transfer full) (nullable): the picture in FILE, as far as it is fit to be a logo. TYPE (out). */
static GBytes *
load (GFile *file, GCancellable *cancellable, const char **type, GError **error)
{
  g_autoptr(GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                 G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (info == NULL)
    return NULL;
  /* Before it is read: it may be anything. */
  g_autoptr(GBytes) bytes = NULL;
  if (g_file_info_get_size (info) <= GUILD_AUTODESK_MAX_LOGO)
    {
      bytes = g_file_load_bytes (file, cancellable, NULL, error);
      if (bytes == NULL)
        return NULL;
    }
  if (bytes == NULL || g_bytes_get_size (bytes) > GUILD_AUTODESK_MAX_LOGO)
    {
      guild_problem_set_error (error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                               _("The picture is larger than 10 MiB. Nothing was sent. Choose a "
                                 "smaller one."));
      return NULL;
    }
  *type = type_of (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (*type == NULL)
    {
      guild_problem_set_error (error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                               _("Autodesk takes PNG, JPEG, GIF and BMP pictures. Nothing was "
                                 "sent. Choose one of those."));
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

/* ---- prepare ---- */

typedef struct
{
  char  *company_id; /* (owned) */
  char  *image_url;  /* (owned) (nullable): of the logo that is there */
  GFile *file;       /* (owned) */
} Choice;

static void
choice_free (gpointer data)
{
  Choice *self = data;

  g_free (self->company_id);
  g_free (self->image_url);
  g_object_unref (self->file);
  g_free (self);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Choice *choice = data;
  GError *error = NULL;
  const char *type = NULL;
  g_autoptr(GBytes) bytes = load (choice->file, cancellable, &type, &error);

  if (bytes == NULL)
    {
      guild_task_return_error (task, error);
      return;
    }
  g_autofree char *uri = g_file_get_uri (choice->file);
  g_autofree char *checksum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (root, json_object_new ());
  JsonObject *object = json_node_get_object (root);
  json_object_set_string_member (object, "uri", uri);
  json_object_set_string_member (object, "type", type);
  json_object_set_string_member (object, "sha256", checksum);
  json_object_set_string_member (object, "before",
                                 choice->image_url != NULL ? choice->image_url : "");
  g_autofree char *body = json_to_string (root, FALSE);
  guild_task_return_pointer (task,
                         guild_write_new (GUILD_WRITE_SET_LOGO, choice->company_id, NULL, body),
                         (GDestroyNotify) guild_write_free);
}

void
guild_autodesk_prepare_logo_async (GuildCompany *company, GFile *file, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_COMPANY (company));
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr(GTask) task = g_task_new (company, cancellable, callback, data);
  Choice *choice = g_new0 (Choice, 1);
  choice->company_id = g_strdup (guild_company_get_id (company));
  choice->image_url = g_strdup (guild_answer_get_string (guild_company_get_object (company),
                                                         "imageUrl"));
  choice->file = g_object_ref (file);
  g_task_set_source_tag (task, guild_autodesk_prepare_logo_async);
  g_task_set_task_data (task, choice, choice_free);
  guild_task_run (task, prepare_in_thread);
}

GuildWrite *
guild_autodesk_prepare_logo_finish (GuildCompany *company, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, company), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- send ---- */

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  const GuildWrite *write = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer nothing;

  if (!guild_autodesk_call_finish (GUILD_AUTODESK (source), result, &nothing, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  guild_service_read_company_async (GUILD_SERVICE (source), write->company_id, NULL,
                                    guild_autodesk_read_back_cb, g_object_ref (task));
}

/* The form, ready to be sent. */
typedef struct
{
  GBytes *body; /* (owned) */
  char   *type; /* (owned): with its boundary */
} Form;

static void
form_free (gpointer data)
{
  Form *self = data;

  g_bytes_unref (self->body);
  g_free (self->type);
  g_free (self);
}

static Form *
make_form (GBytes *picture, const char *type)
{
  g_autoptr(SoupMultipart) multipart = soup_multipart_new (SOUP_FORM_MIME_TYPE_MULTIPART);
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autofree char *name = g_strdup_printf ("logo.%s", strchr (type, '/') + 1);
  Form *form = g_new0 (Form, 1);

  soup_multipart_append_form_file (multipart, "chunk", name, type, picture);
  soup_multipart_to_message (multipart, headers, &form->body);
  form->type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  soup_message_headers_unref (headers);
  return form;
}

static void
form_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const GuildWrite *write = data;
  g_autoptr(JsonNode) root = json_from_string (write->body, NULL);
  const char *uri = guild_answer_get_string (guild_answer_object (root), "uri");
  const char *wanted = guild_answer_get_string (guild_answer_object (root), "sha256");
  g_autoptr(GFile) file = g_file_new_for_uri (uri != NULL ? uri : "");
  g_autoptr(GError) cause = NULL;
  GError *error = NULL;
  const char *type = NULL;
  g_autoptr(GBytes) bytes = load (file, cancellable, &type, &cause);
  g_autofree char *checksum =
    bytes != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;

  if (bytes != NULL && g_strcmp0 (checksum, wanted) == 0)
    {
      guild_task_return_pointer (task, make_form (bytes, type), form_free);
      return;
    }
  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                           _("The picture is not there any more, or it has changed since it was "
                             "chosen. Nothing was sent. Choose it again."));
  guild_task_return_error (task, error);
}

static void
form_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildAutodesk *self = GUILD_AUTODESK (source);
  const GuildWrite *write = g_task_get_task_data (task);
  GError *error = NULL;
  Form *form = g_task_propagate_pointer (G_TASK (result), &error);

  if (form == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_autofree char *path =
    guild_autodesk_hq_path (self, "companies", write->company_id, "image", NULL);
  guild_autodesk_call_async (self, GUILD_AUTODESK_WRITE, &(GuildCall) {
    .method = "PATCH", .path = path, .body = form->body, .type = form->type,
  }, g_task_get_cancellable (task), set_cb, g_object_ref (task));
  form_free (form);
}

void
guild_autodesk_send_logo (GTask *task)
{
  GTask *forming = g_task_new (g_task_get_source_object (task), g_task_get_cancellable (task),
                               form_cb, task);

  g_task_set_source_tag (forming, guild_autodesk_send_logo);
  g_task_set_task_data (forming, guild_write_copy (g_task_get_task_data (task)),
                        (GDestroyNotify) guild_write_free);
  guild_task_run (forming, form_in_thread);
  g_object_unref (forming);
}
