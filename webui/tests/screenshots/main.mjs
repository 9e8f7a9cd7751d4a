// npm run screenshots [folder] [name part]: every page and state, phone and desktop, to be looked at by a person.
// Chromium is taken from CHROMIUM (default /usr/bin/chromium). Fails on a page error or a refused resource.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { fullScene } from '../fixture-server/scenes.mjs';
import { FixtureServer } from '../fixture-server/server.mjs';
import { shots } from './shots.mjs';

const folder = process.argv[2] ?? 'screenshots';
const only = process.argv[3] ?? '';
const dist = fileURLToPath(new URL('../../dist', import.meta.url));
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
const devices = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 } },
};
const problems = [];

async function take(shot, deviceName, theme) {
  const server = new FixtureServer({ dist, password: shot.password });
  if (shot.scene !== 'empty') fullScene(server);
  Object.assign(server.faults, shot.faults);
  const origin = await server.listen();
  const context = await browser.newContext({ ...devices[deviceName], colorScheme: theme === 'light' ? 'light' : 'dark' });
  const page = await context.newPage();
  const name = `${shot.name}-${deviceName}-${theme}`;
  page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (401|404|409|503|400)|ERR_|WebSocket/.test(message.text())) problems.push(`${name}: ${message.text()}`);
  });
  await page.addInitScript((choice) => localStorage.setItem('agentmonitor.theme', choice), theme);
  await page.goto(origin + shot.path);
  try {
    await shot.prepare?.(page, { server, context, deviceName });
    await page.waitForTimeout(400); // let fonts and highlighting settle
    await page.screenshot({ path: join(folder, `${name}.png`) });
  } catch (error) {
    await page.screenshot({ path: join(folder, `${name}-FAILED.png`) });
    problems.push(`${name}: ${error.message}`);
  }
  await context.close();
  await server.close();
}

for (const shot of shots.filter((each) => each.name.includes(only))) {
  for (const device of shot.devices ?? Object.keys(devices)) {
    for (const theme of shot.themes ?? ['light', 'dark']) await take(shot, device, theme);
  }
}
await browser.close();
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
