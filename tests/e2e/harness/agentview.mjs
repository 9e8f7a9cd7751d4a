// What a browser knows of an agent: a snapshot and the numbered records after it, applied in order. A gap is an error.

import { deadline, patience } from './deadline.mjs';

export class AgentView {
  messages = new Map();
  state = {};
  lastSeq = 0;
  records = [];
  #watchers = new Set();
  #broken;

  constructor(id) { this.id = id; }

  // Joins from the beginning (or from `afterSeq`) and follows from then on.
  async join(socket, afterSeq = 0) {
    socket.on('agent:records', ({ agentId, records }) => {
      if (agentId === this.id) this.#apply(records);
    });
    // In the callback and not after an await: records that came right behind the answer would be seen before it.
    return new Promise((resolve, reject) => {
      socket.timeout(patience).emit('agent:join', { id: this.id, afterSeq }, (late, answer) => {
        if (late || !answer.ok) {
          reject(new Error(`agent:join: ${late ?? JSON.stringify(answer)}`));
          return;
        }
        this.lastSeq = afterSeq;
        if (answer.records) this.#apply(answer.records);
        else this.#take(answer.snapshot, answer.lastSeq);
        resolve(this);
      });
    });
  }

  #take(snapshot, lastSeq) {
    this.state = snapshot;
    this.lastSeq = lastSeq;
    for (const message of snapshot.messages) this.messages.set(message.id, message);
    this.#changed();
  }

  #apply(records) {
    for (const record of records) {
      if (record.seq !== this.lastSeq + 1) {
        this.#broken = new Error(`agent:records has a gap: ${record.seq} after ${this.lastSeq}`);
        break;
      }
      this.lastSeq = record.seq;
      this.records.push(record);
      if (record.type === 'message') this.messages.set(record.message.id, record.message);
      if (record.type === 'append') this.#append(record);
      if (record.type === 'state') this.state = { ...this.state, ...record.state };
    }
    this.#changed();
  }

  #append({ id, text, seq }) {
    const message = this.messages.get(id);
    if (!message) this.#broken = new Error(`record ${seq} appends to a message that is not there: ${id}`);
    else if (message.kind === 'tool') this.messages.set(id, { ...message, toolResult: (message.toolResult ?? '') + text });
    else this.messages.set(id, { ...message, content: message.content + text });
  }

  #changed() { for (const watcher of [...this.#watchers]) watcher(); }

  list(kind) { return [...this.messages.values()].filter((message) => !kind || message.kind === kind); }

  // The first truthy value of `look(view)`, now or after any later record.
  until(look, what, milliseconds = patience) {
    const found = new Promise((resolve, reject) => {
      const watcher = () => {
        const value = this.#broken ? undefined : look(this);
        if (!this.#broken && !value) return;
        this.#watchers.delete(watcher);
        if (this.#broken) reject(this.#broken);
        else resolve(value);
      };
      this.#watchers.add(watcher);
      watcher();
    });
    return deadline(found, milliseconds, () => `${what}. The agent is ${JSON.stringify(this.state)}, its messages\n${this.summary()}`);
  }

  summary() {
    return this.list().map((m) => `  ${m.seq} ${m.kind} ${m.open ? 'open ' : ''}${JSON.stringify(m.content).slice(0, 120)}`).join('\n');
  }

  message(match, what = 'a message') { return this.until((view) => view.list().find(match), what); }
  text(content) { return this.message((m) => m.kind === 'text' && !m.open && m.content === content, `the text ${content}`); }
  phase(phase) { return this.until((view) => view.state.phase === phase, `phase ${phase}`); }
  notice(pattern) { return this.message((m) => m.kind === 'notice' && pattern.test(m.content), `a notice like ${pattern}`); }

  waiting(kind) {
    return this.message((m) => m.kind === kind && m[kind].state === 'waiting', `a waiting ${kind}`);
  }
}
