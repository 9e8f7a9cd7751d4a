// Chromium as people use the dashboard: a phone and a desktop, in light and in dark.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { patience } from './deadline.mjs';
import { paths } from './paths.mjs';

export const devices = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 } },
};

const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export class Browser {
  #browser;
  #shots = 0;
  #prefix = '';

  // `prefix` keeps the pictures of several test files apart.
  static async launch(prefix = '') {
    const browser = new Browser();
    browser.#prefix = prefix;
    const args = process.getuid() === 0 ? [...quiet, '--no-sandbox'] : quiet;
    browser.#browser = await chromium.launch({ executablePath: paths.chromium, args });
    return browser;
  }

  // A page of `device`; everything that goes wrong in it is kept in page.faults.
  async open(device, url) {
    const context = await this.#browser.newContext({ ...devices[device], colorScheme: 'light' });
    const page = await context.newPage();
    page.faults = [];
    page.on('pageerror', (error) => page.faults.push(String(error)));
    page.on('console', (message) => { if (message.type() === 'error') page.faults.push(message.text()); });
    page.setDefaultTimeout(patience);
    await page.goto(url);
    return page;
  }

  // Both colour schemes of what is on the page now.
  async shot(page, name) {
    this.#shots += 1;
    mkdirSync(paths.screenshots, { recursive: true });
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme });
      const number = String(this.#shots).padStart(2, '0');
      await page.screenshot({ path: join(paths.screenshots, `${this.#prefix}${number}-${name}-${colorScheme}.png`), animations: 'disabled' });
    }
  }

  close() { return this.#browser.close(); }
}
