// The settings in each of their states, and what they add to the form for a new agent.
const own = [
  { id: 'goose', name: 'Goose', command: 'goose acp --with-builtin developer', env: { GOOSE_PROVIDER: 'local', GOOSE_MODEL: 'large' } },
  { id: 'silent', name: 'My own agent', command: 'silent-agent --acp', env: {} },
  { id: 'gone', name: 'An agent with quite a long name that says a lot of itself', command: '"/opt/a path/that is long/bin/missing-agent" --acp', env: {} },
];
/** On the page that stands open. */
const ownAgents = async (page, server) => {
  server.settings.values.acpAgents = own;
  await page.reload();
  await page.getByTestId('acp-agent').first().waitFor();
  await page.getByText('0.161.0').waitFor();
};

export const settingsShots = [
  { name: 'settings', path: '/settings', prepare: async (page, { server }) => {
    await ownAgents(page, server);
    await page.getByTestId('acp-agent').filter({ hasText: 'Found' }).first().waitFor();
  } },
  { name: 'settings-low', path: '/settings', prepare: async (page, { server }) => {
    await ownAgents(page, server);
    await page.getByTestId('settings-retention').scrollIntoViewIfNeeded();
    await page.getByTestId('settings-session-files').scrollIntoViewIfNeeded();
  } },
  { name: 'settings-looking', path: '/', prepare: async (page, { server }) => {
    server.settings.slowMs = 60_000;
    await page.getByTestId('settings-link').click();
    await page.getByText('Asking each').waitFor();
  } },
  { name: 'settings-add', path: '/settings?add=acp', prepare: (page) => page.getByTestId('acp-form').waitFor() },
  { name: 'settings-add-error', path: '/settings?add=acp', prepare: async (page) => {
    await page.getByTestId('acp-name').fill('Goose');
    await page.getByTestId('acp-command').fill('goose "acp');
    await page.getByTestId('acp-save').click();
    await page.getByText('Has a quote').waitFor();
  } },
  { name: 'settings-edit', path: '/settings', prepare: async (page, { server }) => {
    await ownAgents(page, server);
    await page.getByTestId('acp-edit').first().click();
  } },
  { name: 'settings-remove', path: '/settings', prepare: async (page, { server }) => {
    await ownAgents(page, server);
    await page.getByTestId('acp-remove').first().click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'settings-retention', path: '/settings', themes: ['light'], prepare: async (page) => {
    await page.getByTestId('settings-retention').selectOption({ label: 'After 7 days' });
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'settings-failed', path: '/', themes: ['light'], prepare: async (page, { server }) => {
    await page.getByTestId('agent-row').first().waitFor({ state: 'attached' });
    server.faults.api = true;
    await page.getByTestId('settings-link').click();
    await page.getByText('They could not be asked').waitFor();
    await page.getByText('The settings could not be loaded').waitFor();
  } },
  { name: 'new-own', path: '/', prepare: async (page, { server }) => {
    server.settings.values.acpAgents = own;
    await page.getByTestId('new-agent').click();
    await page.locator('[data-provider="acp:silent"]').first().click();
    await page.getByText('0.161.0').waitFor();
  } },
];
