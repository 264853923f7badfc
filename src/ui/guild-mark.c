/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-mark.h"

#include <adwaita.h>

#include "company/guild-text.h"

static void
insert (PangoAttrList *list, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

PangoAttrList *
guild_mark_match (const char *text, const char *needle)
{
  guint start, end;

  if (text == NULL || needle == NULL || *needle == '\0' ||
      !guild_text_find (text, needle, &start, &end))
    return NULL;

  PangoAttrList *list = pango_attr_list_new ();
  AdwStyleManager *style = adw_style_manager_get_default ();
  if (adw_style_manager_get_high_contrast (style))
    insert (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), start, end);
  insert (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
  /* Pango knows no named colours: the yellow of the palette, see-through enough for both. */
  insert (list, pango_attr_background_new (0xf5f5, 0xc2c2, 0x1111), start, end);
  insert (list,
          pango_attr_background_alpha_new (adw_style_manager_get_dark (style) ? 0x5000 : 0x6000),
          start, end);
  return list;
}
