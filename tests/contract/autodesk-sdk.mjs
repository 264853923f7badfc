// Copyright The Guildhall developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Autodesk's own client works with the sandbox: the old family, and the new one's projects.
// test-autodesk-sdk.sh starts this where the packages are.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(process.env.GUILDHALL_CONTRACT_PACKAGES + '/package.json');
const { SdkManagerBuilder, StaticAuthenticationProvider } =
  require('@aps_sdk/autodesk-sdkmanager');
const { AdminClient } = require('@aps_sdk/construction-account-admin');

function startSandbox() {
  const process_ = spawn(process.env.GUILDHALL_SANDBOX,
    ['--companies', '0', '--autodesk-companies', '60', '--database', ':memory:', '--exit-with-stdin'],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  return new Promise((resolve) => {
    createInterface({ input: process_.stdout }).once('line', (line) =>
      resolve({ process: process_, ...JSON.parse(line) }));
  });
}

async function getToken(sandbox) {
  const answer = await fetch(`${sandbox.url}/authentication/v2/token`, {
    method: 'POST',
    headers: {
      Authorization: 'Basic ' + Buffer.from(
        `${sandbox.autodesk_client_id}:${sandbox.autodesk_client_secret}`).toString('base64'),
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials', scope: 'account:read account:write data:read',
    }),
  });
  return (await answer.json()).access_token;
}

const sandbox = await startSandbox();
const manager = SdkManagerBuilder.create()
  .addApsConfiguration({ baseAddress: sandbox.url }).build();
const client = new AdminClient({
  sdkManager: manager,
  authenticationProvider: new StaticAuthenticationProvider(await getToken(sandbox)),
});
const account = sandbox.autodesk_account_id;
const region = sandbox.region;
const cases = [];
const add = (name, run) => cases.push([name, run]);
const isRefused = async (promise, status) =>
  assert.rejects(promise, (error) => (error.axiosError ?? error).response?.status === status);
let company;

add('list', async () => {
  const all = await client.getCompanies(account, { region, limit: 100, sort: '-name' });
  assert.ok(all.length > 40);
  assert.ok(all.every(({ account_id: id }) => id === account));
  assert.deepEqual(await client.getCompany(all[0].id, account, { region }), all[0]);
  const few = await client.getCompanies(account, { region, limit: 3, offset: 2, field: 'name' });
  assert.equal(few.length, 3);
  assert.deepEqual(Object.keys(few[0]).sort(), ['id', 'name']);
});
add('create', async () => {
  company = await client.createCompany(account, {
    name: 'Made by SDK', trade: 'HVAC Heating, Ventilating, & Air Conditioning',
    country: 'United States', state_or_province: 'Texas',
  }, { region });
  assert.equal(company.name, 'Made by SDK');
  await isRefused(client.createCompany(account, { name: 'made by sdk', trade: 'Owner' },
    { region }), 409);
});
add('search', async () => {
  const found = await client.searchCompanies(account,
    { region, name: 'by sdk', trade: 'hvac', operator: 'AND', partial: true });
  assert.deepEqual(found, [company]);
});
add('patch', async () => {
  const changed = await client.patchCompanyDetails(company.id, account, { erp_id: 'SDK-1' },
    { region });
  assert.equal(changed.erp_id, 'SDK-1');
  assert.equal(changed.state_or_province, 'Texas');
});
add('import', async () => {
  const answer = await client.importCompanies(account, [
    { name: 'SDK One', trade: 'Owner' }, { name: 'Made by SDK', trade: 'Owner' },
  ], { region });
  assert.deepEqual([answer.success, answer.failure], [1, 1]);
  assert.equal(answer.success_items[0].name, 'SDK One');
});
add('image', async () => {
  const image = new File([Buffer.from('GIF89a')], 'logo.gif', { type: 'image/gif' });
  const answer = await client.patchCompanyImage(company.id, account, image, { region });
  assert.equal(answer.id, company.id);
});
add('projects', async () => {
  const page = await client.getProjects(account, {
    region, limit: 5, filterPlatform: ['acc'], fields: ['name', 'platform'],
    sort: ['createdAt desc', 'name asc'],
  });
  assert.equal(page.results.length, 5);
  assert.ok(page.results.every(({ platform }) => platform === 'acc'));
  const project = await client.getProject(page.results[0].id, { region });
  assert.equal(project.name, page.results[0].name);
  const companies = await client.getProjectCompanies(account, project.id, { region, limit: 100 });
  assert.equal(companies.length, project.companyCount);
  const users = await client.getProjectUsers(project.id, { region, limit: 1 });
  assert.equal(users.pagination.totalResults, project.memberCount);
});
add('users', async () => {
  const users = await client.getUsers(account, { region, limit: 100 });
  const member = users.find(({ status, company_id: id }) => status === 'active' && id !== null);
  assert.deepEqual(await client.getUser(account, member.id, { region }), member);
  const moved = await client.patchUserDetails(account, member.id, { company_id: company.id },
    { region });
  assert.equal(moved.company_name, 'Made by SDK');
});
add('doubled-slash', async () => {
  manager.apsConfiguration = { baseAddress: new URL(sandbox.url) };
  assert.equal((await client.getCompanies(account, { region, limit: 2 })).length, 2);
  manager.apsConfiguration = { baseAddress: sandbox.url };
});
add('region', async () => {
  await isRefused(client.getCompanies(account, { region: 'AUS' }), 404);
});

console.log(`1..${cases.length}`);
let status = 0;
for (const [i, [name, run]] of cases.entries()) {
  try {
    await run();
    console.log(`ok ${i + 1} autodesk-sdk/${name}`);
  } catch (error) {
    status = 1;
    const body = JSON.stringify((error.axiosError ?? error).response?.data);
    console.log(`${error.stack}\n${body}`.replace(/^/gm, '# '));
    console.log(`not ok ${i + 1} autodesk-sdk/${name}`);
  }
}
sandbox.process.stdin.end();
process.exit(status);
