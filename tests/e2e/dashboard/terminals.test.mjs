// Terminals as a person uses them: the screen of an agent that runs on one, a shell beside a conversation, and a server that is killed meanwhile.

import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Browser } from '../harness/browser.mjs';
import { World } from '../harness/world.mjs';

let world;
let browser;
before(async () => {
  world = await World.create();
  await world.start();
  browser = await Browser.launch('terminal-');
});
after(async () => {
  await browser?.close();
  await world.close();
});

class TerminalPage {
  static async open(device, path) {
    const opened = new TerminalPage();
    opened.device = device;
    opened.page = await browser.open(device, world.server.base + path);
    return opened;
  }

  get terminal() { return this.page.locator('[data-testid=terminal]:visible'); }
  inState(state) { return this.page.locator(`[data-testid=terminal][data-state=${state}]:visible`).waitFor(); }
  shows(text) { return this.terminal.locator('.xterm-rows').getByText(text).first().waitFor(); }
  shot(name) { return browser.shot(this.page, `${this.device}-${name}`); }

  async rowsWith(text) {
    return (await this.terminal.locator('.xterm-rows > div').allTextContents()).filter((row) => row.includes(text)).length;
  }

  async type(line) {
    await this.terminal.getByTestId('terminal-input').focus();
    await this.page.keyboard.type(`${line}\n`);
  }
}

// A menu that waits for a person.
function menu() {
  const path = join(world.directory(), 'release.sh');
  writeFileSync(path, `#!/bin/sh
printf '\\033[1mRelease of webshop\\033[0m\\r\\n\\r\\n  \\033[32m✓\\033[0m tests\\r\\n  \\033[33m•\\033[0m publish\\r\\n\\r\\n'
while :; do
  printf '\\033]7501;state=blocked:msg=%s\\007' "$(printf 'Publish 1.4.0?' | base64)"
  printf 'Publish 1.4.0? [y/n] '; read -r answer
  printf '\\033]7501;state=working\\007you said %s\\r\\n' "$answer"
done
`);
  chmodSync(path, 0o755);
  return path;
}

for (const device of ['desktop', 'phone']) {
  test(`the screen of an agent on a terminal, on a ${device}: it is there again, once, when the server was killed`, async () => {
    const view = await world.agent('publish the release', { provider: 'command', flags: { command: menu() }, name: `release ${device}` });
    await view.phase('asking');
    const dashboard = await TerminalPage.open(device, `/agents/${view.id}`);
    await dashboard.inState('attached');
    await dashboard.shows('Publish 1.4.0? [y/n]');
    await dashboard.type('not yet');
    await dashboard.shows('you said not yet');
    await dashboard.shot('screen');

    const { port } = world.server;
    await world.server.kill();
    await dashboard.page.locator('[data-testid=terminal]:visible:not([data-state=attached])').waitFor();
    await dashboard.shot('screen-without-server');
    await world.start({ extra: { PORT: String(port) } });
    await dashboard.inState('attached');
    await dashboard.type('later');
    await dashboard.shows('you said later');
    assert.equal(await dashboard.rowsWith('you said not yet'), 1);
    assert.equal(await dashboard.rowsWith('Release of webshop'), 1);
    await dashboard.page.getByTestId('view-messages').click();
    await dashboard.page.locator('[data-testid=timeline-message][data-kind=notice]').filter({ hasText: 'Publish 1.4.0?' }).first().waitFor();
    await dashboard.shot('messages');
    await dashboard.page.close();
  });

  test(`a shell beside a conversation, on a ${device}`, async () => {
    const view = await world.agent('SAY: hello', { name: `talks ${device}` });
    await view.text('hello');
    const dashboard = await TerminalPage.open(device, `/agents/${view.id}`);
    await dashboard.page.getByTestId('view-terminal').click();
    await dashboard.page.getByTestId('terminal-first').click();
    await dashboard.inState('attached');
    await dashboard.type('echo made-$((40+2)) in $(basename $PWD)');
    await dashboard.shows('made-42 in project');
    await dashboard.shot('shell');
    await dashboard.type('exit 3');
    await dashboard.inState('ended');
    await dashboard.page.getByText('exit code 3').first().waitFor();
    await dashboard.shot('shell-ended');
    assert.deepEqual(dashboard.page.faults, []);
    await dashboard.page.close();
  });
}
