// Copyright The Guildhall developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// list-sdk.mjs N [SIZE] — lists N companies with Codat's own client, page after page, and keeps
// nothing. Pages are as large as the client asks for by itself, or of SIZE companies. Prints the
// milliseconds that the listing took, those of processor time, and the kilobytes of memory above what
// there was before it. list-sdk.sh starts this where the packages are.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.env.GUILDHALL_CONTRACT_PACKAGES + '/package.json');
const { CodatPlatform } = require('@codat/platform');
const client = new CodatPlatform({
  authHeader: 'Basic ' + Buffer.from(process.env.GUILDHALL_BENCH_KEY).toString('base64'),
  serverURL: process.env.GUILDHALL_BENCH_URL,
});
const wanted = Number(process.argv[2]);
const size = process.argv[3] ? { pageSize: Number(process.argv[3]) } : {};
const before = process.memoryUsage().rss;
const used = process.cpuUsage();
const begun = performance.now();
let count = 0;

for (let page = 1; count < wanted; page++) {
  const { results } = await client.companies.list({ page, ...size });
  assert.ok(results.length > 0);
  count += results.length;
}
const took = performance.now() - begun;
const { user, system } = process.cpuUsage(used);
assert.equal(count, wanted);
const most = Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
console.log(`${took} ${(user + system) / 1000} ${most - before / 1024}`);
