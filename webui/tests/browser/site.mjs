// The built dashboard in a real browser, with the full scene behind it: new for each test of the file that imports this.
import { after, afterEach, before, beforeEach } from 'node:test';
import { fullScene } from '../fixture-server/scenes.mjs';
import { FixtureServer } from '../fixture-server/server.mjs';
import { devices, dist, launchChromium } from './chromium.mjs';

export let server;
export let context;
export let page;
let browser;
let origin;

before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

beforeEach(async () => {
  server = new FixtureServer({ dist });
  fullScene(server);
  origin = await server.listen();
});
afterEach(async () => {
  await context.close();
  await server.close();
});

export async function open(device, path) {
  context = await browser.newContext({ ...devices[device], baseURL: origin });
  context.setDefaultTimeout(120_000); // a machine that also builds is slow
  page = await context.newPage();
  await page.goto(path);
}
