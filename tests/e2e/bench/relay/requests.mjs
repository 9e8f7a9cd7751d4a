// Small requests: how many a second, and how much later one is answered, beside HAProxy and ssh -R in the same minute.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { median, medianDifference } from '../figures.mjs';
import { Relay, token } from '../../harness/relay.mjs';
import { World } from '../../harness/world.mjs';
import { eventually } from '../../harness/eventually.mjs';
import { exchange } from '../../harness/restclient.mjs';
import { Contenders } from './contenders.mjs';

const Path = '/api/health';
const Rounds = 5;
const run = promisify(execFile);

// {rate, p50, p99} in requests a second and ms.
async function wrk(port, connections, seconds) {
  const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', `http://127.0.0.1:${port}${Path}`]);
  if (/Non-2xx/.test(stdout)) throw new Error(`not every answer was good:\n${stdout}`);
  const ms = (share) => {
    const [, value, unit] = new RegExp(`^\\s+${share}%\\s+([\\d.]+)(us|ms|s)`, 'm').exec(stdout);
    return Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit];
  };
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), p50: ms(50), p99: ms(99) };
}

export async function benchRequests() {
  const contenders = new Contenders();
  const relay = await Relay.start();
  const world = await World.create({ extra: { RELAY_URL: relay.tunnelUrl, RELAY_TOKEN: token } });
  try {
    const { port: direct } = await world.start();
    await eventually(async () => (await exchange(relay.base, 'GET', '/api/relay/status')).body.tunnelConnected, 'no tunnel');
    const ports = { direct, relay: relay.port, haproxy: await contenders.haproxy(direct), sshR: await contenders.sshR(direct) };
    const many = {};
    const one = {};
    for (let round = 0; round < Rounds; ++round) {
      for (const [name, port] of Object.entries(ports)) {
        (many[name] ??= []).push((await wrk(port, 16, 2)).rate);
        (one[name] ??= []).push(await wrk(port, 1, 1));
      }
    }
    const rate = Object.fromEntries(Object.entries(many).map(([name, rates]) => [name, median(rates)]));
    const added = (name, share) => medianDifference(...[one[name], one.direct].map((rounds) => rounds.map((measured) => measured[share])));
    const ratio = (name) => median(many.relay.map((value, round) => value / many[name][round]));
    return [
      { what: 'small GET through the relay, 16 connections', value: rate.relay, unit: 'per s' },
      { what: '  the same through HAProxy (one thread)', value: rate.haproxy, unit: 'per s' },
      { what: '  the same through ssh -R', value: rate.sshR, unit: 'per s' },
      { what: '  the same directly', value: rate.direct, unit: 'per s' },
      { what: '  relay / HAProxy', value: ratio('haproxy'), unit: 'times', least: 0.6 },
      { what: '  relay / ssh -R', value: ratio('sshR'), unit: 'times', least: 1 },
      { what: 'added latency of the relay, one connection, p50', value: added('relay', 'p50'), unit: 'ms', target: 0.25 },
      { what: '  p99', value: added('relay', 'p99'), unit: 'ms', target: 1 },
      { what: '  HAProxy, p50', value: added('haproxy', 'p50'), unit: 'ms' },
      { what: '  ssh -R, p50', value: added('sshR', 'p50'), unit: 'ms' },
    ];
  } finally {
    await contenders.close();
    await world.close();
    await relay.stop();
  }
}
