/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "service/codat/guild-codat.h"

/* The documented keys (codat.md §10). Names are the vendors' own and not translated. */
static const GuildCodatPlatform platforms[] = {
  { "gbol", "Xero", "Accounting" },
  { "qhyg", "QuickBooks Online", "Accounting" },
  { "ndsk", "QuickBooks Online Sandbox", "Accounting" },
  { "pqsw", "QuickBooks Desktop", "Accounting" },
  { "mqjo", "Sandbox", "Accounting" },
  { "akxx", "Oracle NetSuite", "Accounting" },
  { "knfz", "Sage Intacct", "Accounting" },
  { "tgff", "Sage Accounting", "Accounting" },
  { "hbql", "Sage 50 (UK)", "Accounting" },
  { "jcrp", "Sage 200 Standard", "Accounting" },
  { "fbrh", "FreeAgent", "Accounting" },
  { "vxvy", "FreshBooks", "Accounting" },
  { "pdvj", "MYOB Business", "Accounting" },
  { "trji", "Dynamics 365 Business Central", "Accounting" },
  { "rqwd", "Dynamics 365 Finance & Operations", "Accounting" },
  { "qudb", "Exact (Netherlands)", "Accounting" },
  { "pbbf", "Exact (UK)", "Accounting" },
  { "pbtz", "Wave", "Accounting" },
  { "rvam", "Workday", "Accounting" },
  { "rwuv", "Zoho Books", "Accounting" },
  { "suuo", "Plaid", "Banking" },
  { "upvr", "TrueLayer", "Banking" },
  { "exgd", "Stripe", "Commerce" },
  { "yzth", "Stripe Test", "Commerce" },
  { "fztf", "Shopify", "Commerce" },
  { "zsth", "Square", "Commerce" },
  { "xcwv", "Square Sandbox", "Commerce" },
  { "ugxp", "Zettle", "Commerce" },
  { "ltpp", "WooCommerce", "Commerce" },
  { "vqzp", "BigCommerce", "Commerce" },
  { "qkdj", "Amazon Seller Central", "Commerce" },
  { "fqly", "Clover", "Commerce" },
  { "ldgh", "Lightspeed K", "Commerce" },
  { "aiwb", "Commerce Sandbox", "Commerce" },
  { "lqai", "Partner Commerce", "Commerce" },
};

const GuildCodatPlatform *
guild_codat_platforms (guint *n_platforms)
{
  g_return_val_if_fail (n_platforms != NULL, NULL);

  *n_platforms = G_N_ELEMENTS (platforms);
  return platforms;
}
