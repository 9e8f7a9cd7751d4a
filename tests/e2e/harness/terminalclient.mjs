// A client's view of one terminal: all that it was sent, as it was sent.

import { deadline, patience } from './deadline.mjs';

export class TerminalClient {
  chunks = [];
  replays = [];
  #watchers = new Set();

  static async open(world, agentId, { terminalId, ...options } = {}) {
    const client = new TerminalClient();
    client.agentId = agentId;
    client.terminalId = terminalId ?? '1';
    client.socket = await world.connect();
    client.socket.on('terminal:output', (payload) => {
      if (payload.agentId !== agentId || payload.terminalId !== client.terminalId) return;
      if (payload.replay) client.replays.push(payload.data);
      client.chunks.push(payload.data);
      client.#look();
    });
    client.socket.on('terminal:exit', (payload) => {
      if (payload.agentId === agentId && payload.terminalId === client.terminalId) client.exit = payload;
      client.#look();
    });
    client.answer = await client.call('terminal:open', { cols: 80, rows: 24, ...options, ...(terminalId && { terminalId }) });
    return client;
  }

  call(event, payload = {}) {
    return this.socket.timeout(patience).emitWithAck(event, { agentId: this.agentId, terminalId: this.terminalId, ...payload });
  }

  type(data) { return this.call('terminal:input', { data }); }
  get bytes() { return Buffer.concat(this.chunks.map((chunk) => Buffer.from(chunk))); }
  get text() { return this.bytes.toString('utf8'); }

  until(holds, what) {
    return deadline(new Promise((resolve) => {
      const look = () => holds(this) && resolve(this);
      this.#watchers.add(look);
      look();
    }), patience, () => `${what}; it shows ${JSON.stringify(this.text.slice(-400))}`);
  }

  shows(pattern) { return this.until(() => (pattern instanceof RegExp ? pattern.test(this.text) : this.text.includes(pattern)), `${pattern}`); }
  ended() { return this.until(() => this.exit, 'the end'); }
  #look() { for (const look of this.#watchers) look(); }
}
