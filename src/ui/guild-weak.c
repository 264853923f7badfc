/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-weak.h"

gpointer
guild_weak_new (gpointer object)
{
  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  GWeakRef *weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, object);
  return weak;
}

gpointer
guild_weak_take (gpointer weak)
{
  g_return_val_if_fail (weak != NULL, NULL);

  gpointer object = g_weak_ref_get (weak);
  g_weak_ref_clear (weak);
  g_free (weak);
  return object;
}
