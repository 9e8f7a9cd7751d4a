// What a person does all day, in a real browser: create an agent, watch it, approve, ask again, interrupt, stop, resume, delete.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Browser } from '../harness/browser.mjs';
import { eventually } from '../harness/eventually.mjs';
import { World } from '../harness/world.mjs';

let world;
let browser;
before(async () => {
  world = await World.create();
  await world.start();
  browser = await Browser.launch();
});
after(async () => {
  await browser?.close();
  await world.close();
});

// One page with the words of this dashboard.
class Dashboard {
  constructor(page, device) {
    this.page = page;
    this.device = device;
  }

  static async open(device, path = '/') {
    return new Dashboard(await browser.open(device, world.server.base + path), device);
  }

  at(id) { return this.page.getByTestId(id); }
  shot(name) { return browser.shot(this.page, `${this.device}-${name}`); }
  message(kind, text) { return this.page.locator(`[data-testid=timeline-message][data-kind=${kind}]`).filter({ hasText: text }); }
  phase(phase) { return this.page.locator(`[data-testid=agent-status][data-phase=${phase}]`).waitFor(); }
  // The list's light is there too, but hidden, while a phone shows an agent.
  light(state) { return this.page.locator(`[data-testid=link-light]${state}:visible`).first().waitFor(); }
  get id() { return /\/agents\/([^/?]+)/.exec(this.page.url())?.[1]; }

  async send(text) {
    await this.at('composer').fill(text);
    await this.at('send').click();
  }

  async menu(entry) {
    await this.at('agent-menu').click();
    await this.at(entry).click();
  }

  async create(name, prompt) {
    await this.at('new-agent').click();
    await this.at('new-directory').fill(world.directory());
    await this.at('new-prompt').fill(prompt);
    await this.at('new-name').fill(name);
    await this.shot('new-agent');
    await this.at('new-submit').click();
    await this.page.waitForURL(/\/agents\/./);
  }
}

// The page scrolls in itself, never sideways.
const widerThanScreen = (page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

async function withPicture(dashboard, steps) {
  try {
    await steps();
    assert.deepEqual(dashboard.page.faults, [], 'the browser reported errors');
  } catch (error) {
    await dashboard.shot('FAILED').catch(() => {});
    world.keepLogs(`FAILED-${dashboard.device}`);
    throw error;
  }
}

for (const device of ['phone', 'desktop']) {
  test(`a whole day with one agent, on a ${device}`, async () => {
    const dashboard = await Dashboard.open(device);
    const { page } = dashboard;
    const gate = `day-${device}`;
    const file = join(world.directory(), `${gate}.txt`);
    await withPicture(dashboard, async () => {
      await dashboard.at('new-agent').waitFor();
      await dashboard.light('[data-colour=green]');
      await dashboard.shot('no-agents');

      await dashboard.create(`writer on a ${device}`, `THINK: The file is not there yet.\nSLOW: ${gate} 40\nWRITE: ${file}|from the dashboard\nSAY: The file is **written**.`);
      world.modelApi.gates.credit(gate, 12);
      await dashboard.message('text', 'word0012').waitFor();
      assert.equal(await dashboard.message('text', 'word0013').count(), 0);
      await dashboard.phase('working');
      await dashboard.shot('streaming');

      world.modelApi.gates.open(gate);
      await dashboard.at('approval-card').waitFor();
      await dashboard.phase('asking');
      assert.match(await dashboard.at('approval-card').innerText(), /from the dashboard/);
      assert.ok(!existsSync(file));
      await dashboard.shot('approval');
      await dashboard.at('approval-allow').click();
      await dashboard.message('text', 'The file is written.').waitFor();
      await dashboard.phase('idle');
      assert.equal(readFileSync(file, 'utf8'), 'from the dashboard');
      assert.equal(await dashboard.at('approval-card').count(), 0);
      await dashboard.shot('written');

      await dashboard.send('ASK: Which colour?|red|blue\nSAY: Thank you.');
      await dashboard.at('question-card').waitFor();
      await dashboard.shot('question');
      await page.getByLabel('blue').check();
      await dashboard.at('question-answer').click();
      await dashboard.message('text', 'Thank you.').waitFor();

      await dashboard.send(`SLOW: ${gate}-long 500`);
      world.modelApi.gates.credit(`${gate}-long`, 60);
      await dashboard.message('text', 'word0060').waitFor();
      await dashboard.at('interrupt').click();
      await dashboard.message('notice', /interrupt/i).waitFor();
      await dashboard.phase('idle');
      await dashboard.shot('interrupted');

      await dashboard.menu('agent-stop');
      await dashboard.phase('stopped');
      await dashboard.shot('stopped');
      await dashboard.send('SAY: Back again.');
      await dashboard.message('text', 'Back again.').waitFor();
      const asked = world.modelApi.log.find((entry) => entry.userTexts?.at(-1) === 'SAY: Back again.');
      assert.ok(asked.userTexts.some((text) => text.startsWith('THINK: ')), 'the session was not resumed');
      await dashboard.shot('resumed');
      assert.equal(await widerThanScreen(page), false);

      await page.reload();
      await dashboard.message('text', 'Back again.').waitFor();
      const { id } = dashboard;
      await dashboard.menu('agent-delete');
      await dashboard.at('purge-session-files').check();
      await dashboard.shot('delete');
      await dashboard.at('delete-confirm').click();
      await page.waitForURL((url) => url.pathname === '/');
      await page.locator(`[data-agent-id="${id}"]`).waitFor({ state: 'detached' });
      assert.equal((await world.api.call('GET', `/agents/${id}`)).status, 404);
    });
    await page.context().close();
  });
}

test('a phone approves from the list what a desktop watches', async () => {
  const file = join(world.directory(), 'two-browsers.txt');
  const view = await world.agent(`WRITE: ${file}|x\nSAY: seen by both`, { name: 'shared' });
  const desktop = await Dashboard.open('desktop', `/agents/${view.id}`);
  const phone = await Dashboard.open('phone');
  await withPicture(desktop, () => withPicture(phone, async () => {
    await desktop.at('ask-dock').waitFor();
    const row = phone.page.locator(`[data-agent-id="${view.id}"]`).first();
    await row.getByTestId('compact-ask').waitFor();
    await phone.shot('needs-you');
    await row.getByTestId('list-allow').click();
    await phone.page.getByRole('menuitem').first().click();
    await desktop.message('text', 'seen by both').waitFor();
    await desktop.at('ask-dock').waitFor({ state: 'detached' });
    assert.equal(readFileSync(file, 'utf8'), 'x');
    await desktop.shot('decided-elsewhere');
  }));
});

test('the server restarts under an open page: the page says so and comes back by itself', async () => {
  const view = await world.agent('SAY: before the restart');
  await view.text('before the restart');
  const dashboard = await Dashboard.open('phone', `/agents/${view.id}`);
  const { port } = world.server;
  await dashboard.message('text', 'before the restart').waitFor();
  await world.server.kill();
  await dashboard.light(':not([data-colour=green])');
  await dashboard.send('SAY: written while offline');
  await dashboard.shot('offline');
  await world.start({ args: ['--port', String(port)] });
  await dashboard.message('text', /^written while offline$/).waitFor({ timeout: 60_000 });
  await dashboard.light('[data-colour=green]');
  const again = await world.follow(view.id);
  assert.equal(again.list('prompt').filter((m) => m.content === 'SAY: written while offline').length, 1);
  await dashboard.shot('back');
});

test('with a password the dashboard asks for it first', async () => {
  const locked = await World.create({ extra: { DASHBOARD_PASSWORD: 'open sesame' } });
  try {
    await locked.start();
    const page = await browser.open('desktop', `${locked.server.base}/`);
    await page.waitForURL(/\/login/);
    await browser.shot(page, 'desktop-login');
    await page.getByTestId('login-password').fill('wrong');
    await page.getByTestId('login-submit').click();
    await page.getByText('This is not the password').waitFor();
    await page.getByTestId('login-password').fill('open sesame');
    await page.getByTestId('login-submit').click();
    await page.getByTestId('new-agent').waitFor();
    await eventually(async () => (await page.getByTestId('link-light').first().getAttribute('data-colour')) === 'green', 'the link is not green');
  } finally {
    await locked.close();
  }
});
