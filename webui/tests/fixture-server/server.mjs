// Speaks enough of server/api/API.md for the dashboard's checks; keeps nothing. Loopback only.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { Server } from 'socket.io';
import { FixtureAgent } from './agent.mjs';
import { choices } from './capabilities.mjs';
import { FixtureSettings } from './settings.mjs';
import { FixtureTerminals } from './terminals.mjs';

const types = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json',
};
// The policy of the real server.
const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss:";

export class FixtureServer {
  constructor({ dist, password, relay } = {}) {
    this.dist = dist;
    this.password = password;
    /** A FixtureRelay in front, or none. */
    this.relay = relay;
    this.agents = new Map();
    this.prompts = new Map();
    this.settings = new FixtureSettings();
    /** Faults that a test switches on: `records` are lost, `prompts` fail before or after they are kept, `api` is down. */
    this.faults = { loseRecords: false, refusePrompts: 0, loseAnswers: 0, api: false, slowListMs: 0 };
    this.http = createServer((request, response) => void this.#handle(request, response));
    this.io = new Server(this.http, {
      serveClient: false,
      allowRequest: (request, answer) => answer(null, this.relay?.lets(request) ?? true),
    });
    this.io.use((socket, next) => {
      if (this.#isLoggedIn(socket.handshake.headers.cookie)) next();
      else next(new Error('Authentication required'));
    });
    this.terminals = new FixtureTerminals(this.io, this.agents);
    this.io.on('connection', (socket) => this.#connect(socket));
  }

  listen(port = 0) {
    return new Promise((resolve) => {
      this.http.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${this.http.address().port}`));
    });
  }

  async close() {
    await this.io.close();
    this.http.closeAllConnections();
  }

  addAgent(id, fields) {
    const agent = new FixtureAgent(id, fields, (changed, records) => {
      if (!this.faults.loseRecords) this.io.to(`records:${id}`).emit('agent:records', { agentId: id, records });
      this.#broadcastLater(changed);
    });
    this.agents.set(id, agent);
    return agent;
  }

  #broadcastLater(agent) {
    agent.timer ??= setTimeout(() => {
      agent.timer = undefined;
      this.io.emit('agent:snapshot', { agentId: agent.id, agent: agent.toJson(3) });
    }, 250);
  }

  #connect(socket) {
    this.terminals.connect(socket);
    socket.on('link:probe', (_payload, answer) => answer({ at: Date.now() }));
    socket.on('agent:leave', (id) => socket.leave(`records:${id}`));
    socket.on('agent:join', ({ id, afterSeq }, answer) => {
      const agent = this.agents.get(id);
      if (agent === undefined) return answer({ error: 'Agent not found' });
      socket.join(`records:${id}`);
      if (afterSeq === undefined) return answer({ ok: true, snapshot: agent.toJson(50), lastSeq: agent.lastSeq });
      return answer({ ok: true, records: agent.records.slice(afterSeq), lastSeq: agent.lastSeq });
    });
  }

  #isLoggedIn(cookie = '') {
    return this.password === undefined || cookie.includes('auth_token=fixture');
  }

  async #handle(request, response) {
    const url = new URL(request.url, 'http://fixture');
    if (url.pathname.startsWith('/socket.io/')) return;
    if (!url.pathname.startsWith('/api/')) return this.#serveFile(url.pathname, response);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const json = text === '' ? {} : JSON.parse(text);
    const [status, body, headers] =
      this.relay?.answer(request, url.pathname, json) ??
      (this.faults.api ? [503, { error: 'Shutting down' }] : await this.#answer(request, url, json));
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  }

  #serveFile(path, response) {
    const file = join(this.dist, normalize(path));
    const found = extname(path) !== '' && existsSync(file) ? file : join(this.dist, 'index.html');
    response.writeHead(200, { 'Content-Type': types[extname(found)], 'Content-Security-Policy': policy });
    createReadStream(found).pipe(response);
  }

  async #answer(request, url, body) {
    const [, , resource, id, action, sub] = url.pathname.split('/').map(decodeURIComponent);
    if (resource === 'auth') return this.#auth(request, id, body);
    if (resource === 'relay') return [404, { error: 'Not found' }];
    if (!this.#isLoggedIn(request.headers.cookie)) return [401, { error: 'Authentication required' }];
    if (resource === 'settings') return this.settings.answer(request.method, id, body);
    if (resource === 'directories') return directories(url.searchParams.get('path') ?? '/home/ada');
    if (resource !== 'agents') return [404, { error: 'Not found' }];
    if (id === undefined) return request.method === 'POST' ? this.#create(body) : this.#list();
    const agent = this.agents.get(id);
    if (agent === undefined) return [404, { error: 'Agent not found' }];
    return this.#onAgent(request, agent, action, sub, url.searchParams, body);
  }

  async #list() {
    await new Promise((resolve) => setTimeout(resolve, this.faults.slowListMs));
    return [200, [...this.agents.values()].reverse().map((agent) => agent.toJson(3))];
  }

  #auth(request, call, body) {
    if (call === 'check') {
      const inside = this.#isLoggedIn(request.headers.cookie);
      return [inside ? 200 : 401, { authenticated: inside, required: this.password !== undefined }];
    }
    if (call === 'login' && body.password !== this.password) return [401, { error: 'Invalid password' }];
    return [200, { ok: true }, { 'Set-Cookie': `auth_token=${call === 'login' ? 'fixture' : ''}; Path=/; HttpOnly` }];
  }

  #create(body) {
    if (body.directory === '/missing') return [400, { error: 'directory: /missing does not exist' }];
    const agent = this.addAgent(`a${this.agents.size + 1}`, body);
    agent.add('prompt', { role: 'user', content: body.prompt, delivery: 'accepted' });
    agent.set({ phase: 'starting' });
    return [201, agent.toJson(50)];
  }

  #onAgent(request, agent, action, sub, query, body) {
    switch (action) {
      case undefined:
        if (request.method !== 'DELETE') return [200, { ...agent.toJson(200), choices }];
        this.agents.delete(agent.id);
        this.io.emit('agent:status', { agentId: agent.id, status: 'deleted' });
        return [200, { ok: true, purgeSessionFiles: body.purgeSessionFiles === true }];
      case 'messages':
        if (sub !== undefined) return [200, [...agent.messages.values()].find((each) => each.seq === Number(sub))];
        return [200, agent.page(Number(query.get('before')), Number(query.get('limit')))];
      case 'terminals':
        return [200, { terminals: this.terminals.list(agent.id) }];
      case 'message':
        return this.#prompt(agent, body);
      case 'approvals':
        return this.#decide(agent, sub, body);
      case 'questions':
        return this.#reply(agent, sub, body);
      case 'rename':
        agent.name = body.name;
        this.#broadcastLater(agent);
        return [200, { ok: true }];
      case 'mode':
      case 'model':
        agent.set({ [action]: body[action] });
        return [200, agent.toJson(3)];
      case 'reasoning-effort':
        agent.set({ effort: body.reasoningEffort });
        return [200, agent.toJson(3)];
      default:
        agent.set({ phase: { interrupt: 'idle', stop: 'stopped', resume: 'idle' }[action], activity: '', error: '' });
        if (action === 'stop') this.terminals.end(agent.id, 'agent', 0);
        if (action === 'resume') this.onResume?.(agent);
        return [200, { ok: true }];
    }
  }

  #prompt(agent, { text, clientId }) {
    if (this.faults.refusePrompts > 0) {
      this.faults.refusePrompts -= 1;
      return [503, { error: 'Shutting down' }];
    }
    let message = this.prompts.get(clientId);
    if (message === undefined) {
      message = agent.add('prompt', { role: 'user', content: text, clientId, delivery: 'accepted' });
      this.prompts.set(clientId, message);
      this.onPrompt?.(agent, message);
    }
    if (this.faults.loseAnswers > 0) {
      this.faults.loseAnswers -= 1;
      return [500, { error: 'The answer was lost' }];
    }
    return [200, { ok: true, messageId: message.id }];
  }

  #decide(agent, approvalId, { optionId, message }) {
    const asked = [...agent.messages.values()].find((each) => each.approval?.id === approvalId);
    if (asked === undefined) return [404, { error: 'Approval not found' }];
    if (asked.approval.state !== 'waiting') return [409, { error: 'Already decided', approval: asked.approval }];
    const option = asked.approval.options.find((each) => each.id === optionId);
    if (option === undefined) return [400, { error: 'optionId: no such option' }];
    const decision = { optionId, label: option.label, message, by: 'you', from: '127.0.0.1', at: Date.now() };
    const { approval } = agent.change(asked.id, { open: false, approval: { ...asked.approval, state: 'decided', decision } });
    if (agent.pending.length === 0) agent.set({ phase: 'working', activity: approval.title });
    return [200, { ok: true, approval }];
  }

  #reply(agent, questionId, { answers, skip }) {
    const asked = [...agent.messages.values()].find((each) => each.question?.id === questionId);
    if (asked === undefined) return [404, { error: 'Question not found' }];
    if (asked.question.state !== 'waiting') return [409, { error: 'Already answered', question: asked.question }];
    const decision = { optionId: skip ? 'skip' : 'answer', label: '', by: 'you', from: '127.0.0.1', at: Date.now() };
    const { question } = agent.change(asked.id, {
      open: false,
      question: { ...asked.question, state: 'decided', answers, decision },
    });
    if (agent.pending.length === 0) agent.set({ phase: 'working', activity: 'Thinking' });
    return [200, { ok: true, question }];
  }
}

function directories(path) {
  const names = { '/home/ada': ['code', 'notes'], '/home/ada/code': ['api-server', 'docs', 'webshop'] }[path] ?? [];
  if (path.includes('missing')) return [400, { error: `path: ${path} does not exist` }];
  const entries = names.map((name) => ({ name, path: `${path}/${name}`, isDirectory: true }));
  return [200, { path, parent: path.split('/').slice(0, -1).join('/') || '/', entries }];
}
