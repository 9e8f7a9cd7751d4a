// One agent of the fixture server: a journal in memory that speaks the wire of server/api/API.md.

const statusOf = {
  starting: 'running',
  working: 'running',
  retrying: 'running',
  asking: 'waiting_input',
  idle: 'waiting_input',
  stopped: 'stopped',
  failed: 'error',
};

const waits = (message) => (message.approval ?? message.question)?.state === 'waiting';

export class FixtureAgent {
  constructor(id, fields, onRecords) {
    this.id = id;
    this.name = fields.name;
    this.createdAt = fields.createdAt ?? Date.now();
    this.config = { provider: fields.provider ?? 'claude', directory: fields.directory, prompt: fields.prompt ?? '', flags: fields.flags ?? {} };
    this.problem = fields.problem;
    this.resources = fields.resources;
    this.records = [];
    this.messages = new Map();
    this.onRecords = onRecords;
    this.state = {
      phase: 'idle', activity: '', sessionId: 'f3b0', model: 'opus', mode: 'default', effort: 'high',
      cliVersion: '2.1.330', costUsd: 0, tokenUsage: { input: 0, output: 0 }, contextWindow: { used: 0, total: 200000 },
      error: '', turnStartedAt: 0, lastActivity: this.createdAt,
    };
  }

  get lastSeq() {
    return this.records.length;
  }

  #push(record) {
    const whole = { seq: this.lastSeq + 1, at: Date.now(), ...record };
    this.records.push(whole);
    this.onRecords(this, [whole]);
    return whole;
  }

  set(state) {
    Object.assign(this.state, { lastActivity: Date.now() }, state);
    this.state.status = statusOf[this.state.phase];
    this.#push({ type: 'state', state: { ...this.state } });
  }

  add(kind, fields) {
    const seq = this.lastSeq + 1;
    const message = { id: `m${seq}`, seq, kind, content: '', timestamp: Date.now(), open: false, ...fields };
    this.messages.set(message.id, message);
    this.#push({ type: 'message', message: { ...message } });
    return message;
  }

  change(id, fields) {
    const message = { ...this.messages.get(id), ...fields };
    this.messages.set(id, message);
    this.#push({ type: 'message', message: { ...message } });
    return message;
  }

  append(id, text) {
    const message = this.messages.get(id);
    if (message.kind === 'tool') message.toolResult = (message.toolResult ?? '') + text;
    else message.content += text;
    this.#push({ type: 'append', id, text });
  }

  get pending() {
    return [...this.messages.values()].filter(waits);
  }

  toJson(tail) {
    const messages = [...this.messages.values()];
    return {
      id: this.id, name: this.name, createdAt: this.createdAt, config: this.config, problem: this.problem,
      resources: this.resources, projectName: this.config.directory.split('/').pop(), ...this.state, status: statusOf[this.state.phase],
      messageCount: messages.length, lastSeq: this.lastSeq, pending: this.pending, messages: messages.slice(-tail),
    };
  }

  page(before, limit) {
    const older = [...this.messages.values()].filter((message) => message.seq < before);
    return { messages: older.slice(-limit), more: older.length > limit, lastSeq: this.lastSeq };
  }
}
