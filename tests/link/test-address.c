/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "link/guild-link-address.h"
#include "link/guild-link-verdict.h"

static void
test_password (void)
{
  g_assert_true (guild_link_has_password ("https://link.codat.io/company/1?link.otp=55"));
  g_assert_true (guild_link_has_password ("https://a/start?x=1&otp=7#frag"));
  g_assert_false (guild_link_has_password ("https://link.codat.io/company/1"));
  g_assert_false (guild_link_has_password ("https://a/start?notp=7&x=otp=8"));
  g_assert_false (guild_link_has_password ("https://a/start#?otp=7"));
  g_assert_false (guild_link_has_password ("https://a/otp=7"));
  g_assert_cmpint (guild_link_get_expiry ("https://a/start?otp=7", FALSE, 5), ==,
                   5 + G_TIME_SPAN_DAY);
  g_assert_cmpint (guild_link_get_expiry ("https://a/start?otp=7", TRUE, 5), ==,
                   5 + G_TIME_SPAN_HOUR);
  g_assert_cmpint (guild_link_get_expiry ("https://a/start", TRUE, 5), ==, GUILD_NUMBER_UNSET);
}

static gboolean
is_brief (const char *json)
{
  g_autoptr(JsonNode) node = json_from_string (json, NULL);
  g_autoptr(GuildConnection) connection = guild_connection_new (json_node_get_object (node));

  return guild_link_is_brief (connection);
}

static void
test_brief (void)
{
  g_assert_true (is_brief ("{\"id\":\"1\",\"sourceType\":\"BankFeed\","
                           "\"platformName\":\"QuickBooks Online Bank Feeds\"}"));
  g_assert_false (is_brief ("{\"id\":\"1\",\"sourceType\":\"BankFeed\","
                            "\"platformName\":\"Xero\"}"));
  g_assert_false (is_brief ("{\"id\":\"1\",\"sourceType\":\"Accounting\","
                            "\"platformName\":\"QuickBooks Online\"}"));
  g_assert_false (is_brief ("{\"id\":\"1\"}"));
}

static void
test_parameter (void)
{
  static const char * const cases[][2] = {
    { "https://a/c", "https://a/c?state=9" },
    { "https://a/c?link.otp=5", "https://a/c?link.otp=5&state=9" },
    { "https://a/c?", "https://a/c?state=9" },
    { "https://a/c?x=1#y?z", "https://a/c?x=1&state=9#y?z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *made = guild_link_add_parameter (cases[i][0], "state", "9");
      g_assert_cmpstr (made, ==, cases[i][1]);
    }
}

static void
test_texts (void)
{
  const char *link = "https://a/start?x=1&otp=7";
  g_autofree char *mail = guild_link_dup_mail (link, "Müller & Co",
                                               G_GINT64_CONSTANT (1717426800) * G_USEC_PER_SEC);
  g_assert_nonnull (strstr (mail, "Müller & Co"));
  g_assert_nonnull (strstr (mail, "\n\nhttps://a/start?x=1&otp=7\n\n"));
  g_assert_nonnull (strstr (mail, "works once, and until 3 Jun 2024"));
  g_autofree char *lasting = guild_link_dup_mail (link, NULL, GUILD_NUMBER_UNSET);
  g_assert_null (strstr (lasting, "works once"));

  g_autofree char *page = guild_link_dup_shortcut (link, "A <b> & Co", "Link.HTML");
  g_assert_nonnull (strstr (page, "href=\"https://a/start?x=1&amp;otp=7\""));
  g_assert_null (strstr (page, "<b>"));
  g_autofree char *shortcut = guild_link_dup_shortcut (link, NULL, "Link for me.url");
  g_assert_cmpstr (shortcut, ==, "[InternetShortcut]\r\nURL=https://a/start?x=1&otp=7\r\n");
  g_autofree char *name = guild_link_dup_file_name ("A/B: Co?");
  g_assert_cmpstr (name, ==, "Link for A-B- Co-.url");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/address/password", test_password);
  g_test_add_func ("/link/address/parameter", test_parameter);
  g_test_add_func ("/link/address/texts", test_texts);
  g_test_add_func ("/link/address/brief", test_brief);
  return g_test_run ();
}
