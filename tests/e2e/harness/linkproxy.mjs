// The network between a machine and its relay, as a TCP proxy that can break in every way a network does.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';

// Finds the ends of WebSocket frames in bytes as they come, after the HTTP head in front of them.
class FrameCounter {
  frames = 0;
  #head = '';
  #inHead = true;
  #begun = Buffer.alloc(0); // of a frame's head
  #left = 0; // of its payload

  // How many of the bytes belong to frames up to number `last`; all of them if it is not complete in them.
  take(bytes, last) {
    let at = 0;
    while (at < bytes.length) {
      if (this.#inHead) {
        this.#head += String.fromCharCode(bytes[at]);
        at += 1;
        this.#inHead = !this.#head.endsWith('\r\n\r\n');
        continue;
      }
      if (this.#left > 0) {
        const count = Math.min(this.#left, bytes.length - at);
        at += count;
        this.#left -= count;
      } else {
        this.#begun = Buffer.concat([this.#begun, bytes.subarray(at, at + 1)]);
        at += 1;
        const length = FrameCounter.#payloadLength(this.#begun);
        if (length === undefined) continue;
        this.#begun = Buffer.alloc(0);
        this.#left = length;
      }
      if (this.#left === 0 && this.#begun.length === 0) {
        this.frames += 1;
        if (this.frames === last) return at;
      }
    }
    return at;
  }

  // Once the frame's head is complete (RFC 6455, section 5.2).
  static #payloadLength(head) {
    if (head.length < 2) return undefined;
    const short = head[1] & 0x7f;
    const sizeBytes = { 126: 2, 127: 8 }[short] ?? 0;
    if (head.length < 2 + sizeBytes + (head[1] & 0x80 ? 4 : 0)) return undefined;
    if (sizeBytes === 0) return short;
    return sizeBytes === 2 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2));
  }
}

export class LinkProxy {
  #server;
  #target;
  #pairs = new Set();
  #isBlackHole = false;
  #host;
  #delay;
  #cutAfter; // {from, frame}
  counts = { relay: 0, machine: 0 }; // WebSocket frames of the newest connection

  // `host`: where it listens. `delay`: milliseconds each way. `cutAfter`: {from: 'relay' or 'machine', frame: n}, counted from 1 and with the handshake's messages.
  constructor({ host = '127.0.0.1', delay = 0, cutAfter } = {}) {
    this.#host = host;
    this.#delay = delay;
    this.#cutAfter = cutAfter;
    this.cut = new Promise((resolve) => { this.#cutDone = resolve; });
  }

  #cutDone;

  static async start(target, options) {
    const proxy = new LinkProxy(options);
    proxy.#target = target;
    proxy.#server = createServer({ noDelay: true }, (machine) => proxy.#join(machine));
    proxy.#server.listen(0, proxy.#host);
    await once(proxy.#server, 'listening');
    proxy.url = `ws://${proxy.#host}:${proxy.#server.address().port}/tunnel`;
    return proxy;
  }

  #join(machine) {
    const relay = connect({ port: this.#target, host: '127.0.0.1', noDelay: true });
    const pair = { machine, relay };
    this.#pairs.add(pair);
    this.#pipe(pair, 'machine', machine, relay);
    this.#pipe(pair, 'relay', relay, machine);
  }

  #pipe(pair, from, source, sink) {
    const counter = new FrameCounter();
    const last = this.#cutAfter?.from === from ? this.#cutAfter.frame : undefined;
    source.on('error', () => {});
    source.on('close', () => {
      this.#pairs.delete(pair);
      if (!pair.isHole) sink.destroy();
    });
    source.on('data', (chunk) => {
      if (this.#isBlackHole) {
        pair.isHole = true; // it stays one when the network is back
        return;
      }
      if (pair.isHole || pair.isCut) return;
      const count = counter.take(chunk, last);
      this.counts[from] = counter.frames;
      if (counter.frames === last) {
        pair.isCut = true;
        sink.write(chunk.subarray(0, count), () => this.#end(pair));
        return;
      }
      if (this.#delay > 0) {
        setTimeout(() => { if (!sink.destroyed) sink.write(chunk); }, this.#delay);
      } else if (!sink.write(chunk)) {
        source.pause();
        sink.once('drain', () => source.resume());
      }
    });
  }

  #end({ machine, relay }) {
    machine.destroy();
    relay.destroy();
    this.#cutDone();
  }

  // All connections end at once.
  cutNow() { for (const pair of [...this.#pairs]) this.#end(pair); }
  // From now on nothing comes through, and nobody is told.
  vanish() { this.#isBlackHole = true; }
  // New connections come through again.
  heal() { this.#isBlackHole = false; }

  async close() {
    for (const { machine, relay } of this.#pairs) { machine.destroy(); relay.destroy(); }
    await new Promise((resolve) => { this.#server.close(resolve); });
  }
}
