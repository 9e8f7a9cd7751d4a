// One scenario of netns.test.mjs, in a network of its own: the relay and its visitors on this host, the machine and its backend on another.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { fileURLToPath } from 'node:url';

import { patternHash } from '../../harness/backend.mjs';
import { ChildProcess } from '../../harness/childprocess.mjs';
import { deadline } from '../../harness/deadline.mjs';
import { eventually } from '../../harness/eventually.mjs';
import { LinkProxy } from '../../harness/linkproxy.mjs';
import { Network } from '../../harness/network.mjs';
import { Machine, Relay } from '../../harness/relay.mjs';

const backendProgram = fileURLToPath(new URL('../../harness/backendprogram.mjs', import.meta.url));

let network;
let relay;
let backend;
let machine;
let proxy;

// {status, text, hash} of a request at the relay.
function ask(path, { method = 'GET', body } = {}) {
  const answered = new Promise((resolve, reject) => {
    const call = httpRequest({ hostname: '127.0.0.1', port: relay.port, path, method, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode, bytes: bytes.length, hash: createHash('sha256').update(bytes).digest('hex'), text: bytes.subarray(0, 2000).toString() });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
  return deadline(answered, 120_000, () => `${method} ${path}`);
}

async function assertWorks() {
  const { status, text } = await ask('/works');
  assert.equal(status, 200, text);
  assert.equal(JSON.parse(text).url, '/works');
}

async function start({ url } = {}) {
  relay ??= await Relay.start({ env: { RELAY_HOST: '0.0.0.0' } });
  const [nsenter, ...before] = network.atMachine;
  backend = new ChildProcess(nsenter, [...before, process.execPath, backendProgram]);
  const [, port] = await backend.line(/backend on port (\d+)/);
  machine = await Machine.start(relay, Number(port), { url: url ?? `ws://${network.relayAddress}:${relay.port}/tunnel`, wrap: network.atMachine });
  await assertWorks();
}

const bothNotice = () => Promise.all([
  relay.line(/disconnected: No answer for 20 seconds/, 60_000),
  machine.line(/Disconnected: No answer for 20 seconds/, 60_000),
]);

const scenarios = {
  // 50 ms each way, and packets lost on the way.
  async poor() {
    relay = await Relay.start({ env: { RELAY_HOST: '0.0.0.0' } });
    const ability = network.impair({ delay: 50, loss: 1 });
    if (ability === 'loss') {
      console.log('# no sch_netem in this kernel: packets are lost by tc, but delayed by a proxy in front of the relay');
      proxy = await LinkProxy.start(relay.port, { delay: 50, host: network.relayAddress });
    }
    await start({ url: proxy?.url });
    const begin = performance.now();
    await assertWorks();
    assert.ok(performance.now() - begin >= 100, 'there is no delay');

    const upload = Buffer.alloc(300_000, 'upload ');
    const [length, chunked, sent, ...small] = await Promise.all([
      ask('/download?bytes=1000000'), ask('/chunked?bytes=1000000'), ask('/upload', { method: 'POST', body: upload }),
      ...Array.from({ length: 300 }, (_, i) => ask(`/small/${i}`)),
    ]);
    assert.equal(length.hash, patternHash(1_000_000));
    assert.equal(chunked.hash, patternHash(1_000_000));
    assert.equal(JSON.parse(sent.text).body, createHash('sha256').update(upload).digest('hex'));
    small.forEach(({ status, text }, i) => {
      assert.equal(status, 200);
      assert.equal(JSON.parse(text).url, `/small/${i}`);
    });
    assert.ok(network.lostPackets > 0, 'no packet was lost');
    assert.ok(!machine.log.some((line) => line.includes('Disconnected')), 'the tunnel broke');
  },

  async cable() {
    await start();
    const held = ask('/hold');
    await assertWorks();
    network.pull();
    await bothNotice();
    assert.equal(JSON.parse((await held).text).error, 'Tunnel disconnected');
    assert.equal(JSON.parse((await ask('/meanwhile')).text).error, 'Tunnel not connected');
    await machine.line(/No connection: .*next try/, 60_000); // it has tried in vain as well
    network.plug();
    await machineIsBack();
  },

  async address() {
    await start();
    const held = ask('/hold');
    await assertWorks();
    network.changeMachineAddress('10.77.0.3');
    await bothNotice();
    assert.equal(JSON.parse((await held).text).error, 'Tunnel disconnected');
    await relay.line(/connected from (?:::ffff:)?10\.77\.0\.3,/, 60_000);
    await machineIsBack();
  },
};

// By itself.
async function machineIsBack() {
  await eventually(async () => (await ask('/works')).status === 200, 'the machine does not come back', 90_000);
  await assertWorks();
}

network = await Network.create();
try {
  await scenarios[process.argv[2]]();
  console.log('scenario passed');
} finally {
  await machine?.kill();
  await backend?.end('SIGKILL');
  await proxy?.close();
  await relay?.stop();
  await network.close();
}
