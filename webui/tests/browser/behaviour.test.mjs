// What only a real browser can show: scrolling that does not jump, and prompts that survive a dead link.
// npm run test:browser, after npm run build.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { context, open as openPage, page, server } from './site.mjs';

beforeEach(() => {
  server.onPrompt = undefined;
});

async function open(id) {
  await openPage('phone', `/agents/${id}`);
  await page.getByTestId('timeline-message').last().waitFor();
  await page.waitForFunction(() => document.querySelector('[data-testid="link-light"][data-colour="green"]') !== null);
}

const scroll = (by) => page.getByTestId('timeline').evaluate((element, delta) => element.scrollBy(0, delta), by);
const distanceFromEnd = () =>
  page.getByTestId('timeline').evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);

/** The number and place of the first row that is wholly in view. */
const firstInView = () =>
  page.getByTestId('timeline').evaluate((timeline) => {
    const top = timeline.getBoundingClientRect().top;
    for (const row of timeline.querySelectorAll('[data-seq]')) {
      const place = row.getBoundingClientRect().top - top;
      if (place >= 0) return { seq: Number(row.dataset.seq), place };
    }
    return undefined;
  });

const placeOf = (seq) =>
  page.locator(`[data-seq="${seq}"]`).evaluate(
    (row) => row.getBoundingClientRect().top - row.closest('[data-testid="timeline"]').getBoundingClientRect().top,
  );

const frames = (count) =>
  page.evaluate(async (wanted) => {
    for (let frame = 0; frame < wanted; frame += 1) await new Promise(requestAnimationFrame);
  }, count);

async function assertStays(seq, place) {
  await frames(10);
  const now = await placeOf(seq);
  assert.ok(Math.abs(now - place) <= 2, `row ${seq} moved from ${place} to ${now}`);
}

test('opens at the tail and follows it while text streams in', async () => {
  await open('migrate-db');
  const agent = server.agents.get('migrate-db');
  assert.ok((await distanceFromEnd()) < 2);
  const text = agent.add('text', { open: true });
  for (let line = 1; line <= 40; line += 1) agent.append(text.id, `line ${line}\n\n`);
  await page.getByText('line 40').waitFor();
  await frames(10);
  assert.ok((await distanceFromEnd()) < 2);
});

test('keeps the reading position while text streams in, and counts what is new', async () => {
  await open('migrate-db');
  const agent = server.agents.get('migrate-db');
  await scroll(-1500);
  await page.getByTestId('tail-pill').waitFor();
  await frames(10);
  const before = await firstInView();
  const text = agent.add('text', { open: true });
  for (let line = 1; line <= 40; line += 1) agent.append(text.id, `line ${line}\n\n`);
  for (let more = 0; more < 3; more += 1) agent.add('text', { content: `more ${more}` });
  await page.getByText('4 new').waitFor();
  await assertStays(before.seq, before.place);
  await page.getByTestId('tail-pill').tap();
  await page.getByText('more 2').waitFor();
  await page.getByTestId('tail-pill').waitFor({ state: 'detached' });
});

test('loads older pages before they are reached, and nothing jumps', async () => {
  await open('migrate-db');
  const agent = server.agents.get('migrate-db');
  let last = (await firstInView()).seq;
  for (let step = 0; step < 200 && last > 1; step += 1) {
    await scroll(-300);
    await frames(4);
    const before = await firstInView();
    await assertStays(before.seq, before.place);
    // A page that is put above must not push what is read away: 300 px are a few rows, a page is a hundred.
    assert.ok(Math.abs(before.seq - last) <= 20, `jumped from ${last} to ${before.seq}`);
    last = before.seq;
  }
  assert.equal(last, [...agent.messages.values()][0].seq);
  const rendered = await page.getByTestId('timeline-message').count();
  assert.ok(rendered < 60, `${rendered} of ${agent.messages.size} messages are in the page`);
});

test('an ask that docks leaves the tail in view', async () => {
  await open('search-index');
  const agent = server.agents.get('search-index');
  for (let line = 1; line <= 30; line += 1) agent.add('text', { content: `said ${line}` });
  await page.getByText('said 30').waitFor();
  agent.add('approval', {
    open: true,
    approval: {
      id: 'late', toolName: 'Bash', kind: 'exec', title: 'Run make', input: { command: 'make' }, state: 'waiting',
      options: [{ id: 'yes', label: 'Allow once', kind: 'allow_once' }],
    },
  });
  await page.getByTestId('approval-card').waitFor();
  await frames(10);
  assert.ok((await distanceFromEnd()) < 2);
});

test('a prompt typed without a link waits, survives a reload, and goes once when the link is back', async () => {
  await open('search-index');
  const agent = server.agents.get('search-index');
  server.faults.api = true;
  await page.getByTestId('composer').fill('Run the tests again');
  await page.getByTestId('send').tap();
  await page.locator('[data-testid="delivery"][data-delivery="waiting"]').waitFor();
  await page.reload();
  server.faults.api = false;
  server.faults.loseAnswers = 1; // kept by the server, but the browser does not learn of it
  await page.reload();
  await page.locator('[data-testid="delivery"][data-delivery="accepted"]').waitFor();
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith('agentmonitor.outbox.')));
  const kept = [...agent.messages.values()].filter((message) => message.content === 'Run the tests again');
  assert.equal(kept.length, 1);
  assert.equal(await page.getByText('Run the tests again').count(), 1);
});

test('a decision on one page is seen on another, and a second one is told that it came too late', async () => {
  await open('fix-login');
  const other = await context.newPage();
  await other.goto('/agents/fix-login');
  await other.getByTestId('approval-allow').waitFor();
  server.faults.loseRecords = true; // the other page does not learn of it in time
  await page.getByTestId('approval-allow').tap();
  await page.getByTestId('approval-card').getByText('Allow once: at the machine').waitFor();
  await other.getByTestId('approval-allow').tap();
  await other.getByTestId('approval-card').getByText(/came too late/).waitFor();
});

test('the title counts those who need a person', async () => {
  await openPage('phone', '/');
  await page.waitForFunction(() => document.title === '(8) AgentMonitor');
});
