// The dashboard behind the relay, as a person sees it: login, the light with its hops, a machine that goes and comes back.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { Browser } from '../harness/browser.mjs';
import { eventually } from '../harness/eventually.mjs';
import { paths } from '../harness/paths.mjs';
import { Relay, token } from '../harness/relay.mjs';
import { World } from '../harness/world.mjs';

const password = 'open sesame';
let world;
let browser;
let relay;
before(async () => {
  world = await World.create({ claude: paths.fakeCli });
  browser = await Browser.launch('relay-');
});
afterEach(async () => {
  if (world.server?.running) await world.server.stop();
  if (relay?.running) await relay.stop();
});
after(async () => {
  await browser?.close();
  await world.close();
});

const startServer = () => world.start({ extra: { RELAY_URL: relay.tunnelUrl, RELAY_TOKEN: token } });

const light = (page, colour) => page.locator(`[data-testid=link-light][data-colour=${colour}]:visible`).first().waitFor({ timeout: 40_000 });

async function logIn(page) {
  await page.waitForURL(/\/login/);
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-submit').click();
}

async function send(page, text) {
  await page.getByTestId('composer').fill(text);
  await page.getByTestId('send').click();
}

const message = (page, text) => page.locator('[data-testid=timeline-message][data-kind=text]').filter({ hasText: text });

for (const device of ['phone', 'desktop']) {
  test(`${device}: log in at the relay, follow an agent, lose the machine and get it back`, async () => {
    relay = await Relay.start({ password });
    await startServer();
    const view = await world.agent('hello');
    await view.text('You said: hello');
    const page = await browser.open(device, `${relay.base}/agents/${view.id}`);
    await browser.shot(page, `${device}-login`).catch(() => {});
    await logIn(page);
    await message(page, 'You said: hello').waitFor(); // back where the person wanted to go
    await light(page, 'green');
    await send(page, 'over the relay');
    await message(page, 'You said: over the relay').waitFor();
    await page.locator('[data-testid=link-light]:visible').first().click();
    await page.getByTestId('link-hop-relay').waitFor();
    await page.getByTestId('link-hop-machine').waitFor();
    await browser.shot(page, `${device}-light`);
    await page.keyboard.press('Escape');

    await world.server.stop();
    await light(page, 'red');
    await page.getByTestId('machine-missing').first().waitFor();
    await send(page, 'written while the machine is away');
    await browser.shot(page, `${device}-missing`);

    await startServer();
    await message(page, 'You said: written while the machine is away').waitFor();
    await light(page, 'green');
    const again = await world.follow(view.id);
    assert.equal(again.list('prompt').filter((m) => m.content === 'written while the machine is away').length, 1);
    await browser.shot(page, `${device}-back`);
  });
}

test('with no machine the login works, the page says what is missing, and comes alive by itself', async () => {
  relay = await Relay.start({ password });
  const page = await browser.open('phone', `${relay.base}/`);
  await logIn(page);
  await page.getByTestId('machine-missing').first().waitFor();
  await browser.shot(page, 'phone-no-machine');
  await startServer();
  await page.getByTestId('new-agent').first().waitFor();
  await light(page, 'green');
});

test('without a password a red banner says so on every page', async () => {
  relay = await Relay.start();
  await startServer();
  for (const device of ['phone', 'desktop']) {
    const page = await browser.open(device, `${relay.base}/`);
    await page.getByTestId('relay-open-banner').waitFor();
    await page.getByTestId('new-agent').first().waitFor();
    await browser.shot(page, `${device}-open`);
  }
});

test('a relay that goes away is seen, and named', async () => {
  relay = await Relay.start({ password });
  await startServer();
  const page = await browser.open('desktop', `${relay.base}/`);
  await logIn(page);
  await light(page, 'green');
  const { port } = relay;
  await relay.kill();
  await light(page, 'red');
  await page.getByTestId('link-broken').first().waitFor();
  await browser.shot(page, 'desktop-relay-gone');
  relay = await Relay.start({ password, port });
  await eventually(() => relay.log.some((line) => line.includes('connected from')), 'the machine does not come back', 60_000);
  await light(page, 'green');
});
