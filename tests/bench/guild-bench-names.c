/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-names.h"

guint64
guild_bench_mix (guint64 number)
{
  number = (number + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  number ^= number >> 31;
  number *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  return number ^ number >> 29;
}

char *
guild_bench_make_name (guint number)
{
  static const char * const first[] = { "Northern", "Granite", "Müller", "Électricité", "Harbour",
                                        "Ibáñez", "Summit", "Şahin", "Atlas", "Meridian", "Ørsted",
                                        "Cascade", "Juniper", "Prairie", "Σίγμα", "京都" };
  static const char * const second[] = { "Roofing", "Electrical", "Plumbing", "Glazing",
                                         "Earthworks", "Interiors", "Concrete", "Fencing", "Steel",
                                         "Masonry" };
  static const char * const third[] = { "Ltd", "GmbH", "Inc.", "S.A.", "& Sons", "Group", "B.V." };
  guint64 mixed = guild_bench_mix (number);

  return g_strdup_printf ("%s %s %s %u", first[mixed % 16], second[mixed / 16 % 10],
                          third[mixed / 160 % 7], (guint) (mixed / 1120 % 100000));
}

char *
guild_bench_make_id (guint number)
{
  return g_strdup_printf ("%08x-0000-4000-8000-%012x", (guint) guild_bench_mix (number), number);
}
