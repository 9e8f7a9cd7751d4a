// Engine.IO by hand: requests and WebSockets that do exactly what a test says, also what no sane client does.
import http from "node:http";
import net from "node:net";
import { once } from "node:events";
import WebSocket from "ws";

const PATIENCE_MS = 10_000;

/** Rejects when `promise` takes too long, so that a hang says where it hangs. */
export function within(promise, what, ms = PATIENCE_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export class Engine {
  constructor(port, path = "/engine.io/") {
    this.port = port;
    this.path = path;
  }

  target(query) {
    return `${this.path}?${new URLSearchParams(query)}`;
  }

  /** The answer; `request` on the promise is the ClientRequest, to drop it. */
  request(method, query, { body, headers = {}, agent, path } = {}) {
    let request;
    const answered = new Promise((resolve, reject) => {
      request = http.request(
        { host: "127.0.0.1", port: this.port, method, path: path ?? this.target(query), headers, agent: agent ?? false },
        (response) => {
          const chunks = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("end", () =>
            resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }),
          );
          response.on("error", reject);
        },
      );
      request.on("error", reject);
      request.end(body);
    });
    const bounded = within(answered, `${method} ${path ?? this.target(query)}`);
    bounded.request = request;
    return bounded;
  }

  async handshake(options) {
    const answer = await this.request("GET", { EIO: 4, transport: "polling" }, options);
    if (answer.status !== 200) throw new Error(`handshake refused: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body.slice(1));
  }

  poll(sid, options) {
    return this.request("GET", { EIO: 4, transport: "polling", sid }, options);
  }

  post(sid, body, { headers = {}, ...options } = {}) {
    return this.request("POST", { EIO: 4, transport: "polling", sid }, {
      body,
      headers: { "Content-Type": "text/plain;charset=UTF-8", ...headers },
      ...options,
    });
  }

  /** Polls until a message packet comes; answers pings on the way. */
  async nextMessages(sid) {
    for (;;) {
      const { status, body } = await this.poll(sid);
      if (status !== 200) throw new Error(`poll refused: ${status} ${body}`);
      const packets = body.split("\x1e");
      if (packets.includes("2")) await this.post(sid, "3");
      const rest = packets.filter((packet) => packet !== "2");
      if (rest.length > 0) return rest;
    }
  }

  async isKnown(sid) {
    const { status, body } = await this.request("PUT", { EIO: 4, transport: "polling", sid });
    if (status === 500) return true; // only a known session gets as far as the wrong method
    return JSON.parse(body).code !== 1;
  }

  websocket(query = {}, options = {}) {
    return new Socket(`ws://127.0.0.1:${this.port}${this.target({ EIO: 4, transport: "websocket", ...query })}`, options);
  }

  /** A bare connection: what is written is what is sent. */
  async raw() {
    const socket = net.connect(this.port, "127.0.0.1");
    await within(once(socket, "connect"), "connecting");
    return socket;
  }
}

/** A WebSocket whose messages wait until they are asked for. */
export class Socket {
  #messages = [];
  #waiting = [];

  constructor(url, options) {
    this.ws = new WebSocket(url, { perMessageDeflate: false, ...options });
    this.refusal = undefined;
    this.opened = new Promise((resolve, reject) => {
      this.ws.once("open", resolve);
      this.ws.once("close", () => reject(new Error("closed before it was open")));
    });
    this.opened.catch(() => {});
    this.closed = new Promise((resolve) => this.ws.once("close", (code) => resolve(code)));
    this.ws.on("error", () => {}); // "close" follows
    this.ws.on("unexpected-response", (request, response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        this.refusal = { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
        this.ws.terminate();
      });
    });
    this.ws.on("message", (data, isBinary) => {
      const message = isBinary ? data : data.toString();
      const waiting = this.#waiting.shift();
      if (waiting) waiting(message);
      else this.#messages.push(message);
    });
  }

  open() {
    return within(this.opened, "opening the WebSocket");
  }

  send(data) {
    this.ws.send(data);
  }

  /** The next message; binary is a Buffer. */
  next() {
    if (this.#messages.length > 0) return Promise.resolve(this.#messages.shift());
    const message = new Promise((resolve) => this.#waiting.push(resolve));
    const ended = this.closed.then((code) => Promise.reject(new Error(`closed (${code}) while a message was awaited`)));
    ended.catch(() => {});
    return within(Promise.race([message, ended]), "a WebSocket message");
  }

  /** The next message that is not a ping; pings are answered. */
  async nextMessage() {
    for (;;) {
      const message = await this.next();
      if (message !== "2") return message;
      this.send("3");
    }
  }

  end() {
    return within(this.closed, "the end of the WebSocket");
  }

  close() {
    this.ws.close();
    return this.end();
  }
}

/** An open session over a WebSocket from the start. */
export async function openWebSocketSession(engine, options) {
  const socket = engine.websocket({}, options);
  await socket.open();
  const open = JSON.parse((await socket.next()).slice(1));
  return { socket, open };
}

/** A polling session with a WebSocket that has been probed: `2probe` sent, `3probe` received. */
export async function probedSession(engine) {
  const { sid } = await engine.handshake();
  const socket = engine.websocket({ sid });
  await socket.open();
  socket.send("2probe");
  const answer = await socket.next();
  if (answer !== "3probe") throw new Error(`the probe was answered by ${answer}`);
  return { sid, socket };
}

/** A session that has moved from polling to a WebSocket. */
export async function upgradedSession(engine) {
  const session = await probedSession(engine);
  session.socket.send("5");
  session.socket.send("4upgraded?");
  const echo = await session.socket.nextMessage();
  if (echo !== "4upgraded?") throw new Error(`after the upgrade came ${echo}`);
  return session;
}
