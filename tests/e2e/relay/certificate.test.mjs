// The relay's own certificate: served, read again on SIGHUP while visitors stay, and kept when the new one is broken.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect } from 'node:tls';

import { deadline, patience } from '../harness/deadline.mjs';
import { Relay } from '../harness/relay.mjs';

const folder = mkdtempSync(join(tmpdir(), 'agentmonitor-certificate-'));
const certificate = join(folder, 'chain.pem');
const key = join(folder, 'key.pem');
after(() => rmSync(folder, { recursive: true }));

function renew(name) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', `/CN=${name}`, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
}

const start = () => Relay.start({ env: { RELAY_TLS_CERT: certificate, RELAY_TLS_KEY: key } });

// A TLS connection, once it is up.
async function visit(relay) {
  const socket = connect({ host: '127.0.0.1', port: relay.port, rejectUnauthorized: false });
  await deadline(new Promise((resolve, reject) => { socket.once('secureConnect', resolve).once('error', reject); }), patience, () => 'TLS');
  return socket;
}

const nameOf = (socket) => socket.getPeerCertificate().subject.CN;

async function ask(socket) {
  let text = '';
  const answered = new Promise((resolve) => {
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.includes('tunnelConnected')) resolve();
    });
  });
  socket.write('GET /api/relay/status HTTP/1.1\r\nHost: relay\r\n\r\n');
  await deadline(answered, patience, () => `an answer over TLS; so far: ${text}`);
  socket.removeAllListeners('data');
}

test('a new certificate is taken on SIGHUP, and connections that are there stay', async () => {
  renew('first.example');
  const relay = await start();
  try {
    const early = await visit(relay);
    assert.equal(nameOf(early), 'first.example');
    renew('second.example');
    process.kill(relay.pid, 'SIGHUP');
    await relay.line(/certificate was read again/);
    const late = await visit(relay);
    assert.equal(nameOf(late), 'second.example');
    for (const socket of [early, late]) await ask(socket);

    writeFileSync(certificate, 'not a certificate\n');
    process.kill(relay.pid, 'SIGHUP');
    await relay.line(/old certificate stays in use: No certificate in/);
    assert.equal(nameOf(await visit(relay)), 'second.example');
  } finally {
    await relay.stop();
  }
});

test('over TLS the session\'s cookie is for TLS only', async () => {
  renew('first.example');
  const relay = await Relay.start({ password: 'open sesame', env: { RELAY_TLS_CERT: certificate, RELAY_TLS_KEY: key } });
  try {
    const socket = await visit(relay);
    const body = '{"password":"open sesame"}';
    let text = '';
    const answered = new Promise((resolve) => { socket.on('data', (chunk) => { text += chunk; if (text.includes('"ok"')) resolve(); }); });
    socket.write(`POST /api/auth/login HTTP/1.1\r\nHost: relay\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await deadline(answered, patience, () => `the login; so far: ${text}`);
    assert.match(text, /Set-Cookie: relay_token=[^\r]*; Secure/);
    assert.match(text, /HttpOnly; SameSite=Lax/);
  } finally {
    await relay.stop();
  }
});

for (const [what, break_, message] of [
  ['no file', () => rmSync(certificate, { force: true }), /Cannot read .*chain\.pem/],
  ['a chain without a certificate', () => writeFileSync(certificate, 'x'), /No certificate in/],
  ['a key that is none', () => { renew('x'); writeFileSync(key, 'x'); }, /No private key/],
]) {
  test(`the relay does not start with ${what}, and says which file`, async () => {
    break_();
    const relay = new Relay({ env: { RELAY_TLS_CERT: certificate, RELAY_TLS_KEY: key } });
    assert.equal((await relay.ended()).code, 1);
    assert.match(relay.log.join('\n'), message);
  });
}
