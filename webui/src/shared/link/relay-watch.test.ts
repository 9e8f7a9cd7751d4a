import { beforeEach, describe, expect, it, vi } from 'vitest';
import { relayStatusSchema, type RelayStatus } from '@/shared/protocol/relay';
import { RelayWatch } from './relay-watch';

interface Question {
  answer: (status: RelayStatus | undefined) => void;
  fail: () => void;
}

const status = (fields: object = {}) => relayStatusSchema.parse({ tunnelConnected: true, uptime: 1, ...fields });
const settled = () => vi.advanceTimersByTimeAsync(0);

function startWatch() {
  const questions: Question[] = [];
  const onMachineBack = vi.fn();
  const onLoginNeeded = vi.fn();
  const ask = () =>
    new Promise<RelayStatus | undefined>((resolve, reject) => {
      questions.push({ answer: resolve, fail: () => reject(new Error('no answer')) });
    });
  const watch = new RelayWatch(ask, { onMachineBack, onLoginNeeded });
  watch.start();
  const next = async (act: (question: Question) => void) => {
    const question = questions.shift();
    if (question === undefined) throw new Error('nothing was asked');
    act(question);
    await settled();
  };
  /** Milliseconds until it asks again. */
  const wait = async () => {
    for (let waited = 0; waited <= 60_000; waited += 500) {
      if (questions.length > 0) return waited;
      await vi.advanceTimersByTimeAsync(500);
    }
    return Infinity;
  };
  return { watch, questions, next, wait, onMachineBack, onLoginNeeded };
}

describe('RelayWatch', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it.each<[string, (question: Question) => void, number]>([
    ['all is well', (question) => question.answer(status()), 10_000],
    ['the machine is missing', (question) => question.answer(status({ tunnelConnected: false })), 5_000],
    ['the relay does not answer', (question) => question.fail(), 5_000],
    ['there is no relay', (question) => question.answer(undefined), Infinity],
  ])('asks again as often as it needs to: %s', async (_name, act, interval) => {
    const { next, wait } = startWatch();
    await next(act);
    expect(await wait()).toBe(interval);
  });

  it('tells once that the machine is back', async () => {
    const { next, wait, onMachineBack } = startWatch();
    await next((question) => question.answer(status({ tunnelConnected: false })));
    await wait();
    await next((question) => question.answer(status()));
    await wait();
    await next((question) => question.answer(status()));
    expect(onMachineBack).toHaveBeenCalledOnce();
  });

  it('tells that the session at the relay has ended', async () => {
    const { next, wait, onLoginNeeded } = startWatch();
    await next((question) => question.answer(status({ passwordRequired: true, authenticated: true })));
    expect(onLoginNeeded).not.toHaveBeenCalled();
    await wait();
    await next((question) => question.answer(status({ passwordRequired: true, authenticated: false })));
    expect(onLoginNeeded).toHaveBeenCalledOnce();
  });

  it('asks at once when told to, and again when the answer on its way may be old', async () => {
    const { watch, questions, next } = startWatch();
    watch.askNow();
    watch.askNow();
    expect(questions).toHaveLength(1);
    await next((question) => question.answer(status()));
    expect(questions).toHaveLength(1);
    await next((question) => question.answer(status({ tunnelConnected: false })));
    expect(questions).toHaveLength(0);
    expect(watch.state.get()).toMatchObject({ kind: 'relay', status: { tunnelConnected: false } });
    watch.askNow();
    expect(questions).toHaveLength(1);
  });

  it('asks no more once it is stopped', async () => {
    const { watch, next, wait } = startWatch();
    watch.stop();
    await next((question) => question.answer(status()));
    expect(watch.state.get()).toEqual({ kind: 'unknown' });
    expect(await wait()).toBe(Infinity);
  });
});
