// An agent machine that speaks the tunnel's protocol by hand, right or wrong. It knows the token.

import { createHmac, randomBytes } from 'node:crypto';

import WebSocket from 'ws';

import { deadline, patience } from './deadline.mjs';
import { token } from './relay.mjs';

export const Type = { Open: 1, Data: 2, Credit: 3, Fin: 4, Reset: 5, Ping: 6, Pong: 7, GoAway: 8 };

// One binary message: type, stream, payload.
export function frame(type, stream, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(5);
  head[0] = type;
  head.writeUInt32BE(stream, 1);
  return Buffer.concat([head, payload]);
}

export function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function proof(secret, role, agentNonce, relayNonce, machine) {
  return createHmac('sha256', secret).update(role).update(agentNonce).update(relayNonce).update(machine).digest('base64');
}

export class FrameMachine {
  frames = []; // {type, stream, payload} from the relay
  #texts = [];
  #watchers = new Set();
  #socket;
  #end;

  constructor(relay, options = {}) {
    this.#socket = new WebSocket(relay.tunnelUrl, { perMessageDeflate: false, ...options });
    this.#socket.on('message', (data, isBinary) => {
      if (isBinary && data[0] === Type.Ping) this.send(frame(Type.Pong, 0, data.subarray(5)));
      else if (isBinary) this.frames.push({ type: data[0], stream: data.readUInt32BE(1), payload: data.subarray(5) });
      else this.#texts.push(JSON.parse(data.toString()));
      for (const look of [...this.#watchers]) look();
    });
    this.#end = new Promise((resolve) => {
      this.#socket.on('error', (error) => { this.error = error; });
      this.#socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  static async open(relay, options) {
    const machine = new FrameMachine(relay, options);
    const opened = new Promise((resolve) => { machine.#socket.once('open', resolve); });
    await deadline(Promise.race([opened, machine.#end.then(() => { throw machine.error; })]), patience, () => 'the WebSocket of a tunnel');
    return machine;
  }

  // Opened and authenticated.
  static async authenticated(relay, options) {
    const machine = await FrameMachine.open(relay, options);
    await machine.authenticate();
    return machine;
  }

  static hello(fields = {}) {
    return { type: 'hello', protocol: 2, machine: 'by-hand', version: '0', nonce: randomBytes(32).toString('base64'), ...fields };
  }

  async authenticate({ name = 'by-hand', secret = token } = {}) {
    const hello = FrameMachine.hello({ machine: name });
    this.say(hello);
    const challenge = await this.text();
    const nonce = Buffer.from(challenge.nonce, 'base64');
    this.say({ type: 'auth', proof: proof(secret, 'agent', Buffer.from(hello.nonce, 'base64'), nonce, name) });
    return this.text();
  }

  say(message) { this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message)); }
  send(bytes) { this.#socket.send(bytes); }
  stopReading() { this.#socket.pause(); }
  get waiting() { return this.#socket.bufferedAmount; }
  get isOpen() { return this.#socket.readyState === WebSocket.OPEN; }

  #when(look, what) {
    const come = new Promise((resolve, reject) => {
      const again = () => {
        const value = look();
        if (value === undefined) return;
        this.#watchers.delete(again);
        resolve(value);
      };
      this.#watchers.add(again);
      again();
      this.#end.then((end) => reject(new Error(`The tunnel ended before ${what}: ${JSON.stringify(end)}`)));
    });
    return deadline(come, patience, () => what);
  }

  // The next text message of the relay.
  text() { return this.#when(() => this.#texts.shift(), 'a text message'); }
  // The first frame of that type that was not taken yet.
  frame(type) {
    return this.#when(() => {
      const at = this.frames.findIndex((each) => each.type === type);
      return at < 0 ? undefined : this.frames.splice(at, 1)[0];
    }, `a frame of type ${type}`);
  }

  // {code, reason} of the close.
  ended(milliseconds = patience) { return deadline(this.#end, milliseconds, () => 'the end of the tunnel'); }
  close() { this.#socket.terminate(); return this.ended(); }
}
