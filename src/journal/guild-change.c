/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-change-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-words.h"

struct _GuildChange
{
  GObject parent_instance;

  GuildChangeRecord *record; /* (owned) (not nullable) */
  gboolean           can_undo;
};

G_DEFINE_FINAL_TYPE (GuildChange, guild_change, G_TYPE_OBJECT)

typedef enum
{
  PROP_ID = 1,
  PROP_WORKSPACE_ID,
  PROP_COMPANY_ID,
  PROP_COMPANY_NAME,
  PROP_STATE,
  PROP_CREATED,
  PROP_SENT,
  PROP_SETTLED,
  PROP_MESSAGE,
  PROP_DETAILS,
  PROP_CAN_UNDO,
} GuildChangeProperty;

static GParamSpec *properties[PROP_CAN_UNDO + 1];

static const struct
{
  const char *id; /* in the journal file: never changed */
  const char *title;
  const char *icon_name;
} states[] = {
  [GUILD_CHANGE_PLANNED] = { "planned", N_("Planned"), "document-edit-symbolic" },
  [GUILD_CHANGE_SENT] = { "sent", N_("Sent"), "mail-send-symbolic" },
  [GUILD_CHANGE_CONFIRMED] = { "confirmed", N_("Confirmed"), "object-select-symbolic" },
  [GUILD_CHANGE_REFUSED] = { "refused", N_("Refused"), "dialog-error-symbolic" },
  [GUILD_CHANGE_UNKNOWN] = { "unknown", N_("Not known"), "dialog-question-symbolic" },
  [GUILD_CHANGE_WITHDRAWN] = { "withdrawn", N_("Withdrawn"), "edit-undo-symbolic" },
};

GType
guild_change_state_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { GUILD_CHANGE_PLANNED, "GUILD_CHANGE_PLANNED", "planned" },
        { GUILD_CHANGE_SENT, "GUILD_CHANGE_SENT", "sent" },
        { GUILD_CHANGE_CONFIRMED, "GUILD_CHANGE_CONFIRMED", "confirmed" },
        { GUILD_CHANGE_REFUSED, "GUILD_CHANGE_REFUSED", "refused" },
        { GUILD_CHANGE_UNKNOWN, "GUILD_CHANGE_UNKNOWN", "unknown" },
        { GUILD_CHANGE_WITHDRAWN, "GUILD_CHANGE_WITHDRAWN", "withdrawn" },
        { 0, NULL, NULL },
      };
      g_once_init_leave (&type, g_enum_register_static ("GuildChangeState", values));
    }
  return type;
}

const char *
guild_change_state_to_id (GuildChangeState state)
{
  return states[state].id;
}

gboolean
guild_change_state_from_id (const char *id, GuildChangeState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (id, states[i].id) == 0)
      {
        *state = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * guild_change_state_title:
 * @state: a state
 *
 * Returns: (transfer none): the state's name, translated
 */
const char *
guild_change_state_title (GuildChangeState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);
  return _(states[state].title);
}

/**
 * guild_change_state_icon_name:
 * @state: a state
 *
 * Returns: (transfer none): name of a symbolic icon
 */
const char *
guild_change_state_icon_name (GuildChangeState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);
  return states[state].icon_name;
}

GuildChangeRecord *
guild_change_record_copy (const GuildChangeRecord *self)
{
  GuildChangeRecord *copy = g_new (GuildChangeRecord, 1);

  *copy = *self;
  copy->workspace_id = g_strdup (self->workspace_id);
  copy->write = guild_write_copy (self->write);
  copy->company_id = g_strdup (self->company_id);
  copy->company_name = g_strdup (self->company_name);
  copy->message = g_strdup (self->message);
  copy->details = g_strdup (self->details);
  copy->inverse = self->inverse != NULL ? guild_write_copy (self->inverse) : NULL;
  return copy;
}

void
guild_change_record_free (GuildChangeRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->workspace_id);
  g_clear_pointer (&self->write, guild_write_free);
  g_free (self->company_id);
  g_free (self->company_name);
  g_free (self->message);
  g_free (self->details);
  g_clear_pointer (&self->inverse, guild_write_free);
  g_free (self);
}

static void
guild_change_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  const GuildChangeRecord *record = GUILD_CHANGE (object)->record;

  switch ((GuildChangeProperty) property_id)
    {
    case PROP_ID:
      g_value_set_int64 (value, record->id);
      break;
    case PROP_WORKSPACE_ID:
      g_value_set_string (value, record->workspace_id);
      break;
    case PROP_COMPANY_ID:
      g_value_set_string (value, record->company_id);
      break;
    case PROP_COMPANY_NAME:
      g_value_set_string (value, record->company_name);
      break;
    case PROP_STATE:
      g_value_set_enum (value, record->state);
      break;
    case PROP_CREATED:
      g_value_set_int64 (value, record->created);
      break;
    case PROP_SENT:
      g_value_set_int64 (value, record->sent);
      break;
    case PROP_SETTLED:
      g_value_set_int64 (value, record->settled);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, record->message);
      break;
    case PROP_DETAILS:
      g_value_set_string (value, record->details);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, GUILD_CHANGE (object)->can_undo);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
guild_change_finalize (GObject *object)
{
  GuildChange *self = GUILD_CHANGE (object);

  g_clear_pointer (&self->record, guild_change_record_free);
  G_OBJECT_CLASS (guild_change_parent_class)->finalize (object);
}

static GParamSpec *
time_spec (const char *name)
{
  return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, GUILD_NUMBER_UNSET,
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
text_spec (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
guild_change_class_init (GuildChangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = guild_change_get_property;
  object_class->finalize = guild_change_finalize;

  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORKSPACE_ID] = text_spec ("workspace-id");
  properties[PROP_COMPANY_ID] = text_spec ("company-id");
  properties[PROP_COMPANY_NAME] = text_spec ("company-name");
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, GUILD_TYPE_CHANGE_STATE,
                                              GUILD_CHANGE_PLANNED,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CREATED] = time_spec ("created");
  properties[PROP_SENT] = time_spec ("sent");
  properties[PROP_SETTLED] = time_spec ("settled");
  properties[PROP_MESSAGE] = text_spec ("message");
  properties[PROP_DETAILS] = text_spec ("details");
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
guild_change_init (GuildChange *self)
{
}

GuildChange *
guild_change_new_from_record (GuildChangeRecord *record)
{
  GuildChange *self = g_object_new (GUILD_TYPE_CHANGE, NULL);

  self->record = record;
  return self;
}

const GuildChangeRecord *
guild_change_get_record (GuildChange *self)
{
  return self->record;
}

void
guild_change_take_record (GuildChange *self, GuildChangeRecord *record)
{
  g_autoptr(GuildChangeRecord) old = g_steal_pointer (&self->record);
  GObject *object = G_OBJECT (self);

  self->record = record;
  g_object_freeze_notify (object);
  if (old->id != record->id)
    g_object_notify_by_pspec (object, properties[PROP_ID]);
  if (g_strcmp0 (old->company_id, record->company_id) != 0)
    g_object_notify_by_pspec (object, properties[PROP_COMPANY_ID]);
  if (g_strcmp0 (old->company_name, record->company_name) != 0)
    g_object_notify_by_pspec (object, properties[PROP_COMPANY_NAME]);
  if (old->sent != record->sent)
    g_object_notify_by_pspec (object, properties[PROP_SENT]);
  if (old->settled != record->settled)
    g_object_notify_by_pspec (object, properties[PROP_SETTLED]);
  if (g_strcmp0 (old->message, record->message) != 0)
    g_object_notify_by_pspec (object, properties[PROP_MESSAGE]);
  if (g_strcmp0 (old->details, record->details) != 0)
    g_object_notify_by_pspec (object, properties[PROP_DETAILS]);
  if (old->state != record->state)
    g_object_notify_by_pspec (object, properties[PROP_STATE]);
  g_object_thaw_notify (object);
}

/**
 * guild_change_new:
 * @workspace_id: whose credentials will send it
 * @write: what to send; copied
 * @company_name: what the history shows; for a group its name
 *
 * A change that is nowhere yet: guild_journal_perform_async() or guild_journal_plan_async() put it
 * in the journal.
 *
 * Returns: (transfer full): a change
 */
GuildChange *
guild_change_new (const char *workspace_id, const GuildWrite *write, const char *company_name)
{
  g_return_val_if_fail (workspace_id != NULL, NULL);
  g_return_val_if_fail (write != NULL, NULL);

  GuildChangeRecord *record = g_new0 (GuildChangeRecord, 1);
  record->workspace_id = g_strdup (workspace_id);
  record->write = guild_write_copy (write);
  record->company_id = g_strdup (write->company_id);
  record->company_name = g_strdup (company_name != NULL ? company_name : "");
  record->state = GUILD_CHANGE_PLANNED;
  record->created = g_get_real_time ();
  record->sent = GUILD_NUMBER_UNSET;
  record->settled = GUILD_NUMBER_UNSET;
  return guild_change_new_from_record (record);
}

void
guild_change_set_inverse (GuildChange *self, const GuildWrite *inverse)
{
  g_return_if_fail (GUILD_IS_CHANGE (self) && self->record->id == 0);
  g_return_if_fail (inverse != NULL);

  g_clear_pointer (&self->record->inverse, guild_write_free);
  self->record->inverse = guild_write_copy (inverse);
}

const GuildWrite *
guild_change_get_inverse (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), NULL);
  return self->record->inverse;
}

void
guild_change_set_can_undo (GuildChange *self, gboolean can_undo)
{
  if (self->can_undo == can_undo)
    return;
  self->can_undo = can_undo;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
}

gboolean
guild_change_get_archived (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), FALSE);
  return self->record->archived;
}

gboolean
guild_change_get_can_undo (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), FALSE);
  return self->can_undo;
}

gint64
guild_change_get_id (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), 0);
  return self->record->id;
}

const char *
guild_change_get_workspace_id (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), NULL);
  return self->record->workspace_id;
}

const GuildWrite *
guild_change_get_write (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), NULL);
  return self->record->write;
}

const char *
guild_change_get_company_id (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), NULL);
  return self->record->company_id;
}

const char *
guild_change_get_company_name (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), NULL);
  return self->record->company_name;
}

GuildChangeState
guild_change_get_state (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), GUILD_CHANGE_PLANNED);
  return self->record->state;
}

gint64
guild_change_get_created (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), GUILD_NUMBER_UNSET);
  return self->record->created;
}

gint64
guild_change_get_sent (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), GUILD_NUMBER_UNSET);
  return self->record->sent;
}

gint64
guild_change_get_settled (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), GUILD_NUMBER_UNSET);
  return self->record->settled;
}

const char *
guild_change_get_message (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), NULL);
  return self->record->message;
}

const char *
guild_change_get_details (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), NULL);
  return self->record->details;
}

/* What is set in the client's profile, by the service's name of it. */
static const char *
get_profile_words (const char *member)
{
  static const struct { const char *member; const char *words; } words[] = {
    { "name", N_("Set the client’s name") },
    { "logoUrl", N_("Set the client’s logo") },
    { "iconUrl", N_("Set the client’s icon") },
    { "whiteListUrls", N_("Set the allowed addresses") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].member, member) == 0)
      return _(words[i].words);
  return _("Change the client’s profile");
}

/**
 * guild_change_dup_title:
 * @self: a change
 *
 * Returns: (transfer full): what it does, for people: “Create Northwind Bakery”
 */
char *
guild_change_dup_title (GuildChange *self)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (self), NULL);
  const char *name = self->record->company_name;

  switch (self->record->write->kind)
    {
    case GUILD_WRITE_CREATE_COMPANY:
      return g_strdup_printf (_("Create %s"), name);
    case GUILD_WRITE_UPDATE_COMPANY:
      return g_strdup_printf (_("Edit %s"), name);
    case GUILD_WRITE_DELETE_COMPANY:
      return g_strdup_printf (_("Delete %s"), name);
    case GUILD_WRITE_CREATE_CONNECTION:
      return g_strdup_printf (_("Add a connection to %s"), name);
    case GUILD_WRITE_UNLINK_CONNECTION:
      return g_strdup_printf (_("Unlink a connection of %s"), name);
    case GUILD_WRITE_DELETE_CONNECTION:
      return g_strdup_printf (_("Delete a connection of %s"), name);
    case GUILD_WRITE_CREATE_GROUP:
      return g_strdup_printf (_("Create the group %s"), name);
    case GUILD_WRITE_ADD_TO_GROUP:
      return g_strdup_printf (_("Add %s to a group"), name);
    case GUILD_WRITE_REMOVE_FROM_GROUP:
      return g_strdup_printf (_("Remove %s from a group"), name);
    case GUILD_WRITE_SET_REDIRECT:
      return g_strdup (_("Set the redirect address"));
    case GUILD_WRITE_ADD_PRODUCT:
      return g_strdup_printf (_("Give %s the product %s"), name,
                              guild_words_product (self->record->write->target_id));
    case GUILD_WRITE_REMOVE_PRODUCT:
      return g_strdup_printf (_("Take the product %2$s from %1$s"), name,
                              guild_words_product (self->record->write->target_id));
    case GUILD_WRITE_CREATE_API_KEY:
      return g_strdup_printf (_("Create the API key %s"), name);
    case GUILD_WRITE_DELETE_API_KEY:
      return g_strdup_printf (_("Delete the API key %s"), name);
    case GUILD_WRITE_CREATE_WEBHOOK:
      return g_strdup_printf (_("Add the webhook %s"), name);
    case GUILD_WRITE_DELETE_WEBHOOK:
      return g_strdup_printf (_("Delete the webhook %s"), name);
    case GUILD_WRITE_SET_SYNC_SETTINGS:
      return self->record->write->company_id != NULL
               ? g_strdup_printf (_("Change the sync settings of %s"), name)
               : g_strdup (_("Change the default sync settings"));
    case GUILD_WRITE_REFRESH_ALL:
      return g_strdup_printf (_("Refresh all data of %s"), name);
    case GUILD_WRITE_REFRESH_TYPE:
      return g_strdup_printf (_("Refresh data of %s"), name);
    case GUILD_WRITE_IMPORT_COMPANIES:
      /* Translators: %s is the name of a list, or how many companies it has */
      return g_strdup_printf (_("Import %s"), name);
    case GUILD_WRITE_SET_LOGO:
      return g_strdup_printf (_("Set the logo of %s"), name);
    case GUILD_WRITE_MOVE_MEMBER:
      /* Translators: %s is a person */
      return g_strdup_printf (_("Move %s to another company"), name);
    case GUILD_WRITE_SET_PROFILE:
      return g_strdup (get_profile_words (self->record->write->target_id));
    default:
      g_return_val_if_reached (NULL);
    }
}
