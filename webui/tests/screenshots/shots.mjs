// Each page and state worth looking at.
const ready = (page) => page.getByTestId('timeline').waitFor();
const listed = (page) => page.getByTestId('agent-row').first().waitFor({ state: 'attached' });

const logIn = async (page, password) => {
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-submit').click();
};
const openLight = async (page) => {
  await page.getByTestId('link-light').filter({ visible: true }).first().click();
  await page.getByTestId('link-hop-machine').waitFor();
};
const loseMachine = (server) => {
  server.relay.connected = false;
  server.io.engine.close();
};

export const shots = [
  { name: 'list', path: '/', prepare: listed },
  { name: 'list-oled', path: '/', themes: ['oled', 'contrast'], prepare: listed },
  { name: 'list-empty', path: '/', scene: 'empty', prepare: (page) => page.getByText('No agents yet').waitFor() },
  { name: 'list-error', path: '/', faults: { api: true }, themes: ['light'], prepare: (page) => page.getByText('could not be loaded').waitFor() },
  { name: 'list-loading', path: '/', faults: { slowListMs: 5000 }, themes: ['light'] },
  { name: 'login', path: '/', password: 'secret', prepare: async (page) => {
    await page.getByTestId('login-password').fill('wrong');
    await page.getByTestId('login-submit').click();
    await page.getByText('not the password').waitFor();
  } },
  { name: 'agent', path: '/agents/fix-login', prepare: ready },
  { name: 'agent-reading', path: '/agents/fix-login', prepare: async (page) => {
    await ready(page);
    for (const title of ['src/auth.cpp', 'ctest -R auth']) await page.getByTestId('tool-line').filter({ hasText: title }).last().click();
    await page.getByTestId('timeline').hover();
    await page.mouse.wheel(0, -700);
  } },
  { name: 'agent-top', path: '/agents/fix-login', prepare: async (page) => {
    await ready(page);
    await page.getByTestId('timeline').evaluate((element) => element.scrollTo(0, 0));
    await page.getByTestId('thought-line').click();
    await page.getByTestId('tool-line').filter({ hasText: 'Task' }).click();
  } },
  { name: 'agent-question', path: '/agents/docs-sweep', prepare: async (page) => {
    await page.getByLabel(/Plain/).check();
  } },
  { name: 'agent-plan', path: '/agents/plan-api', prepare: (page) => page.getByTestId('approval-card').waitFor() },
  { name: 'agent-edit', path: '/agents/rename-flag', prepare: (page) => page.getByTestId('approval-card').waitFor() },
  { name: 'agent-deny', path: '/agents/fix-login', prepare: (page) => page.getByTestId('approval-deny').click() },
  { name: 'agent-always', path: '/agents/fix-login', prepare: (page) => page.getByTestId('approval-always').click() },
  { name: 'agent-input', path: '/agents/fix-login', themes: ['light'], prepare: (page) => page.getByTestId('approval-edit').click() },
  { name: 'agent-allowed', path: '/agents/fix-login', prepare: async (page) => {
    await page.getByTestId('approval-allow').click();
    await page.getByTestId('approval-card').waitFor({ state: 'detached' });
  } },
  { name: 'agent-long', path: '/agents/migrate-db', prepare: ready },
  { name: 'agent-model', path: '/agents/migrate-db', themes: ['light'], prepare: (page) => page.getByTestId('setting-model').click() },
  { name: 'agent-menu', path: '/agents/fix-login', themes: ['light'], prepare: (page) => page.getByTestId('agent-menu').click() },
  { name: 'agent-delete', path: '/agents/fix-login', prepare: async (page) => {
    await page.getByTestId('agent-menu').click();
    await page.getByTestId('agent-delete').click();
  } },
  { name: 'agent-missing', path: '/agents/nobody', themes: ['light'], prepare: (page) => page.getByText('This agent is gone').waitFor() },
  { name: 'agent-offline', path: '/agents/search-index', prepare: async (page, { context }) => {
    await ready(page);
    await page.getByTestId('link-light').filter({ visible: true }).waitFor();
    await context.setOffline(true);
    await page.evaluate(() => window.dispatchEvent(new Event('offline')));
    await page.getByTestId('composer').fill('And run the tests again, please.\nAll of them.');
    await page.getByTestId('send').click();
    await page.getByText('Not sent yet').waitFor({ timeout: 40_000 });
  } },
  { name: 'agent-streaming', path: '/agents/search-index', themes: ['dark'], prepare: async (page) => {
    await page.getByTestId('composer').fill('Does the index know umlauts?');
    await page.getByTestId('send').click();
    await page.getByText('step by step').first().waitFor();
  } },
  { name: 'new', path: '/new', prepare: async (page) => {
    await page.getByTestId('advanced').click();
    await page.getByTestId('new-skip-permissions').check();
  } },
  { name: 'new-browse', path: '/new', prepare: async (page) => {
    await page.getByTestId('browse').click();
    await page.getByTestId('directory-entry').filter({ hasText: 'code' }).click();
    await page.getByTestId('directory-entry').filter({ hasText: 'api-server' }).waitFor();
  } },
  { name: 'new-error', path: '/new', prepare: async (page) => {
    await page.getByTestId('new-directory').fill('/missing');
    await page.getByTestId('new-prompt').fill('Do it');
    await page.getByTestId('new-submit').click();
    await page.getByText('does not exist').first().waitFor();
  } },
  { name: 'link', path: '/', prepare: async (page) => {
    await listed(page);
    await page.getByTestId('link-light').filter({ visible: true }).first().click();
  } },
  { name: 'relay-link', path: '/', relay: {}, prepare: async (page) => {
    await listed(page);
    await openLight(page);
  } },
  { name: 'relay-open-list', path: '/', relay: {}, prepare: async (page) => {
    await listed(page);
    await page.getByTestId('relay-open-banner').waitFor();
  } },
  { name: 'relay-open-agent', path: '/agents/fix-login', relay: {}, prepare: async (page) => {
    await ready(page);
    await page.getByTestId('relay-open-banner').waitFor();
  } },
  { name: 'relay-version', path: '/', relay: { machine: { version: '0.3.0' }, status: { passwordRequired: true } }, prepare: async (page) => {
    await listed(page);
    await page.getByTestId('version-notice').waitFor();
  } },
  { name: 'relay-all-notices', path: '/agents/fix-login', relay: { machine: { version: '0.3.0' } }, themes: ['light'], prepare: async (page, { server }) => {
    await ready(page);
    loseMachine(server);
    await page.getByTestId('machine-missing').waitFor();
  } },
  { name: 'relay-missing-page', path: '/agents/fix-login', relay: { connected: false, status: { passwordRequired: true } }, prepare: (page) =>
    page.getByTestId('machine-missing').waitFor() },
  { name: 'relay-missing-never', path: '/', relay: { connected: false, machine: { name: null, version: null, disconnectedSince: null } }, themes: ['light'], prepare: (page) =>
    page.getByTestId('machine-missing').waitFor() },
  { name: 'relay-missing-banner', path: '/agents/search-index', relay: { status: { passwordRequired: true } }, prepare: async (page, { server }) => {
    await ready(page);
    loseMachine(server);
    await page.getByTestId('machine-missing').waitFor();
    await page.getByTestId('composer').fill('And run the tests again, please.');
    await page.getByTestId('send').click();
    await page.getByText('Not sent yet').waitFor();
  } },
  { name: 'relay-missing-list', path: '/', relay: { status: { passwordRequired: true } }, prepare: async (page, { server }) => {
    await listed(page);
    loseMachine(server);
    await page.getByTestId('machine-missing').waitFor();
    await openLight(page);
  } },
  { name: 'relay-silent', path: '/', relay: { status: { passwordRequired: true } }, themes: ['light'], prepare: async (page, { server }) => {
    await listed(page);
    server.relay.silent = true;
    server.io.engine.close();
    await page.getByTestId('link-broken').waitFor({ timeout: 40_000 });
    await openLight(page);
  } },
  { name: 'relay-login', path: '/agents/fix-login', relay: { password: 'relay' }, prepare: async (page) => {
    await logIn(page, 'wrong');
    await page.getByText('not the password of the relay').waitFor();
  } },
  { name: 'relay-login-wait', path: '/', relay: { password: 'relay' }, prepare: async (page, { server }) => {
    server.relay.lockedSeconds = 42;
    await logIn(page, 'wrong');
    await page.getByText('Try again in').waitFor();
  } },
  { name: 'relay-login-machine', path: '/agents/fix-login', relay: { password: 'relay' }, password: 'machine', prepare: async (page) => {
    await logIn(page, 'relay');
    await page.getByTestId('login-explanation').waitFor();
    await logIn(page, 'wrong');
    await page.getByText('not the password of the machine').waitFor();
  } },
  { name: 'relay-login-open', path: '/', relay: {}, password: 'machine', themes: ['light'], prepare: (page) =>
    page.getByTestId('login-explanation').waitFor() },
  { name: 'keys', path: '/', devices: ['desktop'], prepare: async (page) => {
    await listed(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'palette', path: '/', devices: ['desktop'], prepare: async (page) => {
    await listed(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
  } },
];
