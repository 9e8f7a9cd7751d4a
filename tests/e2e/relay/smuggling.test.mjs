// Request smuggling: whatever strange bytes a visitor sends, the backend sees no request but those that the relay has understood.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';

import { RawConnection } from '../harness/rawconnection.mjs';
import { Machine, Relay } from '../harness/relay.mjs';

// A backend that notes every byte. It answers each request head it finds, as the most credulous server would: by the blank line.
class ByteBackend {
  received = '';
  #server;
  #sockets = new Set();

  async listen() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
      let waiting = '';
      socket.on('data', (chunk) => {
        this.received += chunk.toString('latin1');
        waiting += chunk.toString('latin1');
        for (;;) {
          const end = waiting.indexOf('\r\n\r\n');
          if (end < 0) return;
          waiting = waiting.slice(end + 4);
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        }
      });
    });
    await new Promise((resolve) => { this.#server.listen(0, '127.0.0.1', resolve); });
    this.port = this.#server.address().port;
  }

  take() {
    const received = this.received;
    this.received = '';
    return received;
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => { this.#server.close(resolve); });
  }
}

let backend;
let relay;
let machine;
before(async () => {
  backend = new ByteBackend();
  await backend.listen();
  relay = await Relay.start();
  machine = await Machine.start(relay, backend.port);
});
after(async () => {
  await machine?.stop();
  await relay?.stop();
  await backend?.close();
});

// Everything up to the end of the connection; a relay that understood the bytes as requests gets one that ends it.
async function exchange(bytes) {
  backend.take();
  const text = await RawConnection.answerTo(bytes, { port: relay.port });
  return { text, seen: backend.take(), statuses: statusesOf(text) };
}

function statusesOf(text) {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
const last = 'GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

describe('refused, the connection ended, and nothing of it at the backend', () => {
  const post = (fields, body = `5\r\nhello\r\n0\r\n\r\n${smuggled}`) => `POST /x HTTP/1.1\r\nHost: x\r\n${fields}\r\n\r\n${body}`;
  const get = (line, status = 400) => [`GET /x HTTP/1.1\r\nHost: x\r\n${line}\r\n\r\n${smuggled}`, status];
  const cases = {
    'Content-Length, then Transfer-Encoding': [post('Content-Length: 5\r\nTransfer-Encoding: chunked'), 400],
    'Transfer-Encoding, then Content-Length': [post('Transfer-Encoding: chunked\r\nContent-Length: 5'), 400],
    'Content-Length 0 beside chunks': [post('Content-Length: 0\r\nTransfer-Encoding: chunked'), 400],
    'two Content-Lengths': [post('Content-Length: 5\r\nContent-Length: 6', `hello${smuggled}`), 400],
    'two equal Content-Lengths': [post('Content-Length: 5\r\nContent-Length: 5', `hello${smuggled}`), 400],
    'Content-Length as a list': [post('Content-Length: 5, 5', `hello${smuggled}`), 400],
    'Content-Length +5': [post('Content-Length: +5', `hello${smuggled}`), 400],
    'Content-Length -1': [post('Content-Length: -1', `hello${smuggled}`), 400],
    'Content-Length 5 6': [post('Content-Length: 5 6', `hello${smuggled}`), 400],
    'Content-Length 0x5': [post('Content-Length: 0x5', `hello${smuggled}`), 400],
    'Content-Length 5.0': [post('Content-Length: 5.0', `hello${smuggled}`), 400],
    'Content-Length 5;': [post('Content-Length: 5;', `hello${smuggled}`), 400],
    'Content-Length of nothing': [post('Content-Length:', `hello${smuggled}`), 400],
    'Content-Length over 64 bits': [post('Content-Length: 18446744073709551621', `hello${smuggled}`), 400],
    'Content-Length of 100 digits': [post(`Content-Length: ${'9'.repeat(100)}`, `hello${smuggled}`), 400],
    'Content-Length with digits of another script': [post('Content-Length: \xd9\xa5', `hello${smuggled}`), 400],
    'Content-Length with a vertical tab': [post('Content-Length: \x0b5', `hello${smuggled}`), 400],
    'a coding that is not chunked': [post('Transfer-Encoding: xchunked'), 400],
    'a coding before chunked': [post('Transfer-Encoding: gzip, chunked'), 400],
    'a coding after chunked': [post('Transfer-Encoding: chunked, identity'), 400],
    'identity': [post('Transfer-Encoding: identity\r\nContent-Length: 5', `hello${smuggled}`), 400],
    'chunked twice in a list': [post('Transfer-Encoding: chunked, chunked'), 400],
    'Transfer-Encoding twice': [post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked'), 400],
    'Transfer-Encoding twice, one unknown': [post('Transfer-Encoding: chunked\r\nTransfer-Encoding: x'), 400],
    'chunked in quotes': [post('Transfer-Encoding: "chunked"'), 400],
    'chunked with a parameter': [post('Transfer-Encoding: chunked;q=1'), 400],
    'chunked after a vertical tab': [post('Transfer-Encoding: \x0bchunked'), 400],
    'chunked after a form feed': [post('Transfer-Encoding: \x0cchunked'), 400],
    'chunked with a NUL': [post('Transfer-Encoding: chunked\0'), 400],
    'chunked with a comma': [post('Transfer-Encoding: ,chunked'), 400],
    'an empty Transfer-Encoding': [post('Transfer-Encoding:'), 400],
    'chunked in a folded line': [post('Transfer-Encoding:\r\n chunked'), 400],
    'a folded line of something else': [post('X: y\r\n\tTransfer-Encoding: chunked'), 400],
    'a blank before the colon': [post('Transfer-Encoding : chunked'), 400],
    'a tab before the colon': [post('Content-Length\t: 5', `hello${smuggled}`), 400],
    'a blank before the first name': [`POST /x HTTP/1.1\r\n Host: x\r\nContent-Length: 5\r\n\r\nhello${smuggled}`, 400],
    'a bare LF after a field': [post('X: y\nTransfer-Encoding: chunked'), 400],
    'a bare LF after the request line': [`GET /x HTTP/1.1\nHost: x\r\n\r\n${smuggled}`, 400],
    'a head that ends with LF LF': [`GET /x HTTP/1.1\r\nHost: x\n\n${smuggled}`, 400],
    'a bare CR in a field': [post('X: y\rTransfer-Encoding: chunked'), 400],
    'CR CR LF': [post('X: y\r\r\nContent-Length: 5', `hello${smuggled}`), 400],
    'a bare CR in the request line': [`GET /x\rHTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'a NUL in a value': get('X: a\0b'),
    'a NUL in a name': get('X\0Y: a'),
    'a line without a colon': get('Transfer-Encoding chunked'),
    'an empty name': get(': a'),
    'obs-text in a name': get('X\xe9: a'),
    'a colon-less first line of the body': get('\x7fX: a'),
    'Transfer-Encoding in HTTP/1.0': [`POST /x HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n${smuggled}`, 400],
    'another host in the target': [`GET http://other/x HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'another port in the target': [`GET http://x:81/x HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'a user in the target': [`GET http://x@other/x HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'a second Host': get('Host: other'),
    'a list as Host': [`GET /x HTTP/1.1\r\nHost: x, other\r\n\r\n${smuggled}`, 400],
    'a path in Host': [`GET /x HTTP/1.1\r\nHost: x/y\r\n\r\n${smuggled}`, 400],
    'a target with a blank': [`GET /x /y HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'a target with a tab': [`GET /x\t/y HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'two blanks in the request line': [`GET  /x HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'a target with obs-text': [`GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'a target with a fragment': [`GET /x#y HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'a target with an encoded line end': [`GET /x%0d%0aX:y HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'HTTP/0.9': ['GET /x\r\n\r\n', 400],
    'HTTP/0.9 by name': ['GET /x HTTP/0.9\r\n\r\n', 505],
    'http in lower case': [`GET /x http/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'the preface of HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
    'HTTP/1.10': [`GET /x HTTP/1.10\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'two empty lines in front': [`\r\n\r\nGET /x HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'the request target *': [`GET * HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`, 400],
    'a WebSocket handshake with a body': [`GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 5\r\n\r\nhello${smuggled}`, 400],
    'a WebSocket handshake of version 12': [`GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n${smuggled}`, 426],
  };
  for (const [what, [bytes, status]] of Object.entries(cases)) {
    test(what, async () => {
      const { statuses, seen } = await exchange(bytes);
      assert.deepEqual(statuses, [status]);
      assert.equal(seen, '');
    });
  }
});

// The head of such a request is in order and may have reached the backend; what is wrong comes in its body.
describe('a body with a wrong chunk ends there: nothing behind it reaches the backend', () => {
  const cases = {
    'a size with 0x': '0x5\r\nhello\r\n0\r\n\r\n',
    'a size with +': '+5\r\nhello\r\n0\r\n\r\n',
    'a size with -': '-5\r\nhello\r\n0\r\n\r\n',
    'a blank before the size': ' 5\r\nhello\r\n0\r\n\r\n',
    'a blank after the size': '5 \r\nhello\r\n0\r\n\r\n',
    'no size': '\r\nhello\r\n0\r\n\r\n',
    'a size that is no number': 'xyz\r\nhello\r\n0\r\n\r\n',
    'a size over 64 bits': '10000000000000005\r\nhello\r\n0\r\n\r\n',
    'a size of many zeros': `${'0'.repeat(30)}5\r\nhello\r\n0\r\n\r\n`,
    'a chunk longer than its size': '3\r\nhello\r\n0\r\n\r\n',
    'a chunk shorter than its size': '9\r\nhello\r\n0\r\n\r\n',
    'a bare LF after the size': '5\nhello\r\n0\r\n\r\n',
    'a bare LF after the chunk': '5\r\nhello\n0\r\n\r\n',
    'a bare CR after the chunk': '5\r\nhello\r0\r\n\r\n',
    'a bare LF in an extension': '5;a\nb\r\nhello\r\n0\r\n\r\n',
    'a bare CR in an extension': '5;a\rb\r\nhello\r\n0\r\n\r\n',
    'a NUL in an extension': '5;a\0\r\nhello\r\n0\r\n\r\n',
    'an extension without end': `5;${'a'.repeat(100_000)}\r\nhello\r\n0\r\n\r\n`,
    'a last chunk that ends with LF': '5\r\nhello\r\n0\n\n',
    'a trailer': '5\r\nhello\r\n0\r\nX-Trailer: y\r\n\r\n',
    'a trailer that changes the framing': '5\r\nhello\r\n0\r\nContent-Length: 5\r\n\r\n',
    'a trailer that ends with LF': '5\r\nhello\r\n0\r\nX: y\n\r\n',
  };
  let number = 0;
  for (const [what, body] of Object.entries(cases)) {
    number += 1;
    const head = `POST /chunks/${number} HTTP/1.1\r\n`;
    test(what, async () => {
      const text = await RawConnection.answerTo(`${head}Host: x\r\nTransfer-Encoding: chunked\r\n\r\n${body}${smuggled}`, { port: relay.port });
      const statuses = statusesOf(text);
      // The backend may have answered the head before the rest of the body was there, or the connection ends without an answer.
      assert.ok(statuses.length <= 1, `answers ${statuses}`);
      if (statuses.length === 1) assert.ok([200, 400, 413].includes(statuses[0]), `status ${statuses[0]}`);
    });
  }

  test('nor does it come late', async () => {
    await RawConnection.answerTo(last, { port: relay.port }); // behind all of it in the tunnel
    const seen = backend.take();
    assert.match(seen, /^GET \/last /m);
    assert.ok(!seen.includes('/smuggled'), seen);
    assert.ok(!seen.includes('0\r\n\r\n'), 'a body looks whole');
    const heads = seen.match(/^POST \/chunks\/\d+ HTTP\/1\.1\r$/gm) ?? [];
    assert.equal(new Set(heads).size, heads.length, 'a request came twice');
  });
});

describe('in order, and exactly what the relay understood', () => {
  const pathsOf = (seen) => [...seen.matchAll(/^(?:[A-Z]+) (\S+) HTTP\/1\.1\r$/gm)].map(([, path]) => path);
  const cases = {
    'a second request right behind the first': [`GET /one HTTP/1.1\r\nHost: x\r\n\r\n${last}`, ['/one', '/last']],
    'one empty line in front': [`\r\nGET /one HTTP/1.1\r\nHost: x\r\n\r\n${last}`, ['/one', '/last']],
    'a request in a body stays a body': [`POST /one HTTP/1.1\r\nHost: x\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`, ['/one'], { isBody: true }],
    'Content-Length 0 and another request': [`POST /one HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n${last}`, ['/one', '/last']],
    'Content-Length with blanks around': [`POST /one HTTP/1.1\r\nHost: x\r\nContent-Length: \t 0 \t\r\n\r\n${last}`, ['/one', '/last']],
    'a target in absolute form': [`GET http://x/one?a=http://y/ HTTP/1.1\r\nHost: x\r\n\r\n${last}`, ['/one?a=http://y/', '/last']],
    'obs-text in a value': [`GET /one HTTP/1.1\r\nHost: x\r\nX-Name: caf\xe9\r\n\r\n${last}`, ['/one', '/last'], { has: 'x-name: caf\xe9\r\n' }],
    'names that only look like framing': [`GET /one HTTP/1.1\r\nHost: x\r\nContent_Length: 5\r\nTransfer_Encoding: chunked\r\nX-Content-Length: 5\r\n\r\n${last}`, ['/one', '/last']],
    'Connection that names the framing': [`POST /one HTTP/1.1\r\nHost: x\r\nConnection: content-length, host, x-gone\r\nX-Gone: y\r\nContent-Length: 0\r\n\r\n${last}`, ['/one', '/last'], { has: 'content-length: 0\r\n', hasNot: 'x-gone' }],
    'OPTIONS *': [`OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n${last}`, ['*', '/last']],
  };
  for (const [what, [bytes, expected, { has = '', hasNot, isBody } = {}]] of Object.entries(cases)) {
    test(what, async () => {
      if (isBody) {
        // This backend takes the body for a second request; the relay must not take the second answer for one of its own.
        backend.take();
        const visitor = await RawConnection.open({ port: relay.port });
        visitor.write(bytes);
        await visitor.until(/\r\n\r\nok/);
        visitor.write(last);
        await visitor.closed();
        const seen = backend.take();
        assert.equal(seen.split('HTTP/1.1\r\n').length - 1, 3);
        assert.ok(seen.includes(`\r\n\r\n${smuggled}`), 'the body has changed');
        assert.equal([...visitor.text.matchAll(/HTTP\/1\.1 200 /g)].length, 2);
        return;
      }
      const { statuses, seen } = await exchange(bytes);
      assert.deepEqual(statuses, expected.map(() => 200));
      assert.deepEqual(pathsOf(seen), expected);
      assert.ok(seen.includes(has), seen);
      if (hasNot) assert.ok(!seen.includes(hasNot), seen);
    });
  }

  test('chunks pass as they are', async () => {
    const body = '5;name=value\r\nhello\r\nA\r\n0123456789\r\n000\r\n\r\n';
    const { statuses, seen } = await exchange(`POST /one HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\r\n${body}`);
    assert.deepEqual(statuses, [200]);
    assert.match(seen, /\r\ntransfer-encoding: Chunked\r\n/);
    // The backend answers the head alone, so the end of the body may come too late to be passed on.
    assert.ok(body.startsWith(seen.slice(seen.indexOf('\r\n\r\n') + 4)), seen);
  });
});

test('nothing that a visitor says about its origin arrives, however it is spelled, nor its session', async () => {
  const claims = ['X-Forwarded-For', 'x-forwarded-for', 'X_Forwarded_For', 'X-Forwarded_For', 'X-FORWARDED-PROTO', 'X-Forwarded-Host', 'X-Forwarded-Port', 'X-Forwarded-Server', 'X-Forwarded', 'Forwarded', 'X-Real-IP', 'X_Real_IP'];
  const fields = claims.map((name) => `${name}: 6.6.6.6`).join('\r\n');
  const cookies = 'Cookie: a=1; relay_token=secret1; b=2\r\nCookie: relay_token=secret2\r\nCookie:relay_token = secret3 ;c=3\r\n';
  const { statuses, seen } = await exchange(`GET /one HTTP/1.1\r\nHost: x\r\n${fields}\r\n${cookies}Proxy-Authorization: secret4\r\nConnection: close\r\n\r\n`);
  assert.deepEqual(statuses, [200]);
  assert.ok(!seen.includes('6.6.6.6'), seen);
  assert.ok(!seen.includes('secret'), seen);
  assert.match(seen, /\r\nx-forwarded-for: 127\.0\.0\.1\r\n/);
  assert.match(seen, /\r\nx-forwarded-proto: http\r\n/);
  assert.match(seen, /\r\nx-forwarded-host: x\r\n/);
  assert.equal(seen.match(/x[-_]forwarded[-_]/gi).length, 3);
  assert.match(seen, /\r\ncookie: a=1; b=2\r\ncookie: c=3\r\n/);
});

test('it has come through all this as the same processes', () => {
  assert.ok(relay.running && machine.running);
});
