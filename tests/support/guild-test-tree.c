/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-tree.h"

#include <string.h>

#define ACCESSIBLE "org.a11y.atspi.Accessible"
#define MAX_CHILDREN 40
#define REST_US      (10 * 1000)

typedef struct _Tree Tree;
typedef struct _Node Node;

struct _Node
{
  Tree       *tree;     /* (borrowed) */
  char       *path;     /* (owned) */
  const char *role;     /* (borrowed) (nullable): until it is told */
  char       *name;     /* (owned) (nullable): until it is told */
  GPtrArray  *children; /* (owned) (element-type Node) (nullable): until they are told */
  GPtrArray  *labels;   /* (owned) (element-type Node) (nullable): what labels it, if it has no name */
  gboolean    is_label;
};

struct _Tree
{
  AtspiApplication *application; /* (borrowed) */
  GDBusConnection  *bus;         /* (borrowed) */
  GMainContext     *context;     /* (owned): the test's own does not move */
  Node             *root;        /* (owned) */
  int               patience_ms;
  guint             n_asked;     /* and not answered yet */
  guint             n_silent;    /* that will not be answered */
};

/* --- Asking ----------------------------------------------------------------------------------- */

/* The bus of assistive technology. */
static GDBusConnection *
get_bus (void)
{
  static GDBusConnection *bus;
  g_autoptr(GError) error = NULL;

  if (bus != NULL)
    return bus;
  g_autofree char *session = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  const GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
  g_autoptr(GDBusConnection) desktop =
    g_dbus_connection_new_for_address_sync (session, flags, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr(GVariant) answer =
    g_dbus_connection_call_sync (desktop, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                 NULL, G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_close_sync (desktop, NULL, NULL);
  const char *address;
  g_variant_get (answer, "(&s)", &address);
  bus = g_dbus_connection_new_for_address_sync (address, flags, NULL, NULL, &error);
  g_assert_no_error (error);
  return bus;
}

/* (transfer full) (nullable): a node that has gone meanwhile answers with an error. */
static GVariant *
take_answer (Node *node, GObject *source, GAsyncResult *result)
{
  GVariant *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  node->tree->n_asked--;
  if (answer == NULL)
    node->tree->n_silent++;
  return answer;
}

static void
ask (Node *node, const char *interface, const char *method, GVariant *parameters, const char *type,
     GAsyncReadyCallback told)
{
  Tree *tree = node->tree;

  tree->n_asked++;
  g_dbus_connection_call (tree->bus, tree->application->bus_name, node->path, interface, method, parameters,
                          G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NO_AUTO_START, tree->patience_ms, NULL,
                          told, node);
}

static void
await_answers (Tree *tree)
{
  while (tree->n_asked > 0)
    g_main_context_iteration (tree->context, TRUE);
}

/* --- Growing ---------------------------------------------------------------------------------- */

static void
free_node (gpointer data)
{
  Node *node = data;

  g_free (node->path);
  g_free (node->name);
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_clear_pointer (&node->labels, g_ptr_array_unref);
  g_free (node);
}

/* Bus name and path → name of the role, interned: neither is given twice, a node keeps its role. */
static GHashTable *
roles_of_paths (void)
{
  static GHashTable *roles;

  if (roles == NULL)
    roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return roles;
}

/* (transfer full). */
static char *
dup_key (Node *node)
{
  return g_strconcat (node->tree->application->bus_name, node->path, NULL);
}

/* By one name in all versions of the library: newer ones say “button” for “push button”. */
static const char *
name_role (guint role)
{
  g_autofree char *name = atspi_role_get_name ((AtspiRole) role);

  return g_intern_string (g_str_equal (name, "button") ? "push button" : name);
}

static void
told_role_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Node *node = data;
  g_autoptr(GVariant) answer = take_answer (node, source, result);
  guint role;

  if (answer == NULL)
    return;
  g_variant_get (answer, "(u)", &role);
  node->role = name_role (role);
  g_hash_table_insert (roles_of_paths (), dup_key (node), (gpointer) node->role);
}

static void told_children_cb (GObject *source, GAsyncResult *result, gpointer data);

static Node *
new_node (Tree *tree, const char *path)
{
  Node *node = g_new0 (Node, 1);

  node->tree = tree;
  node->path = g_strdup (path);
  g_autofree char *key = dup_key (node);
  node->role = g_hash_table_lookup (roles_of_paths (), key);
  if (node->role == NULL)
    ask (node, ACCESSIBLE, "GetRole", NULL, "(u)", told_role_cb);
  ask (node, ACCESSIBLE, "GetChildren", NULL, "(a(so))", told_children_cb);
  return node;
}

static void
told_children_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Node *node = data;
  g_autoptr(GVariant) answer = take_answer (node, source, result);
  GVariantIter *iter;
  const char *program, *path;

  if (answer == NULL)
    return;
  node->children = g_ptr_array_new_with_free_func (free_node);
  g_variant_get (answer, "(a(so))", &iter);
  while (node->children->len < MAX_CHILDREN && g_variant_iter_next (iter, "(&s&o)", &program, &path))
    if (g_str_equal (program, node->tree->application->bus_name))
      g_ptr_array_add (node->children, new_node (node->tree, path));
  g_variant_iter_free (iter);
}

/* The library takes from what it thinks gone the program that it was of. */
static gboolean
is_forgotten (AtspiAccessible *accessible)
{
  return ((AtspiObject *) accessible)->app == NULL;
}

static void
begin (Tree *tree, AtspiAccessible *root, int patience_ms)
{
  AtspiObject *object = (AtspiObject *) root;

  tree->bus = get_bus ();
  tree->application = object->app;
  tree->patience_ms = patience_ms;
  tree->n_asked = tree->n_silent = 0;
  tree->context = g_main_context_new ();
  g_main_context_push_thread_default (tree->context);
  tree->root = new_node (tree, object->path);
  await_answers (tree);
}

static void
end (Tree *tree)
{
  free_node (tree->root);
  g_main_context_pop_thread_default (tree->context);
  g_main_context_unref (tree->context);
}

/* --- Finding ---------------------------------------------------------------------------------- */

static void ask_name (Node *node);

static void
told_anything_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GVariant) answer = take_answer (data, source, result);
}

static void
told_text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Node *node = data;
  g_autoptr(GVariant) answer = take_answer (node, source, result);

  if (answer == NULL)
    {
      /* It has no text, unless it has gone. */
      node->tree->n_silent--;
      ask (node, ACCESSIBLE, "GetRole", NULL, "(u)", told_anything_cb);
      return;
    }
  g_free (node->name);
  g_variant_get (answer, "(s)", &node->name);
}

static void
add_labels (Node *node, GVariantIter *targets)
{
  const char *program, *path;

  while (g_variant_iter_next (targets, "(&s&o)", &program, &path))
    if (g_str_equal (program, node->tree->application->bus_name))
      {
        Node *label = g_new0 (Node, 1);
        label->tree = node->tree;
        label->path = g_strdup (path);
        label->is_label = TRUE;
        g_ptr_array_add (node->labels, label);
        ask_name (label);
      }
}

static void
told_relations_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Node *node = data;
  g_autoptr(GVariant) answer = take_answer (node, source, result);
  GVariantIter *relations, *targets;
  guint type;

  if (answer == NULL)
    return;
  node->labels = g_ptr_array_new_with_free_func (free_node);
  g_variant_get (answer, "(a(ua(so)))", &relations);
  while (g_variant_iter_next (relations, "(ua(so))", &type, &targets))
    {
      if (type == ATSPI_RELATION_LABELLED_BY)
        add_labels (node, targets);
      g_variant_iter_free (targets);
    }
  g_variant_iter_free (relations);
}

/* GTK 4.8 calls what has a mnemonic by its label as it is written and then by what that shows:
 * “C_reate Create”. Newer GTK says the latter alone. (transfer full) */
static char *
strip_mnemonic (const char *name)
{
  gsize length = strlen (name), n = length / 2 - 1;
  const char *mark = strchr (name, '_');
  gsize before = mark != NULL ? (gsize) (mark - name) : length;

  if (length < 4 || length % 2 != 0 || before >= n || name[n + 1] != ' ')
    return g_strdup (name);
  const char *shown = name + n + 2;
  gboolean is_twice = memcmp (name, shown, before) == 0 &&
                      memcmp (mark + 1, shown + before, n - before) == 0;
  return g_strdup (is_twice ? shown : name);
}

/* As a screen reader does: what has no name is called by what labels it, and that by its text if it
 * has none either. So it is with the items of menus in newer GTK. */
static void
told_name_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Node *node = data;
  g_autoptr(GVariant) answer = take_answer (node, source, result);
  g_autoptr(GVariant) value = NULL;

  if (answer == NULL)
    return;
  g_variant_get (answer, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return;
  node->name = strip_mnemonic (g_variant_get_string (value, NULL));
  if (*node->name == '\0' && node->is_label)
    ask (node, "org.a11y.atspi.Text", "GetText", g_variant_new ("(ii)", 0, -1), "(s)", told_text_cb);
  else if (*node->name == '\0')
    ask (node, ACCESSIBLE, "GetRelationSet", NULL, "(a(ua(so)))", told_relations_cb);
}

static void
ask_name (Node *node)
{
  ask (node, "org.freedesktop.DBus.Properties", "Get", g_variant_new ("(ss)", ACCESSIBLE, "Name"), "(v)",
       told_name_cb);
}

/* (transfer full) (nullable): when it was not told. */
static char *
dup_name (Node *node)
{
  if (node->labels == NULL || node->labels->len == 0)
    return g_strdup (node->name);
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < node->labels->len; i++)
    {
      const Node *label = node->labels->pdata[i];
      if (label->name != NULL)
        g_ptr_array_add (names, label->name);
    }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

/* Adds those below NODE that have one of ROLES, and asks for their names. */
static void
collect (Node *node, const char *const *roles, GPtrArray *nodes)
{
  for (guint i = 0; node->children != NULL && i < node->children->len; i++)
    {
      Node *child = node->children->pdata[i];
      if (child->role != NULL && (roles == NULL || g_strv_contains (roles, child->role)))
        {
          g_ptr_array_add (nodes, child);
          ask_name (child);
        }
      collect (child, roles, nodes);
    }
}

/* (nullable): when the node has gone. */
static GVariant *
ask_now (AtspiApplication *application, const char *path, const char *interface, const char *method,
         GVariant *parameters, const char *type, int patience_ms)
{
  return g_dbus_connection_call_sync (get_bus (), application->bus_name, path, interface, method, parameters,
                                      G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NO_AUTO_START, patience_ms,
                                      NULL, NULL);
}

/* In its window. FALSE when it has none. */
static gboolean
get_place (Node *node, int *x, int *y)
{
  int width, height;
  g_autoptr(GVariant) answer =
    ask_now (node->tree->application, node->path, "org.a11y.atspi.Component", "GetExtents",
             g_variant_new ("(u)", ATSPI_COORD_TYPE_WINDOW), "((iiii))", node->tree->patience_ms);

  if (answer == NULL)
    {
      node->tree->n_silent++;
      return FALSE;
    }
  g_variant_get (answer, "((iiii))", x, y, &width, &height);
  return width > 0 && height > 0;
}

/* The library would ask its way down to NODE. */
static AtspiAccessible *
new_accessible (Node *node)
{
  AtspiObject *object = g_object_new (ATSPI_TYPE_ACCESSIBLE, NULL);

  object->app = g_object_ref (node->tree->application);
  object->path = g_strdup (node->path);
  return ATSPI_ACCESSIBLE (object);
}

GPtrArray *
guild_test_tree_find (AtspiAccessible *root, const char *const *roles, GuildTestNameFunc is, gpointer data,
                      guint limit, int patience_ms)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) nodes = g_ptr_array_new ();
  Tree tree;

  if (is_forgotten (root))
    return found;
  begin (&tree, root, patience_ms);
  collect (tree.root, roles, nodes);
  await_answers (&tree);
  for (guint i = 0; i < nodes->len && found->len < limit; i++)
    {
      Node *node = nodes->pdata[i];
      g_autofree char *name = dup_name (node);
      if (name != NULL && is (name, data) && get_place (node, NULL, NULL))
        g_ptr_array_add (found, new_accessible (node));
    }
  end (&tree);
  return found;
}

/* FALSE when something was not answered. */
static gboolean
list (AtspiAccessible *root, const char *const *roles, GuildTestNameFunc is, gpointer data,
      int patience_ms, GString *lines)
{
  g_autoptr(GPtrArray) nodes = g_ptr_array_new ();
  Tree tree;
  int x, y;

  begin (&tree, root, patience_ms);
  collect (tree.root, roles, nodes);
  await_answers (&tree);
  for (guint i = 0; i < nodes->len; i++)
    {
      Node *node = nodes->pdata[i];
      g_autofree char *name = dup_name (node);
      if ((name == NULL || is (name, data)) && get_place (node, &x, &y))
        g_string_append_printf (lines, "%s “%s” at %d,%d\n", node->role,
                                name != NULL ? name : "(no answer)", x, y);
    }
  gboolean whole = tree.n_silent == 0;
  if (!whole && lines->len == 0)
    g_string_append_printf (lines, "%u questions without an answer\n", tree.n_silent);
  end (&tree);
  return whole;
}

char *
guild_test_tree_list (AtspiAccessible *root, const char *const *roles, GuildTestNameFunc is,
                      gpointer data, int patience_ms)
{
  gint64 deadline = g_get_monotonic_time () + patience_ms * G_TIME_SPAN_MILLISECOND;
  g_autoptr(GString) lines = g_string_new (NULL);

  for (;;)
    {
      gboolean last = g_get_monotonic_time () > deadline;
      if (is_forgotten (root))
        return g_strdup ("nothing: it has gone\n");
      g_string_truncate (lines, 0);
      if (list (root, roles, is, data, patience_ms, lines) || last)
        return lines->len > 0 ? g_strdup (lines->str) : NULL;
      g_usleep (REST_US);
    }
}

gboolean
guild_test_tree_has_state (AtspiAccessible *accessible, AtspiStateType state, int patience_ms)
{
  AtspiObject *object = (AtspiObject *) accessible;

  if (is_forgotten (accessible))
    return FALSE;
  g_autoptr(GVariant) answer =
    ask_now (object->app, object->path, ACCESSIBLE, "GetState", NULL, "(au)", patience_ms);
  gsize n = 0;

  if (answer == NULL)
    return FALSE;
  g_autoptr(GVariant) words = g_variant_get_child_value (answer, 0);
  const guint32 *bits = g_variant_get_fixed_array (words, &n, sizeof *bits);
  return state / 32 < n && (bits[state / 32] & 1u << state % 32) != 0;
}
