// Terminals in a real browser: what is typed, shown, replayed after a reload or a broken link, and ended.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { context, open, page, server } from './site.mjs';

const seen = () => page.locator('[data-testid=terminal]:visible');
const inState = (state) => page.locator(`[data-testid=terminal][data-state=${state}]:visible`).waitFor();
/** What stands on the screen: xterm draws each line as a row. */
const rows = () => seen().locator('.xterm-rows > div').allTextContents();
const shows = (text) => seen().locator('.xterm-rows').getByText(text).first().waitFor();
const countOf = async (text) => (await rows()).filter((row) => row.includes(text)).length;
const heard = (event) => server.terminals.heard.filter((each) => each.event === event);

async function openShell(device) {
  await open(device, '/agents/search-index?view=terminal');
  await page.getByTestId('terminal-first').click();
  await inState('attached');
}

async function run(line) {
  await seen().getByTestId('terminal-input').focus();
  await page.keyboard.type(`${line}\n`);
}

test('types into a shell and shows what it says, and no key is a shortcut', async () => {
  await openShell('desktop');
  await run('echo jk?n');
  await shows('jk?n');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await page.keyboard.type('xyz');
  await page.waitForFunction(() => document.activeElement?.matches('[data-testid=terminal-input]'));
  const shell = server.terminals.get('search-index');
  while (!shell.input.endsWith('xyz')) await page.waitForTimeout(20);
  assert.equal(shell.input, 'echo jk?n\r\x0b\x1bxyz');
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.match(page.url(), /view=terminal/);
  await page.keyboard.press('Control+Shift+ArrowUp');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'view-terminal');
});

test('a reload shows everything once, in the same tab, and goes on', async () => {
  await openShell('desktop');
  await run('echo first');
  await page.getByTestId('terminal-new').click();
  await page.waitForURL(/tab=2/);
  await inState('attached');
  await run('echo second');
  await shows('second');
  await page.reload();
  await inState('attached');
  await shows('second');
  assert.equal(await countOf('second'), 2); // the command and its output
  assert.equal(await page.getByTestId('terminal-tab').count(), 2);
  await run('echo third');
  await shows('third');
  await page.getByTestId('terminal-tab').first().click();
  await inState('attached');
  await shows('first');
  assert.equal(await countOf('first'), 2);
  assert.match(page.url(), /tab=1/);
});

test('a broken link says so, takes no keys, and comes back without doubling', async () => {
  await openShell('desktop');
  await run('echo before');
  await shows('before');
  await context.setOffline(true);
  server.io.engine.close();
  await inState('link-down');
  await page.getByText('Typing waits until the link is back').waitFor();
  await page.keyboard.type('lost');
  await context.setOffline(false);
  server.terminals.get('search-index').say('meanwhile');
  await inState('attached');
  await shows('meanwhile');
  assert.equal(await countOf('before'), 2);
  assert.ok(!server.terminals.get('search-index').input.includes('lost'));
  await run('echo after');
  await shows('after');
});

test('a shell that ended while the link was down is not replaced by another', async () => {
  await openShell('desktop');
  await context.setOffline(true);
  server.io.engine.close();
  await inState('link-down');
  server.terminals.end('search-index', '1', 0);
  await context.setOffline(false);
  await inState('ended');
  assert.equal(server.terminals.list('search-index').length, 0);
});

test('an exit is shown, and a new one begins on an empty screen', async () => {
  await openShell('desktop');
  await run('echo old');
  await run('exit 3');
  await page.getByText('Ended with exit code 3').waitFor();
  await page.getByTestId('terminal-action').click();
  await inState('attached');
  await shows('ada@studio');
  assert.equal(await countOf('old'), 0);
  await run('exit');
  await page.getByText('Ended with exit code 0').waitFor();
  await page.getByTestId('terminal-close').click();
  await page.getByTestId('terminal-first').waitFor();
});

test('closing asks while the shell runs', async () => {
  await openShell('desktop');
  await page.getByTestId('terminal-close').click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  assert.equal(server.terminals.list('search-index').length, 1);
  await page.getByTestId('terminal-close').click();
  await page.getByTestId('terminal-close-confirm').click();
  await page.getByTestId('terminal-first').waitFor();
  assert.equal(server.terminals.list('search-index').length, 0);
});

test('the size follows the window, unseen terminals keep theirs, and leaving leaves', async () => {
  await openShell('desktop');
  const shell = server.terminals.get('search-index');
  const before = shell.cols;
  await page.setViewportSize({ width: 1100, height: 700 });
  while (shell.cols === before) await page.waitForTimeout(20);
  const { cols, rows: lines } = shell;
  await page.getByTestId('terminal-new').click();
  await page.waitForURL(/tab=2/);
  await inState('attached');
  await page.waitForTimeout(300);
  assert.deepEqual([shell.cols, shell.rows], [cols, lines]);
  await page.getByTestId('view-messages').click();
  await page.getByTestId('timeline').waitFor();
  while (heard('leave').length < 2) await page.waitForTimeout(20);
});

test('an agent on a terminal shows its screen first, and resumes from there', async () => {
  await open('desktop', '/agents/load');
  await inState('attached');
  await shows('sshd');
  await page.keyboard.type('q');
  const program = server.terminals.get('load', 'agent');
  while (program.input !== 'q') await page.waitForTimeout(20);
  server.terminals.end('load', 'agent', 0);
  server.agents.get('load').set({ phase: 'stopped', activity: '' });
  await page.getByText('It does not run.').waitFor();
  await page.getByTestId('terminal-action').click();
  await inState('attached');
  await shows('sshd');
  await page.getByTestId('view-messages').click();
  await page.getByTestId('composer').waitFor();
  assert.match(page.url(), /view=messages/);
});

test('on a phone the key bar types, Ctrl waits for one key, and the focus stays', async () => {
  await openShell('phone');
  await seen().getByTestId('terminal-input').focus();
  const press = (name) => page.getByTestId('key-bar').getByRole('button', { name, exact: true }).tap();
  await press('Escape');
  await press('Tab');
  await press('Up');
  await press('Ctrl');
  await page.keyboard.type('ad');
  await press('Ctrl');
  await press('Left');
  await press('Ctrl C');
  const shell = server.terminals.get('search-index');
  while (!shell.input.endsWith('\x03')) await page.waitForTimeout(20);
  assert.equal(shell.input, '\x1b\t\x1b[A\x01d\x1b[1;5D\x03');
  assert.ok(await seen().getByTestId('terminal-input').evaluate((input) => input === document.activeElement));
  for (const key of await page.getByTestId('key-bar').getByRole('button').all()) {
    const { width, height } = await key.boundingBox();
    assert.ok(width >= 44 && height >= 44, `${width} × ${height}`);
  }
});

test('on a phone the text can be had, a paste without clipboard goes through a field, and a finger scrolls', async () => {
  await openShell('phone');
  await run('seq 200');
  await shows('200');
  const top = async () => Number((await rows())[0]);
  const before = await top();
  const place = await seen().locator('.xterm-screen').boundingBox();
  const touches = await context.newCDPSession(page);
  const at = (y) => [{ x: place.x + 100, y: place.y + y }];
  await touches.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(100) });
  for (let y = 120; y <= 400; y += 20) await touches.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(y) });
  await touches.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.waitForFunction((was) => Number(document.querySelector('.xterm-rows > div').textContent) < was, before);
  await page.getByRole('button', { name: 'Select text' }).click();
  assert.match(await page.getByTestId('terminal-text').textContent(), /\n199\n200\n/);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByTestId('key-bar').getByRole('button', { name: 'Paste' }).tap();
  await page.getByTestId('paste-text').fill('echo pasted\n');
  await page.getByRole('dialog').getByRole('button', { name: 'Paste', exact: true }).tap();
  await shows('pasted');
});
