// npm run screenshots [folder] [name part]: every page and state, phone and desktop, to be looked at by a person.
// Fails on a page error or a refused resource.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { devices, dist, launchChromium } from '../browser/chromium.mjs';
import { fullScene } from '../fixture-server/scenes.mjs';
import { FixtureRelay } from '../fixture-server/relay.mjs';
import { FixtureServer } from '../fixture-server/server.mjs';
import { shots } from './shots.mjs';

const folder = process.argv[2] ?? 'screenshots';
const only = process.argv[3] ?? '';
mkdirSync(folder, { recursive: true });

const browser = await launchChromium();
const problems = [];

async function take(shot, deviceName, theme) {
  const server = new FixtureServer({ dist, password: shot.password, relay: shot.relay && new FixtureRelay(shot.relay) });
  if (shot.scene !== 'empty') fullScene(server);
  Object.assign(server.faults, shot.faults);
  const origin = await server.listen();
  const context = await browser.newContext({ ...devices[deviceName], colorScheme: theme === 'light' ? 'light' : 'dark' });
  const page = await context.newPage();
  const name = `${shot.name}-${deviceName}-${theme}`;
  page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (401|403|404|409|429|502|503|400)|ERR_|WebSocket/.test(message.text())) problems.push(`${name}: ${message.text()}`);
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
