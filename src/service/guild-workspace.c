/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "service/guild-workspace.h"

struct _GuildWorkspace
{
  GObject parent_instance;

  char    *id;         /* (owned) */
  char    *service_id; /* (owned) */
  char    *name;       /* (owned) */
  char    *base_url;   /* (owned) */
  char    *client_id;  /* (owned) (nullable) */
  char    *account_id; /* (owned) (nullable) */
  char    *region;     /* (owned) (nullable) */
  char    *sign_in;    /* (owned) (nullable) */
  char    *redirect_url; /* (owned) (nullable) */
  char    *user_id;    /* (owned) (nullable) */
  gboolean sandbox;
};

G_DEFINE_FINAL_TYPE (GuildWorkspace, guild_workspace, G_TYPE_OBJECT)

enum
{
  PROP_ID = 1,
  PROP_SERVICE_ID,
  PROP_NAME,
  PROP_BASE_URL,
  PROP_CLIENT_ID,
  PROP_ACCOUNT_ID,
  PROP_REGION,
  PROP_SIGN_IN,
  PROP_REDIRECT_URL,
  PROP_USER_ID,
  PROP_SANDBOX,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Where the text of a property is kept; NULL for the one that is no text. */
static char **
text_slot (GuildWorkspace *self,
           guint           property)
{
  switch (property)
    {
    case PROP_ID: return &self->id;
    case PROP_SERVICE_ID: return &self->service_id;
    case PROP_NAME: return &self->name;
    case PROP_BASE_URL: return &self->base_url;
    case PROP_CLIENT_ID: return &self->client_id;
    case PROP_ACCOUNT_ID: return &self->account_id;
    case PROP_REGION: return &self->region;
    case PROP_SIGN_IN: return &self->sign_in;
    case PROP_REDIRECT_URL: return &self->redirect_url;
    case PROP_USER_ID: return &self->user_id;
    default: return NULL;
    }
}

/* Neither name nor base address is ever missing, as far as we know one. */
static const char *
or_default (GuildWorkspace *self,
            guint           property,
            const char     *text)
{
  if (property == PROP_NAME && text == NULL)
    return "";
  if (property == PROP_BASE_URL && (text == NULL || *text == '\0'))
    return guild_workspace_default_base_url (self->service_id);
  return text;
}

static void
guild_workspace_get_property (GObject    *object,
                              guint       property,
                              GValue     *value,
                              GParamSpec *pspec)
{
  GuildWorkspace *self = GUILD_WORKSPACE (object);
  char **slot = text_slot (self, property);

  if (slot != NULL)
    g_value_set_string (value, *slot);
  else if (property == PROP_SANDBOX)
    g_value_set_boolean (value, self->sandbox);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
guild_workspace_set_property (GObject      *object,
                              guint         property,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  GuildWorkspace *self = GUILD_WORKSPACE (object);
  char **slot = text_slot (self, property);

  if (slot != NULL)
    {
      const char *text = or_default (self, property, g_value_get_string (value));

      if (g_strcmp0 (*slot, text) == 0)
        return;
      g_free (*slot);
      *slot = g_strdup (text);
    }
  else if (property == PROP_SANDBOX)
    {
      if (self->sandbox == g_value_get_boolean (value))
        return;
      self->sandbox = g_value_get_boolean (value);
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
}

static void
guild_workspace_constructed (GObject *object)
{
  GuildWorkspace *self = GUILD_WORKSPACE (object);

  G_OBJECT_CLASS (guild_workspace_parent_class)->constructed (object);

  if (self->id == NULL)
    self->id = g_uuid_string_random ();
  if (self->name == NULL)
    self->name = g_strdup (or_default (self, PROP_NAME, NULL));
  if (self->base_url == NULL)
    self->base_url = g_strdup (or_default (self, PROP_BASE_URL, NULL));
}

static void
guild_workspace_finalize (GObject *object)
{
  GuildWorkspace *self = GUILD_WORKSPACE (object);

  for (guint i = PROP_ID; i < PROP_SANDBOX; i++)
    g_free (*text_slot (self, i));

  G_OBJECT_CLASS (guild_workspace_parent_class)->finalize (object);
}

static void
guild_workspace_class_init (GuildWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags fixed = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags open = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = guild_workspace_constructed;
  object_class->finalize = guild_workspace_finalize;
  object_class->get_property = guild_workspace_get_property;
  object_class->set_property = guild_workspace_set_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, fixed);
  properties[PROP_SERVICE_ID] = g_param_spec_string ("service-id", NULL, NULL, NULL, fixed);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, open);
  properties[PROP_BASE_URL] = g_param_spec_string ("base-url", NULL, NULL, NULL, open);
  properties[PROP_CLIENT_ID] = g_param_spec_string ("client-id", NULL, NULL, NULL, open);
  properties[PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, NULL, open);
  properties[PROP_REGION] = g_param_spec_string ("region", NULL, NULL, NULL, open);
  properties[PROP_SIGN_IN] = g_param_spec_string ("sign-in", NULL, NULL, NULL, open);
  properties[PROP_REDIRECT_URL] = g_param_spec_string ("redirect-url", NULL, NULL, NULL, open);
  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, open);
  properties[PROP_SANDBOX] = g_param_spec_boolean ("sandbox", NULL, NULL, FALSE, open);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
guild_workspace_init (GuildWorkspace *self G_GNUC_UNUSED)
{
}

GuildWorkspace *
guild_workspace_new (const char *id,
                     const char *service_id,
                     const char *name,
                     const char *base_url)
{
  g_return_val_if_fail (service_id != NULL, NULL);

  return g_object_new (GUILD_TYPE_WORKSPACE, "id", id, "service-id", service_id, "name", name,
                       "base-url", base_url, NULL);
}

const char *
guild_workspace_get_id (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), NULL);

  return self->id;
}

const char *
guild_workspace_get_service_id (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), NULL);

  return self->service_id;
}

const char *
guild_workspace_get_name (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), NULL);

  return self->name;
}

const char *
guild_workspace_get_base_url (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), NULL);

  return self->base_url;
}

const char *
guild_workspace_get_client_id (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), NULL);

  return self->client_id;
}

const char *
guild_workspace_get_account_id (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), NULL);

  return self->account_id;
}

const char *
guild_workspace_get_region (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), NULL);

  return self->region;
}

gboolean
guild_workspace_uses_browser (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), FALSE);

  return g_strcmp0 (self->sign_in, GUILD_WORKSPACE_BROWSER) == 0;
}

const char *
guild_workspace_get_redirect_url (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), NULL);

  return self->redirect_url;
}

const char *
guild_workspace_get_user_id (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), NULL);

  return self->user_id;
}

gboolean
guild_workspace_is_sandbox (GuildWorkspace *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (self), FALSE);

  return self->sandbox;
}

const char *
guild_workspace_default_base_url (const char *service_id)
{
  if (g_strcmp0 (service_id, "codat") == 0)
    return "https://api.codat.io";
  if (g_strcmp0 (service_id, "autodesk") == 0)
    return "https://developer.api.autodesk.com";
  return NULL;
}
