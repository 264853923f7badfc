/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include <string.h>

#include "company/guild-redirect-rule.h"
#include "company/guild-webhook-signature.h"

/* The published example (codat.md §11.2). */
#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define TIME "1614265330"
#define BODY "{\"test\": 2432232314}"
#define SIGNATURE "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
#define NOW G_GINT64_CONSTANT (1614265330)

static GuildSignatureVerdict
check (const char *secret, const char *time, const char *signature, const char *body, gint64 now)
{
  return guild_webhook_signature_check (secret, ID, time, signature, body, -1, now);
}

static void
test_signature (void)
{
  g_assert_cmpint (check (SECRET, TIME, SIGNATURE, BODY, NOW), ==, GUILD_SIGNATURE_GOOD);
  g_assert_cmpint (check (SECRET + strlen ("whsec_"), TIME, SIGNATURE, BODY, NOW + 300), ==,
                   GUILD_SIGNATURE_GOOD);
  g_assert_cmpint (guild_webhook_signature_check (SECRET, ID, TIME, SIGNATURE, BODY " and more",
                                                  strlen (BODY), NOW), ==, GUILD_SIGNATURE_GOOD);
  /* Several, of which one is right; other versions are passed over. */
  g_assert_cmpint (check (SECRET, TIME, "v2,abcd v1,AAAA " SIGNATURE, BODY, NOW), ==,
                   GUILD_SIGNATURE_GOOD);
  g_assert_cmpint (check (SECRET, TIME, SIGNATURE, BODY, NOW + 301), ==, GUILD_SIGNATURE_STALE);
  g_assert_cmpint (check (SECRET, TIME, SIGNATURE, BODY, NOW - 301), ==, GUILD_SIGNATURE_STALE);
}

static void
test_wrong_signature (void)
{
  const char *other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  g_assert_cmpint (check (SECRET, TIME, SIGNATURE, BODY "\n", NOW), ==, GUILD_SIGNATURE_WRONG);
  g_assert_cmpint (check (SECRET, TIME, SIGNATURE, "", NOW), ==, GUILD_SIGNATURE_WRONG);
  g_assert_cmpint (check (other, TIME, SIGNATURE, BODY, NOW), ==, GUILD_SIGNATURE_WRONG);
  /* The time is signed too: a repetition cannot be dated anew. */
  g_assert_cmpint (check (SECRET, "1614265331", SIGNATURE, BODY, NOW), ==, GUILD_SIGNATURE_WRONG);
  g_assert_cmpint (check (SECRET, TIME, "v1,", BODY, NOW), ==, GUILD_SIGNATURE_WRONG);
  g_assert_cmpint (check (SECRET, TIME, "v1,g0hM", BODY, NOW), ==, GUILD_SIGNATURE_WRONG);
  g_assert_cmpint (check (SECRET, TIME, "", BODY, NOW), ==, GUILD_SIGNATURE_NOT_SUPPORTED);
  g_assert_cmpint (check (SECRET, TIME, "v1a,xyz", BODY, NOW), ==, GUILD_SIGNATURE_NOT_SUPPORTED);
  g_assert_cmpint (check ("", TIME, SIGNATURE, BODY, NOW), ==, GUILD_SIGNATURE_NO_SECRET);
  g_assert_cmpint (check ("whsec_!!", TIME, SIGNATURE, BODY, NOW), ==, GUILD_SIGNATURE_NO_SECRET);
  g_assert_cmpint (check (SECRET, "today", SIGNATURE, BODY, NOW), ==, GUILD_SIGNATURE_NO_TIME);
  g_assert_cmpint (check (SECRET, "", SIGNATURE, BODY, NOW), ==, GUILD_SIGNATURE_NO_TIME);
}

static const struct
{
  const char         *address;
  const char         *host; /* (nullable): what is allowed */
  GuildRedirectWeight worst;
  const char         *word; /* (nullable): in the first remark; NULL: there is none at all */
} cases[] = {
  { "https://a.example/{companyId}?s={statusCode}", NULL, GUILD_REDIRECT_NOTE, NULL },
  { "https://a.example/{companyId}?n={journey}&s={statusCode}", NULL, GUILD_REDIRECT_NOTE,
    "{journey}" },
  { "", NULL, GUILD_REDIRECT_NOTE, "no redirect address" },
  { "ftp://a.example/{companyId}", NULL, GUILD_REDIRECT_FAULT, "http://" },
  { "myapp://callback", NULL, GUILD_REDIRECT_FAULT, "https://" },
  { "https://", NULL, GUILD_REDIRECT_FAULT, "no host" },
  { "https://{companyId}.example/", NULL, GUILD_REDIRECT_FAULT, "{companyId}" },
  { "https://{stage}.example/{companyId}{statusCode}", NULL, GUILD_REDIRECT_WARNING, "varies" },
  { "https://{stage}.example/{companyId}{statusCode}", "https://a.example", GUILD_REDIRECT_NOTE,
    "{stage}" },
  { "https://a.example/{companyid}/{companyId}/{statusCode}", NULL, GUILD_REDIRECT_WARNING,
    "{companyid}" },
  { "https://a.example/{companyId/{statusCode}", NULL, GUILD_REDIRECT_FAULT, "braces" },
  { "https://a.example/companyId}", NULL, GUILD_REDIRECT_FAULT, "braces" },
  { "https://a.example/{}/{companyId}", NULL, GUILD_REDIRECT_FAULT, "without a name" },
  { "https://a.example/{statusCode}", NULL, GUILD_REDIRECT_WARNING, "{companyId}" },
  { "https://a.example/{companyId}", NULL, GUILD_REDIRECT_NOTE, "{statusCode}" },
  { "http://a.example/{companyId}/{statusCode}", NULL, GUILD_REDIRECT_WARNING, "https://" },
  { "http://127.0.0.1:8123/{companyId}/{statusCode}", NULL, GUILD_REDIRECT_NOTE, "opened here" },
  { "https://b.example/{companyId}/{statusCode}", "https://a.example", GUILD_REDIRECT_WARNING,
    "not among" },
  { "https://A.example:8443/{companyId}/{statusCode}", "https://a.example/x", GUILD_REDIRECT_NOTE,
    NULL },
  { "https://{stage}.example/{companyId}{statusCode}", "https://a.other", GUILD_REDIRECT_WARNING,
    "not among" },
  { "https://a.example/a b/{companyId}/{statusCode}", NULL, GUILD_REDIRECT_WARNING, "percent" },
};

static void
test_redirect (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *allowed[] = { cases[i].host, NULL };
      g_autoptr(GPtrArray) remarks = guild_redirect_rule_check (cases[i].address, allowed);

      g_test_message ("%s", cases[i].address);
      if (cases[i].word == NULL)
        {
          g_assert_cmpuint (remarks->len, ==, 0);
          continue;
        }
      g_assert_cmpuint (remarks->len, >, 0);
      const GuildRedirectRemark *first = remarks->pdata[0];
      g_assert_cmpint (first->weight, ==, cases[i].worst);
      g_assert_nonnull (strstr (first->text, cases[i].word));
    }
}

static void
test_allowed (void)
{
  static const char * const one[] = { "no address", "http://One.example:81/path", NULL };
  static const char * const none[] = { NULL };

  g_assert_true (guild_redirect_rule_is_allowed ("https://one.example/{companyId}", one));
  g_assert_true (guild_redirect_rule_is_allowed ("https://{stage}.example", one));
  g_assert_true (guild_redirect_rule_is_allowed ("https://o{a}.{b:c}/", one));
  g_assert_true (guild_redirect_rule_is_allowed ("https://two.example/", none));
  g_assert_true (guild_redirect_rule_is_allowed ("https://two.example/", NULL));
  g_assert_true (guild_redirect_rule_is_allowed ("", one));
  g_assert_false (guild_redirect_rule_is_allowed ("https://two.example/one.example", one));
  g_assert_false (guild_redirect_rule_is_allowed ("https://one.example.com/", one));
  g_assert_false (guild_redirect_rule_is_allowed ("https://{stage}.two.example/", one));
  g_assert_false (guild_redirect_rule_is_allowed ("https://{stage}.example/", none));

  g_assert_true (guild_redirect_rule_is_web ("https://one.example/logo.png?v=1"));
  g_assert_true (guild_redirect_rule_is_web ("http://127.0.0.1:81"));
  g_assert_false (guild_redirect_rule_is_web (""));
  g_assert_false (guild_redirect_rule_is_web ("one.example"));
  g_assert_false (guild_redirect_rule_is_web ("ftp://one.example/"));
  g_assert_false (guild_redirect_rule_is_web ("https:///logo.png"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/company/settings/signature", test_signature);
  g_test_add_func ("/company/settings/wrong-signature", test_wrong_signature);
  g_test_add_func ("/company/settings/redirect", test_redirect);
  g_test_add_func ("/company/settings/allowed", test_allowed);
  return g_test_run ();
}
