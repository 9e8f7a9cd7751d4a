import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { io } from "socket.io-client";
import { BRISK, CALM, startEcho, startRooms } from "./support/servers.mjs";
import { within } from "./support/engine.mjs";

const TRANSPORTS = [["websocket"], ["polling"], ["polling", "websocket"], ["websocket", "polling"]];

/** The next emission of `event`, as its list of arguments. */
function next(emitter, event) {
  return within(new Promise((resolve) => emitter.once(event, (...args) => resolve(args))), `"${event}"`);
}

function client(server, options = {}, space = "/") {
  return io(`http://127.0.0.1:${server.port}${space}`, { forceNew: true, reconnection: false, ...options });
}

async function connected(server, options, space) {
  const socket = client(server, options, space);
  const refused = new Promise((_, reject) => socket.once("connect_error", reject));
  refused.catch(() => {});
  await within(Promise.race([next(socket, "connect"), refused]), "connecting");
  return socket;
}

for (const transports of TRANSPORTS) {
  describe(`socket.io-client with ${transports.join(", ")}`, () => {
    let server;
    before(async () => (server = await startEcho(CALM)));
    after(() => server.stop());

    it("connects, gets its auth payload first, and ends on the expected transport", async () => {
      const socket = client(server, { transports, auth: { token: "abc", n: 1 } });
      assert.deepEqual(await next(socket, "auth"), [{ token: "abc", n: 1 }]);
      const wanted = transports.includes("websocket") ? "websocket" : "polling";
      if (socket.io.engine.transport.name !== wanted) await next(socket.io.engine, "upgrade");
      assert.equal(socket.io.engine.transport.name, wanted);
      socket.disconnect();
    });

    it("loses and doubles nothing that is sent while it upgrades", async () => {
      const socket = client(server, { transports });
      const received = [];
      const count = 200;
      const all = new Promise((resolve) => {
        socket.on("message-back", (n) => {
          received.push(n);
          if (received.length === count) resolve();
        });
      });
      await next(socket, "connect");
      for (let i = 0; i < count; ++i) {
        socket.emit("message", i);
        if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await within(all, "all echoes");
      assert.deepEqual(received, Array.from({ length: count }, (_, i) => i));
      socket.disconnect();
    });

    it("gets acknowledgements", async () => {
      const socket = await connected(server, { transports });
      assert.equal(await within(socket.emitWithAck("message-with-ack", "text"), "the acknowledgement"), "text");
      const several = await within(
        new Promise((resolve) => socket.emit("message-with-ack", 1, { a: [2] }, "drei", (...args) => resolve(args))),
        "the acknowledgement",
      );
      assert.deepEqual(several, [1, { a: [2] }, "drei"]);
      socket.disconnect();
    });

    it("carries binary both ways, in events and acknowledgements", async () => {
      const socket = await connected(server, { transports });
      const args = [Buffer.from([0, 1, 255]), "text", { z: Buffer.from("z"), a: [Buffer.alloc(100_000, 9)] }];
      const back = next(socket, "message-back");
      socket.emit("message", ...args);
      assert.deepEqual(await back, args);
      assert.deepEqual(await within(socket.emitWithAck("message-with-ack", Buffer.from([7])), "the acknowledgement"), Buffer.from([7]));
      socket.disconnect();
    });

    it("carries large and non-ASCII text", async () => {
      const socket = await connected(server, { transports });
      const text = "ünï \u{1f600} \u2028 ".repeat(20_000);
      const back = next(socket, "message-back");
      socket.emit("message", text);
      assert.deepEqual(await back, [text]);
      socket.disconnect();
    });

    it("joins /custom beside / on one connection", async () => {
      const socket = await connected(server, { transports });
      const custom = socket.io.socket("/custom", { auth: { where: "custom" } });
      assert.deepEqual(await next(custom, "auth"), [{ where: "custom" }]);
      assert.notEqual(custom.id, socket.id);
      custom.disconnect();
      assert.equal(await within(socket.emitWithAck("message-with-ack", "still there"), "the acknowledgement"), "still there");
      socket.disconnect();
    });

    it("is refused an unknown namespace", async () => {
      const socket = client(server, { transports }, "/nowhere");
      const [error] = await next(socket, "connect_error");
      assert.equal(error.message, "Invalid namespace");
      assert.equal(error.data, undefined);
      socket.disconnect();
    });

    it("connects again after a disconnect of its own", async () => {
      const socket = await connected(server, { transports });
      const first = socket.id;
      socket.disconnect();
      socket.connect();
      await next(socket, "connect");
      assert.notEqual(socket.id, first);
      socket.disconnect();
    });

    it("lives by the heartbeat and notices its loss", async () => {
      const brisk = await startEcho(BRISK);
      const socket = await connected(brisk, { transports });
      if (transports.length > 1 && socket.io.engine.transport.name === "polling") await next(socket.io.engine, "upgrade");
      for (let i = 0; i < 4; ++i) await next(socket.io, "ping");
      assert.ok(socket.connected);
      const lost = next(socket, "disconnect");
      await brisk.stop();
      const [reason] = await lost;
      assert.match(reason, /transport (close|error)|ping timeout/);
      socket.disconnect();
    });

    it("reconnects by itself when the server was killed and is back", async () => {
      const first = await startEcho(CALM);
      const socket = await connected(first, { transports, reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 50 });
      if (transports.length > 1 && socket.io.engine.transport.name === "polling") await next(socket.io.engine, "upgrade");
      const lost = next(socket, "disconnect");
      await first.kill();
      await lost;
      const again = next(socket, "connect");
      const second = await startEcho({ ...CALM, port: first.port });
      await again;
      assert.equal(await within(socket.emitWithAck("message-with-ack", "back"), "the acknowledgement"), "back");
      socket.disconnect();
      await second.stop();
    });
  });
}

describe("socket.io-client, rooms and login", () => {
  let server;
  before(async () => (server = await startRooms()));
  after(() => server.stop());

  const LOGIN = { auth: { token: "sesame" } };
  const ask = (socket, ...args) => within(socket.emitWithAck(...args), args[0]);

  it("gets into a room, hears what is told there, and gets out", async () => {
    const options = [{ transports: ["websocket"] }, { transports: ["polling"] }, {}];
    const [a, b, c] = await Promise.all(options.map((each) => connected(server, { ...LOGIN, ...each })));
    const heard = { a: [], b: [], c: [] };
    for (const [name, socket] of Object.entries({ a, b, c })) socket.on("told", (text) => heard[name].push(text));

    assert.equal(await ask(a, "join", "x"), 1);
    assert.equal(await ask(b, "join", "x"), 1);
    assert.equal(await ask(c, "join", "y"), 1);
    a.emit("tell", "x", "to x");
    a.emit("tell", "nobody's room", "unheard");
    a.emit("tell-all", "to all");
    await Promise.all([ask(a, "whoami"), ask(b, "whoami"), ask(c, "whoami")]); // behind what was told before
    assert.equal(await ask(b, "leave", "x"), 0);
    a.emit("tell", "x", "to x again");
    a.emit("tell-all", Buffer.from("binary"));
    await Promise.all([ask(a, "whoami"), ask(b, "whoami"), ask(c, "whoami")]);
    assert.deepEqual(heard, {
      a: ["to x", "to all", "to x again", Buffer.from("binary")],
      b: ["to x", "to all", Buffer.from("binary")],
      c: ["to all", Buffer.from("binary")],
    });
    for (const socket of [a, b, c]) socket.disconnect();
  });

  it("leaves its rooms with its connection", async () => {
    const stays = await connected(server, LOGIN);
    const leaves = await connected(server, LOGIN);
    await ask(leaves, "join", "z");
    leaves.io.engine.close();
    let clients;
    do [, , clients] = await within(new Promise((resolve) => stays.emit("whoami", (...args) => resolve(args))), "whoami");
    while (clients > 1);
    stays.emit("tell", "z", "nobody there");
    assert.equal(await ask(stays, "whoami"), "by token");
    stays.disconnect();
  });

  it("knows who is connected and from where", async () => {
    const socket = await connected(server, LOGIN);
    const [user, peer] = await within(new Promise((resolve) => socket.emit("whoami", (...args) => resolve(args))), "whoami");
    assert.deepEqual([user, peer], ["by token", "127.0.0.1"]);
    socket.disconnect();
  });

  for (const transports of TRANSPORTS) {
    it(`is refused without a login (${transports})`, async () => {
      const socket = client(server, { transports, auth: { token: "guessed" } });
      const [error] = await next(socket, "connect_error");
      assert.equal(error.message, "Authentication required");
      assert.equal(error.data, undefined);
      socket.auth = LOGIN.auth;
      socket.connect(); // on the same connection
      await next(socket, "connect");
      socket.disconnect();
    });

    it(`needs its cookie with the first request only (${transports})`, async () => {
      // With withCredentials the Node client drops extraHeaders.Cookie from the WebSocket request.
      const socket = await connected(server, { transports, withCredentials: true, extraHeaders: transports[0] === "polling" ? { Cookie: "token=sesame" } : undefined, ...(transports[0] === "polling" ? {} : LOGIN) });
      if (transports.length > 1 && socket.io.engine.transport.name === "polling") await next(socket.io.engine, "upgrade");
      assert.match(await ask(socket, "whoami"), /^by /);
      socket.disconnect();
    });
  }

  it("is told when the server disconnects it, and stays away", async () => {
    const socket = await connected(server, { ...LOGIN, reconnection: true });
    const gone = next(socket, "disconnect");
    socket.emit("kick");
    assert.equal((await gone)[0], "io server disconnect");
    assert.equal(socket.active, false);
    socket.connect();
    await next(socket, "connect");
    socket.disconnect();
  });
});
