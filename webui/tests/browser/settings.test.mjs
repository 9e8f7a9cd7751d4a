// The settings in a real browser: an ACP agent is added, found, used, and removed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, page, server } from './site.mjs';

const agents = () => server.settings.values.acpAgents;
const row = (id) => page.locator(`[data-testid=acp-agent][data-id="${id}"]`);
const tile = (provider) => page.locator(`[data-testid=provider][data-provider="${provider}"]`);
const focused = (testId) => page.waitForFunction((id) => document.activeElement?.dataset.testid === id, testId);

async function fillForm(name, command, environment = '') {
  await page.getByTestId('acp-name').fill(name);
  await page.getByTestId('acp-command').fill(command);
  await page.getByTestId('acp-environment').fill(environment);
  await page.getByTestId('acp-save').click();
}

test('an agent is added from the list, found, changed, used for a new agent, and removed', async () => {
  await open('desktop', '/');
  await page.getByTestId('settings-link').click();
  await page.getByTestId('acp-add').click();
  await focused('acp-name');

  await fillForm('Goose', 'goose "acp', 'KEY=1\nLEVEL=2');
  await page.getByText('Has a quote at character 7 that is not closed').waitFor();
  await focused('acp-command');
  assert.deepEqual(agents(), []);

  await fillForm('Goose', 'goose acp', 'KEY=1\nLEVEL=2');
  await row('goose').getByText('Found · 2 models · 2 modes').waitFor();
  await row('goose').getByText('/usr/bin/goose').waitFor();
  assert.deepEqual(agents(), [{ id: 'goose', name: 'Goose', command: 'goose acp', env: { KEY: '1', LEVEL: '2' } }]);
  await focused('acp-add');

  await row('goose').getByTestId('acp-edit').click();
  await fillForm('Goose', 'missing-goose acp', 'KEY=1');
  await row('goose').getByText('Goose: missing-goose was not found').waitFor();
  await focused('acp-edit');
  await row('goose').getByTestId('acp-edit').click();
  await fillForm('My goose', 'goose acp', 'KEY=1');
  await row('goose').getByText('Found · 2 models').waitFor();

  await page.getByTestId('new-agent').click();
  await tile('acp:goose').click();
  await tile('acp:goose').getByText('My goose').waitFor();
  assert.equal(await page.getByTestId('new-command').count(), 0);
  await page.getByTestId('new-mode').selectOption('approve');
  await page.getByTestId('new-directory').fill('/home/ada/code/api-server');
  await page.getByTestId('new-prompt').fill('Do it');
  await page.getByTestId('new-submit').click();
  await page.getByRole('main').getByRole('img', { name: 'My goose' }).waitFor();
  const made = [...server.agents.values()].at(-1);
  assert.equal(made.toJson(1).config.provider, 'acp:goose');

  await page.keyboard.press('Escape'); // out of the composer
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await row('goose').getByTestId('acp-remove').click();
  await page.getByRole('dialog').getByText('go on').waitFor();
  await page.getByTestId('acp-remove-confirm').click();
  await page.getByText('None yet').waitFor();
  await focused('acp-add');
  assert.deepEqual(agents(), []);
  await page.getByTestId('new-agent').click();
  await tile('claude').getByText('2.1.330').waitFor();
  assert.equal(await tile('acp:goose').count(), 0);
});

test('the way from the form for a new agent leads back to it, and nothing typed is lost', async () => {
  await open('phone', '/new');
  await page.getByTestId('new-prompt').fill('A long prompt');
  await page.getByTestId('add-acp-agent').tap();
  await page.getByTestId('acp-cancel').tap();
  assert.equal(await page.getByTestId('new-prompt').inputValue(), 'A long prompt');
  await page.getByTestId('add-acp-agent').tap();
  await fillForm('Goose', 'goose acp');
  await tile('acp:goose').getByText('1.12.0').waitFor();
  assert.ok(await tile('acp:goose').getByRole('radio').isChecked());
  assert.equal(await page.getByTestId('new-prompt').inputValue(), 'A long prompt');
});

test('slow CLIs hold nothing up, and how long agents are kept is asked before it is saved', async () => {
  server.settings.slowMs = 60_000;
  await open('phone', '/settings');
  await page.getByText('Asking each of them').waitFor();
  await page.getByTestId('settings-session-files').selectOption('keep');
  await page.getByTestId('settings-retention').selectOption({ label: 'After 7 days' });
  assert.equal(server.settings.values.agentRetentionMs, 0);
  await page.getByTestId('settings-retention-confirm').tap();
  await page.waitForFunction(() => document.querySelector('[data-testid=settings-retention]').value === '604800000');
  assert.equal(server.settings.values.agentRetentionMs, 604_800_000);
  assert.equal(server.settings.values.deleteSessionFilesPolicy, 'keep');
});
