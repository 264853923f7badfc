/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-text.h"

#include <string.h>

/* The unit separator that joins list items (GUILD_LIST_SEP). */
#define LIST_SEP_CHAR '\x1f'

/* Where one byte of folded text came from: the bytes [start, end) of the original. */
typedef struct
{
  guint start;
  guint end;
} Origin;

typedef struct
{
  GString *out;     /* (owned) */
  GArray  *origins; /* (owned) (nullable): one Origin per byte of out */
  guint    group;   /* where in out the last visible character begins */
  gboolean pending; /* white space was met and not yet written */
  guint    space_start, space_end;
} Folder;

static void
put (Folder     *self,
     const char *bytes,
     gsize       length,
     guint       start,
     guint       end)
{
  g_string_append_len (self->out, bytes, (gssize) length);
  if (self->origins != NULL)
    {
      Origin origin = { start, end };

      for (gsize i = 0; i < length; i++)
        g_array_append_val (self->origins, origin);
    }
}

/* Leading white space and that beside a list separator never shows. */
static void
flush_space (Folder *self)
{
  if (self->pending && self->out->len > 0
      && self->out->str[self->out->len - 1] != LIST_SEP_CHAR)
    put (self, " ", 1, self->space_start, self->space_end);
  self->pending = FALSE;
}

/* Letters that no decomposition reaches, as people type who have no key for them. */
static const char *
spell_out (gunichar c)
{
  switch (c)
    {
    case 0x00df: return "ss";  /* ß */
    case 0x00e6: return "ae";  /* æ */
    case 0x00f0: return "d";   /* ð */
    case 0x00f8: return "o";   /* ø */
    case 0x00fe: return "th";  /* þ */
    case 0x0111: return "d";   /* đ */
    case 0x0127: return "h";   /* ħ */
    case 0x0131: return "i";   /* ı */
    case 0x0142: return "l";   /* ł */
    case 0x014b: return "n";   /* ŋ */
    case 0x0153: return "oe";  /* œ */
    case 0x0167: return "t";   /* ŧ */
    case 0x03c2: return "σ";   /* final sigma */
    case 0x2018:               /* typographic quotes and dashes */
    case 0x2019: return "'";
    case 0x2010:
    case 0x2013:
    case 0x2014: return "-";
    default: return NULL;
    }
}

/* What is in the text for its looks or its sound alone; the kashida draws an Arabic word out. */
static gboolean
is_invisible (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK
         || type == G_UNICODE_FORMAT || c == 0x0640;
}

/* The folded form of one character beyond ASCII, written without its origin. */
static void
fold_wide (gunichar  c,
           GString  *piece)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));

  for (gsize i = 0; i < n; i++)
    {
      gunichar part = g_unichar_tolower (parts[i]);
      const char *spelled;

      if (is_invisible (part))
        continue;
      spelled = spell_out (part);
      if (spelled != NULL)
        g_string_append (piece, spelled);
      else if (g_unichar_isspace (part))
        g_string_append_c (piece, ' ');
      else
        g_string_append_unichar (piece, part);
    }
}

/* A mark written after its letter belongs to the same stretch of the original. */
static void
extend_last (Folder *self,
             guint   end)
{
  if (self->origins == NULL || self->pending)
    return;

  for (guint i = self->group; i < self->origins->len; i++)
    g_array_index (self->origins, Origin, i).end = end;
}

static void
note_space (Folder *self,
            guint   start,
            guint   end)
{
  if (!self->pending)
    self->space_start = start;
  self->space_end = end;
  self->pending = TRUE;
}

/* A decomposition may itself hold spaces ("´" is a space and a mark). */
static void
put_piece (Folder        *self,
           const GString *piece,
           guint          start,
           guint          end)
{
  gboolean shown = FALSE;

  for (const char *p = piece->str; *p != '\0'; p++)
    {
      if (*p == ' ')
        {
          note_space (self, start, end);
          continue;
        }
      flush_space (self);
      if (!shown)
        self->group = self->out->len;
      shown = TRUE;
      put (self, p, 1, start, end);
    }

  if (piece->len == 0)
    extend_last (self, end);
}

/* (nullable): past the ASCII letters, digits and signs at P, which are written at once; NULL where
 * their origins are asked for, or there are none. */
static const char *
fold_plain (Folder     *self,
            const char *p)
{
  const char *end = p;
  gsize begin;

  if (self->origins != NULL)
    return NULL;
  while (*end > 0x20 && *end < 0x7f)
    end++;
  if (end == p)
    return NULL;

  flush_space (self);
  begin = self->out->len;
  g_string_append_len (self->out, p, (gssize) (end - p));
  for (gsize i = begin; i < self->out->len; i++)
    self->out->str[i] = g_ascii_tolower (self->out->str[i]);

  return end;
}

static void
fold (Folder     *self,
      const char *text)
{
  g_autoptr (GString) piece = g_string_sized_new (16);
  const char *p = text;

  while (*p != '\0')
    {
      guint start = (guint) (p - text);
      guchar byte = (guchar) *p;
      const char *plain = fold_plain (self, p);

      if (plain != NULL)
        {
          p = plain;
        }
      else if (byte == LIST_SEP_CHAR)
        {
          p++;
          self->pending = FALSE;
          self->group = self->out->len;
          put (self, "\x1f", 1, start, start + 1);
        }
      else if (byte <= 0x20 || byte == 0x7f)
        {
          p++;
          note_space (self, start, start + 1);
        }
      else if (byte < 0x80)
        {
          char lower = g_ascii_tolower (*p++);

          flush_space (self);
          self->group = self->out->len;
          put (self, &lower, 1, start, start + 1);
        }
      else
        {
          gunichar c = g_utf8_get_char_validated (p, -1);

          if (c >= (gunichar) -2)
            {
              c = 0xfffd;
              p++;
            }
          else
            {
              p = g_utf8_next_char (p);
            }
          g_string_truncate (piece, 0);
          fold_wide (c, piece);
          put_piece (self, piece, start, (guint) (p - text));
        }
    }
}

char *
guild_text_fold (const char *text)
{
  Folder folder = { 0 };

  if (text == NULL)
    return g_strdup ("");

  folder.out = g_string_sized_new (strlen (text) + 1);
  fold (&folder, text);

  return g_string_free (folder.out, FALSE);
}

char *
guild_text_fold_case (const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return g_strdup ("");
  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  valid = g_utf8_make_valid (text, -1);
  return g_utf8_casefold (valid, -1);
}

gboolean
guild_text_find (const char *text,
                 const char *folded_needle,
                 guint      *start,
                 guint      *end)
{
  Folder folder = { 0 };
  const char *hit;

  g_return_val_if_fail (folded_needle != NULL, FALSE);

  if (text == NULL || *folded_needle == '\0')
    return FALSE;

  folder.out = g_string_sized_new (strlen (text) + 1);
  folder.origins = g_array_new (FALSE, FALSE, sizeof (Origin));
  fold (&folder, text);

  hit = strstr (folder.out->str, folded_needle);
  if (hit != NULL)
    {
      gsize first = (gsize) (hit - folder.out->str);
      gsize last = first + strlen (folded_needle) - 1;

      if (start != NULL)
        *start = g_array_index (folder.origins, Origin, first).start;
      if (end != NULL)
        *end = g_array_index (folder.origins, Origin, last).end;
    }

  g_string_free (folder.out, TRUE);
  g_array_unref (folder.origins);

  return hit != NULL;
}
