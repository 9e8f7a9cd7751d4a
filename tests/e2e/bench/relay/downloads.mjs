// One large download, beside ssh -R of the same file, and with a hundred milliseconds of round trip.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { percentile } from '../figures.mjs';
import { LinkProxy } from '../../harness/linkproxy.mjs';
import { Machine, Relay } from '../../harness/relay.mjs';
import { Contenders } from './contenders.mjs';

const MiB = 1024 * 1024;
const FileBytes = 1024 * MiB;
const FarBytes = 256 * MiB;
const Rounds = 3;
const run = promisify(execFile);

// MB/s of a download by curl.
async function speed(port, bytes) {
  const { stdout } = await run('curl', ['-sS', '-o', '/dev/null', '-r', `0-${bytes - 1}`, '-w', '%{size_download} %{speed_download}', `http://127.0.0.1:${port}/file`]);
  const [size, rate] = stdout.split(' ').map(Number);
  if (size !== bytes) throw new Error(`${size} bytes of ${bytes} arrived`);
  return rate / 1e6;
}

export async function benchDownloads() {
  const contenders = new Contenders();
  const relay = await Relay.start();
  let machine;
  let far;
  try {
    const file = await contenders.fileServer(FileBytes);
    machine = await Machine.start(relay, file);
    const ports = { relay: relay.port, sshR: await contenders.sshR(file), direct: file };
    const speeds = {};
    for (let round = 0; round < Rounds; ++round) {
      for (const [name, port] of Object.entries(ports)) (speeds[name] ??= []).push(await speed(port, FileBytes));
    }
    await machine.stop();
    far = await LinkProxy.start(relay.port, { delay: 50 });
    machine = await Machine.start(relay, file, { url: far.url });
    const distant = [];
    for (let round = 0; round < Rounds; ++round) distant.push(await speed(relay.port, FarBytes));
    const median = (name) => percentile(speeds[name], 0.5);
    return [
      { what: 'one 1 GB download through the relay', value: median('relay'), unit: 'MB/s' },
      { what: '  the same through ssh -R', value: median('sshR'), unit: 'MB/s' },
      { what: '  the same directly', value: median('direct'), unit: 'MB/s' },
      { what: '  relay / ssh -R', value: percentile(speeds.relay.map((value, round) => value / speeds.sshR[round]), 0.5), unit: 'times', least: 1 },
      { what: 'one 256 MB download, 100 ms round trip', value: percentile(distant, 0.5), unit: 'MB/s', least: 30, note: 'delay by a proxy between machine and relay' },
    ];
  } finally {
    await machine?.stop();
    await far?.close();
    await contenders.close();
    await relay.stop();
  }
}
