// Copyright The Guildhall developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// prepare.mjs SPECIFICATION… OUTPUT — writes the published specification for the checking proxy,
// with every deviation that is known and meant named below, and nothing else changed. Each
// deviation must still be there to be mended: one that no longer fits fails.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(process.env.GUILDHALL_CONTRACT_PACKAGES + '/package.json');
const yaml = require('js-yaml');

// [specification, why, where (JSON pointer), what is there, what is meant]; undefined = remove.
const deviations = [
  // codat.md §14: a page may be asked for with 5000 rows, and its answer names that number.
  ['Codat-Platform.json', 'largest page', '/components/schemas/PagingInfo/properties/pageSize/maximum',
    2000, 5000],
  ['Codat-Platform-2024-with-groups.json', 'largest page',
    '/components/schemas/PagingInfo/properties/pageSize/maximum', 2000, 5000],
];

function walk(root, pointer) {
  const steps = pointer.split('/').slice(1).map((s) => s.replace(/~1/g, '/').replace(/~0/g, '~'));
  const last = steps.pop();
  let node = root;
  for (const step of steps) {
    node = node?.[step];
  }
  return [node, last];
}

const [, , input, output] = process.argv;
const text = readFileSync(input, 'utf8');
const root = input.endsWith('.json') ? JSON.parse(text) : yaml.load(text);
for (const [file, why, pointer, there, meant] of deviations) {
  if (file !== basename(input)) {
    continue;
  }
  const [node, last] = walk(root, pointer);
  if (JSON.stringify(node?.[last]) !== JSON.stringify(there)) {
    throw new Error(`${file}: ${pointer} is ${JSON.stringify(node?.[last])} (${why})`);
  }
  if (meant === undefined) {
    delete node[last];
  } else {
    node[last] = meant;
  }
}
writeFileSync(output, JSON.stringify(root));
