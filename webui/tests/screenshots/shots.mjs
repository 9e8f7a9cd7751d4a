// Each page and state worth looking at.
import { settingsShots } from './settings-shots.mjs';

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

const attached = (page) => page.locator('[data-testid=terminal][data-state=attached]:visible').waitFor();
const openShell = async (page) => {
  await page.getByTestId('terminal-first').click();
  await attached(page);
};
/** Types a line; the output is there before the next. */
const run = async (page, line) => {
  await page.locator('[data-testid=terminal-input]:visible').focus();
  await page.keyboard.type(`${line}\n`);
  await page.waitForTimeout(80);
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
  { name: 'plan', path: '/agents/cart-totals', prepare: async (page) => {
    await ready(page);
    await page.getByTestId('tool-live').waitFor();
  } },
  { name: 'plan-open', path: '/agents/cart-totals', themes: ['light'], prepare: async (page) => {
    await page.getByTestId('plan-strip').getByRole('button').click();
    await page.getByTestId('tool-line').last().click();
  } },
  { name: 'agent-diffs', path: '/agents/move-tokens', prepare: (page) => page.getByTestId('approval-card').waitFor() },
  { name: 'agent-diffs-open', path: '/agents/move-tokens', themes: ['dark'], prepare: (page) => page.getByTestId('diff-line').nth(1).click() },
  { name: 'agent-interrupted', path: '/agents/overnight', prepare: ready },
  { name: 'agent-details', path: '/agents/cart-totals', prepare: async (page) => {
    await page.getByTestId('agent-menu').click();
    await page.getByTestId('agent-details').waitFor();
  } },
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
  { name: 'screen', path: '/agents/load', prepare: attached },
  { name: 'screen-oled', path: '/agents/build-watch', themes: ['oled'], prepare: attached },
  { name: 'screen-messages', path: '/agents/build-watch?view=messages', prepare: ready },
  { name: 'screen-down', path: '/agents/nightly-build', prepare: (page) => page.getByTestId('terminal-action').waitFor() },
  { name: 'screen-ended', path: '/agents/build-watch', prepare: async (page, { server }) => {
    await attached(page);
    server.terminals.end('build-watch', 'agent', 2);
    server.agents.get('build-watch').set({ phase: 'failed', activity: '', error: 'The program ended with exit code 2' });
    await page.getByTestId('terminal-action').waitFor();
  } },
  { name: 'terminal-none', path: '/agents/search-index?view=terminal', prepare: (page) => page.getByTestId('terminal-first').waitFor() },
  { name: 'terminal', path: '/agents/search-index?view=terminal', prepare: async (page) => {
    await openShell(page);
    for (const line of ['ls', 'test', 'colours']) await run(page, line);
    await page.getByTestId('terminal-new').click();
    await page.getByTestId('terminal-tab').nth(1).waitFor();
    await page.getByTestId('terminal-tab').first().click();
    await page.waitForTimeout(200);
  } },
  { name: 'terminal-waits', path: '/agents/fix-login?view=terminal', prepare: async (page) => {
    await openShell(page);
    await run(page, 'seq 60');
  } },
  { name: 'terminal-ended', path: '/agents/search-index?view=terminal', prepare: async (page) => {
    await openShell(page);
    await run(page, 'test');
    await run(page, 'exit 0');
    await page.getByTestId('terminal-action').waitFor();
  } },
  { name: 'terminal-link-down', path: '/agents/search-index?view=terminal', prepare: async (page, { server, context }) => {
    await openShell(page);
    await run(page, 'test');
    await context.setOffline(true);
    server.io.engine.close();
    await page.getByText('Typing waits').waitFor();
  } },
  { name: 'terminal-close', path: '/agents/search-index?view=terminal', themes: ['light'], prepare: async (page) => {
    await openShell(page);
    await page.getByTestId('terminal-close').click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'terminal-failed', path: '/agents/search-index?view=terminal', themes: ['light'], prepare: async (page, { server }) => {
    server.terminals.refuseOpen = 'There are too many terminals: at most 64 in all';
    await page.getByTestId('terminal-first').click();
    await page.getByTestId('terminal-action').waitFor();
  } },
  { name: 'terminal-text', path: '/agents/search-index?view=terminal', devices: ['phone'], prepare: async (page) => {
    await openShell(page);
    await run(page, 'test');
    await page.getByRole('button', { name: 'Select text' }).click();
    await page.getByTestId('terminal-text').waitFor();
  } },
  { name: 'terminal-paste', path: '/agents/search-index?view=terminal', devices: ['phone'], themes: ['light'], prepare: async (page) => {
    await openShell(page);
    await page.getByRole('button', { name: 'Paste' }).click();
    await page.getByTestId('paste-text').waitFor();
  } },
  ...settingsShots,
  { name: 'new', path: '/new', prepare: async (page) => {
    await page.getByTestId('advanced').click();
    await page.getByTestId('new-skip-permissions').check();
  } },
  ...['codex', 'gemini', 'opencode', 'acp', 'command'].map((provider) => ({
    name: `new-${provider}`, path: '/new', prepare: async (page) => {
      await page.locator(`[data-provider=${provider}][data-available]`).click();
      await page.getByText('0.161.0').waitFor();
    },
  })),
  { name: 'new-acp-error', path: '/new', themes: ['light'], prepare: async (page) => {
    await page.locator('[data-provider=acp][data-available]').click();
    await page.getByTestId('new-environment').fill('TOKEN=abc\nLEVEL');
    await page.getByTestId('new-submit').click();
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
