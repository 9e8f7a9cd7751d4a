// The dashboard at a relay: machines that are missing, go and come back, and logins, in a real browser.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { fullScene } from '../fixture-server/scenes.mjs';
import { FixtureRelay } from '../fixture-server/relay.mjs';
import { FixtureServer } from '../fixture-server/server.mjs';
import { devices, dist, launchChromium } from './chromium.mjs';

let browser;
let server;
let context;
let page;

before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

async function start(relay, options = {}) {
  server = new FixtureServer({ dist, relay: new FixtureRelay(relay), ...options });
  fullScene(server);
  server.onPrompt = undefined;
  const baseURL = await server.listen();
  context = await browser.newContext({ ...devices.phone, baseURL });
  page = await context.newPage();
}
afterEach(async () => {
  await context.close();
  await server.close();
});

const light = (colour) => page.locator(`[data-testid=link-light][data-colour=${colour}]:visible`).first().waitFor();

function loseMachine() {
  server.relay.connected = false;
  server.io.engine.close();
}

async function logIn(password) {
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-submit').tap();
}

test('without a machine the page says so, and comes alive when it connects', async () => {
  await start({ connected: false });
  await page.goto('/agents/search-index');
  await page.getByTestId('machine-missing').getByText('The machine “lab” is not connected to the relay').waitFor();
  assert.equal(await page.getByTestId('timeline').count(), 0);
  await light('red');
  server.relay.connected = true;
  await page.getByTestId('timeline-message').last().waitFor();
  await page.getByTestId('machine-missing').waitFor({ state: 'detached' });
  await light('green');
});

test('what was missed and what was typed while the machine was away arrive once, in order', async () => {
  await start({});
  await page.goto('/agents/search-index');
  await page.getByTestId('timeline-message').last().waitFor();
  await light('green');
  loseMachine();
  await page.getByTestId('machine-missing').waitFor();
  await light('red');
  assert.ok((await page.getByTestId('timeline-message').count()) > 0, 'what was shown stays');
  const agent = server.agents.get('search-index');
  for (const word of ['first', 'second', 'third']) agent.add('text', { content: `missed ${word}` });
  await page.getByTestId('composer').fill('typed while away');
  await page.getByTestId('send').tap();
  await page.locator('[data-testid="delivery"][data-delivery="waiting"]').waitFor();
  server.relay.connected = true;
  await page.locator('[data-testid="delivery"][data-delivery="accepted"]').waitFor();
  await page.getByTestId('machine-missing').waitFor({ state: 'detached' });
  const shown = await page.getByTestId('timeline-message').allInnerTexts();
  const order = shown.flatMap((text) => /missed \w+|typed while away/.exec(text)?.[0] ?? []);
  assert.deepEqual(order, ['missed first', 'missed second', 'missed third', 'typed while away']);
  assert.equal([...agent.messages.values()].filter((message) => message.content === 'typed while away').length, 1);
});

test('the login is asked for by the relay, then by the machine, and leads back to where it was', async () => {
  await start({ password: 'outer' }, { password: 'inner' });
  await page.goto('/agents/search-index');
  await page.getByLabel('Password of the relay').waitFor();
  await logIn('outer');
  await page.getByTestId('login-explanation').getByText('The machine “lab” has a password of its own').waitFor();
  await logIn('outer');
  await page.getByText('This is not the password of the machine').waitFor();
  await logIn('inner');
  await page.getByTestId('timeline-message').last().waitFor();
  assert.match(page.url(), /\/agents\/search-index$/);
  await light('green');
});

test('a session that ends at the relay leads to the login, and back', async () => {
  await start({ password: 'outer' });
  await page.goto('/agents/search-index');
  await logIn('outer');
  await light('green');
  server.relay.password = 'changed'; // the fixture's cookie goes with it
  await context.clearCookies();
  // No call of a person's: the page's own questions find out.
  await page.getByLabel('Password of the relay').waitFor();
  await logIn('changed');
  await page.getByTestId('timeline-message').last().waitFor();
  assert.match(page.url(), /\/agents\/search-index$/);
});

test('a login without a machine leads to the page that waits for it', async () => {
  await start({ password: 'outer', connected: false });
  await page.goto('/');
  await logIn('outer');
  await page.getByTestId('machine-missing').waitFor();
  await page.getByLabel('Log out').waitFor();
});

test('an open relay is told on every page, the machine login too', async () => {
  await start({}, { password: 'inner' });
  await page.goto('/');
  const banner = page.getByTestId('relay-open-banner');
  await page.getByTestId('login-password').waitFor();
  await banner.waitFor();
  await logIn('inner');
  await page.getByTestId('agent-list').waitFor();
  for (const path of ['/', '/new', '/agents/search-index', '/nowhere']) {
    await page.goto(path);
    await banner.waitFor();
    assert.equal(await banner.getByRole('button').count(), 0);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.ok(!wider, `${path} scrolls sideways`);
  }
});

test('different versions are told once for each pair', async () => {
  await start({ machine: { version: '0.3.0' } });
  await page.goto('/');
  const notice = page.getByTestId('version-notice');
  await notice.getByText('update the relay').waitFor();
  await notice.getByLabel('Dismiss').tap();
  await notice.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByTestId('relay-open-banner').waitFor();
  assert.equal(await notice.count(), 0);
  server.relay.machine = { version: '0.1.0' };
  await page.reload();
  await notice.getByText('update the machine').waitFor();
});

test('a relay that only knows the tunnel and its uptime breaks nothing', async () => {
  await start({});
  server.relay.bare = true;
  await page.goto('/');
  await light('green');
  await page.getByTestId('link-light').filter({ visible: true }).tap();
  await page.getByTestId('link-hop-relay').getByText('ms').waitFor();
  await page.getByTestId('link-hop-machine').getByText('not measured').waitFor();
});
