// The terminals of the fixture server: events terminal:* and GET /api/agents/:id/terminals, as server/api/API.md says.
import { FixtureShell } from './shell.mjs';

const maxOfOneAgent = 8;
const isName = (id) => /^[A-Za-z0-9._-]{1,64}$/.test(id);
const isSide = (side) => Number.isInteger(side) && side >= 1 && side <= 1000;

export class FixtureTerminals {
  constructor(io, agents) {
    this.io = io;
    this.agents = agents;
    /** By "agent/terminal". */
    this.running = new Map();
    /** Every event that came, for tests to look at. */
    this.heard = [];
    /** Faults: acknowledgements of input do not come; opening is refused with these words. */
    this.loseInput = false;
    this.refuseOpen = undefined;
  }

  #key = ({ agentId, terminalId }) => `${agentId}/${terminalId}`;

  get(agentId, terminalId = '1') {
    return this.running.get(`${agentId}/${terminalId}`);
  }

  list(agentId) {
    const mine = [...this.running].filter(([key]) => key.startsWith(`${agentId}/`));
    return mine.map(([key, { cols, rows }]) => {
      const terminalId = key.slice(agentId.length + 1);
      return terminalId === 'agent' ? { terminalId, ofAgent: true } : { terminalId, ofAgent: false, cols, rows };
    });
  }

  /** An agent's own program; `make` gets what to call with its output. */
  start(agentId, make) {
    const name = { agentId, terminalId: 'agent' };
    this.running.set(this.#key(name), make((text) => this.#broadcast(name, text)));
  }

  end(agentId, terminalId, exitCode) {
    const name = { agentId, terminalId };
    if (this.running.delete(this.#key(name))) this.io.to(this.#room(name)).emit('terminal:exit', { ...name, exitCode });
  }

  connect(socket) {
    for (const event of ['open', 'input', 'resize', 'leave', 'close']) {
      socket.on(`terminal:${event}`, (payload, acknowledge) => {
        const request = typeof payload === 'string' ? { agentId: payload } : payload;
        this.heard.push({ event, ...request });
        const answer = this.#answer(socket, event, { terminalId: '1', ...request });
        if (answer !== undefined) acknowledge?.(answer);
      });
    }
  }

  #room = (name) => `terminal:${this.#key(name)}`;

  #broadcast(name, text) {
    this.io.to(this.#room(name)).emit('terminal:output', { ...name, data: Buffer.from(text) });
  }

  #answer(socket, event, request) {
    const { agentId, terminalId } = request;
    const name = { agentId, terminalId };
    if (!isName(terminalId)) return { error: `terminal:${event}: terminalId must be 1 to 64 letters, digits, dots, dashes or underscores` };
    if (event === 'open') return this.#open(socket, name, request);
    if (event === 'leave') {
      socket.leave(this.#room(name));
      return { ok: true };
    }
    const terminal = this.running.get(this.#key(name));
    if (terminal === undefined) return { error: 'There is no such terminal' };
    if (event === 'input') return this.#type(terminal, request.data);
    if (event === 'resize') terminal.resize(request);
    else if (terminalId === 'agent') return { error: "This is the agent's own terminal; it ends with the agent" };
    else this.end(agentId, terminalId, 129);
    return { ok: true };
  }

  #type(terminal, data) {
    if (this.loseInput) return undefined;
    terminal.type(Buffer.from(data).toString());
    return { ok: true };
  }

  #open(socket, name, request) {
    if (this.refuseOpen !== undefined) return { error: this.refuseOpen };
    if (!isSide(request.cols) || !isSide(request.rows)) return { error: 'terminal:open: cols must be 1 to 1000' };
    if (!this.agents.has(name.agentId)) return { error: 'Agent not found' };
    const there = this.running.get(this.#key(name));
    if (there === undefined && name.terminalId === 'agent') return { error: 'The agent does not run on a terminal now' };
    if (there === undefined && this.list(name.agentId).length >= maxOfOneAgent) return { error: 'There are too many terminals' };
    there?.resize(request);
    if (there !== undefined) {
      const data = request.binary === true ? Buffer.from(there.shown) : there.shown;
      socket.emit('terminal:output', { ...name, data, replay: true });
    }
    socket.join(this.#room(name));
    if (there === undefined) this.#begin(name, request);
    return { ok: true, terminalId: name.terminalId, attached: there !== undefined };
  }

  #begin(name, size) {
    const shell = new FixtureShell(size, (text) => setImmediate(() => this.#broadcast(name, text)), (exitCode) =>
      setImmediate(() => this.end(name.agentId, name.terminalId, exitCode)));
    this.running.set(this.#key(name), shell);
  }
}
