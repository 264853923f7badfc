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

const isText = (schema) => schema.type === 'string' && !schema.nullable;

const FORM = 'application/x-www-form-urlencoded';
const nullable = (path) => ['Autodesk-AccountAdmin.yaml', `/components/schemas/${path}`, isText,
  { type: 'string', nullable: true }];

// [specification, where (JSON pointer), what is there, what is meant].
const deviations = [
  // codat.md §14: a page may be asked for with 5000 rows, and its answer names that number.
  ['Codat-Platform.json', '/components/schemas/PagingInfo/properties/pageSize/maximum', 2000, 5000],
  ['Codat-Platform-2024-with-groups.json', '/components/schemas/PagingInfo/properties/pageSize/maximum',
    2000, 5000],
  // A 204 has no body, whatever the file says that it is.
  ...['Codat-Platform.json', 'Codat-Platform-2024-with-groups.json'].map(
    (file) => [file, '/paths/~1apiKeys~1{apiKeyId}/delete/responses/204/$ref',
      '#/components/responses/Too-Many-Requests', undefined]),
  // codat.md §14: a type that was never fetched has no status in Codat's own example.
  ['Codat-Platform.json', '/components/schemas/DataStatus/required',
    (names) => String(names) === 'dataType,currentStatus', ['dataType']],
  // acc.md §8.3: one scope is a member of the list; a request names several, with spaces between.
  ['Autodesk-Authentication.yaml', '/components/schemas/Scopes/enum', (scopes) => scopes.length > 1,
    undefined],
  // acc.md §8.5: the answer to a revocation is empty.
  ['Autodesk-Authentication.yaml', '/paths/~1authentication~1v2~1revoke/post/responses/200/content',
    (content) => 'application/json' in content, undefined],
  // acc.md §4.5: what the reference calls nullable, or has shown as null.
  ...['trade', 'websiteUrl', 'description', 'erpId', 'taxId', 'imageUrl', 'originalName'].map(
    (name) => ['Autodesk-AccountAdmin.yaml', `/components/schemas/AccountCompany/properties/${name}`,
      isText, { type: 'string', nullable: true }]),
  ...['stateOrProvince', 'country'].map(
    (name) => ['Autodesk-AccountAdmin.yaml',
      `/components/schemas/AccountCompanyAddress/properties/${name}`, isText,
      { type: 'string', nullable: true }]),
  // acc.md §5: null clears.
  ...['address_line_1', 'address_line_2', 'city', 'state_or_province', 'postal_code', 'country', 'phone',
    'website_url', 'description', 'erp_id', 'tax_id',
  ].map((name) => nullable(`CompanyPatchPayload/properties/${name}`)),
  // acc.md §4.2: the reference writes lists with commas; repeated keys are the vendor's client's.
  ...[7, 9, 10].map((index) => ['Autodesk-AccountAdmin.yaml', '/paths/' +
    `~1construction~1admin~1v1~1accounts~1{accountId}~1companies/get/parameters/${index}/explode`,
    undefined, false]),
  // acc.md §5: the file calls the logo a form; it is one part of a multipart body, named chunk.
  ['Autodesk-AccountAdmin.yaml', '/paths/~1hq~1v1~1accounts~1{account_id}~1companies~1{company_id}' +
    '~1image/patch/requestBody/content', (content) => FORM in content, {
    'multipart/form-data': {
      schema: {
        type: 'object', required: ['chunk'],
        properties: { chunk: { type: 'string', format: 'binary' } },
      },
    },
  }],
  // acc.md §5: unset values of a company are null.
  ...['Company', 'ProjectCompanies'].flatMap((schema) => [
    'trade', 'address_line_1', 'address_line_2', 'city', 'state_or_province', 'postal_code', 'country',
    'phone', 'website_url', 'description', 'erp_id', 'tax_id',
  ].map((name) => nullable(`${schema}/properties/${name}`))),
  // acc.md §6.3: so are a member's.
  ...['company_id', 'company_name', 'last_sign_in', 'name', 'nickname', 'first_name', 'last_name',
    'uid', 'image_url', 'address_line_1', 'address_line_2', 'city', 'state_or_province', 'postal_code',
    'country', 'phone', 'company', 'job_title', 'industry', 'about_me',
  ].map((name) => nullable(`User/properties/${name}`)),
  // acc.md §6.2: what the reference calls nullable of a project.
  ...['startDate', 'endDate', 'jobNumber', 'addressLine1', 'addressLine2', 'city', 'stateOrProvince',
    'postalCode', 'country', 'latitude', 'longitude', 'timezone', 'deliveryMethod', 'contractType',
    'currentPhase', 'businessUnitId', 'lastSignIn', 'templateId',
  ].map((name) => nullable(`Project/properties/${name}`)),
  ['Autodesk-AccountAdmin.yaml', '/components/schemas/Project/properties/sheetCount',
    (schema) => schema.type === 'integer' && !schema.nullable, { type: 'integer', nullable: true }],
  // acc.md §6.4: and of its members.
  ...['name', 'firstName', 'lastName', 'autodeskId', 'addressLine1', 'addressLine2', 'city',
    'stateOrProvince', 'postalCode', 'country', 'imageUrl', 'jobTitle', 'industry', 'aboutMe',
    'companyId', 'companyName',
  ].map((name) => nullable(`ProjectUser/properties/${name}`)),
];

const [, , input, output] = process.argv;
const text = readFileSync(input, 'utf8');
const root = input.endsWith('.json') ? JSON.parse(text) : yaml.load(text);
for (const [file, pointer, there, meant] of deviations) {
  if (file !== basename(input)) {
    continue;
  }
  const steps = pointer.split('/').slice(1).map((s) => s.replace(/~1/g, '/').replace(/~0/g, '~'));
  const last = steps.pop();
  const node = steps.reduce((parent, step) => parent?.[step], root);
  const found = node?.[last];
  if (typeof there === 'function' ? !found || !there(found) : found !== there) {
    throw new Error(`${file}: ${pointer} is ${JSON.stringify(found)}`);
  }
  if (meant === undefined) {
    delete node[last];
  } else {
    node[last] = meant;
  }
}
writeFileSync(output, JSON.stringify(root));
