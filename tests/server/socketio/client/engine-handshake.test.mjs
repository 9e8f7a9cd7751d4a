import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { CALM, startEcho } from "./support/servers.mjs";
import { Engine, upgradedSession } from "./support/engine.mjs";

describe("Engine.IO handshake", () => {
  let server;
  let engine;
  before(async () => {
    server = await startEcho(CALM);
    engine = new Engine(server.port);
  });
  after(() => server.stop());

  const CORS = "access-control-allow-origin";

  it("opens a polling session with exactly five keys", async () => {
    const answer = await engine.request("GET", { EIO: 4, transport: "polling", t: "x1" });
    assert.equal(answer.status, 200);
    assert.match(answer.headers["content-type"], /^text\/plain; charset=UTF-8$/i);
    assert.equal(answer.headers["cache-control"], "no-store");
    assert.equal(answer.headers[CORS], "*");
    assert.equal(answer.body[0], "0");
    const open = JSON.parse(answer.body.slice(1));
    assert.deepEqual(Object.keys(open).sort(), ["maxPayload", "pingInterval", "pingTimeout", "sid", "upgrades"]);
    assert.deepEqual({ ...open, sid: "" }, { sid: "", upgrades: ["websocket"], pingInterval: 25000, pingTimeout: 20000, maxPayload: 1000000 });
    assert.match(open.sid, /^[A-Za-z0-9_-]{20,}$/);
  });

  it("gives every session another sid", async () => {
    const sids = await Promise.all(Array.from({ length: 20 }, async () => (await engine.handshake()).sid));
    assert.equal(new Set(sids).size, 20);
  });

  it("opens a WebSocket session without upgrades", async () => {
    const socket = engine.websocket();
    await socket.open();
    const message = await socket.next();
    assert.equal(message[0], "0");
    const open = JSON.parse(message.slice(1));
    assert.deepEqual(open.upgrades, []);
    assert.deepEqual(Object.keys(open).length, 5);
    await socket.close();
  });

  const refused = [
    ["no transport", "GET", { EIO: 4 }, 0, "Transport unknown"],
    ["a foreign transport", "GET", { EIO: 4, transport: "flash" }, 0, "Transport unknown"],
    ["the transport before everything else", "POST", { EIO: 3, sid: "nobody" }, 0, "Transport unknown"],
    ["GET with an unknown sid", "GET", { EIO: 4, transport: "polling", sid: "nobody" }, 1, "Session ID unknown"],
    ["POST with an unknown sid", "POST", { EIO: 4, transport: "polling", sid: "nobody" }, 1, "Session ID unknown"],
    ["POST without a sid", "POST", { EIO: 4, transport: "polling" }, 2, "Bad handshake method"],
    ["PUT without a sid", "PUT", { EIO: 4, transport: "polling" }, 2, "Bad handshake method"],
    ["websocket without Upgrade", "GET", { EIO: 4, transport: "websocket" }, 3, "Bad request"],
    ["no protocol version", "GET", { transport: "polling" }, 5, "Unsupported protocol version"],
    ["an older protocol version", "GET", { EIO: 3, transport: "polling" }, 5, "Unsupported protocol version"],
  ];
  for (const [what, method, query, code, message] of refused) {
    it(`refuses ${what} with code ${code}`, async () => {
      const answer = await engine.request(method, query, { headers: { Origin: "http://example.test" } });
      assert.equal(answer.status, 400);
      assert.equal(answer.headers["content-type"], "application/json");
      assert.ok(answer.headers[CORS]);
      assert.deepEqual(JSON.parse(answer.body), { code, message });
    });
  }

  const refusedUpgrades = [
    ["no transport", { transport: "" }, "Transport unknown"],
    ["an unknown sid", { sid: "nobody" }, "Session ID unknown"],
    ["no protocol version", { EIO: "" }, "Unsupported protocol version"],
    ["an older protocol version", { EIO: 3 }, "Unsupported protocol version"],
    ["polling", { transport: "polling" }, "Bad request"],
  ];
  for (const [what, query, message] of refusedUpgrades) {
    it(`refuses a WebSocket with ${what} before the 101`, async () => {
      const socket = engine.websocket(query);
      await socket.end();
      assert.equal(socket.refusal?.status, 400);
      assert.equal(socket.refusal.body, message);
      assert.equal(socket.refusal.headers.connection, "close");
      assert.ok(socket.refusal.headers[CORS]);
    });
  }

  it("does not ask for the protocol version again within a session", async () => {
    const { sid } = await engine.handshake();
    const answer = await engine.request("POST", { transport: "polling", sid }, { body: "4x" });
    assert.equal(answer.status, 200);
  });

  it("refuses a malformed Origin", async () => {
    const socket = await engine.raw();
    const text = new Promise((resolve) => {
      let all = "";
      socket.on("data", (chunk) => (all += chunk));
      socket.on("close", () => resolve(all));
      socket.on("error", () => {});
    });
    socket.write(`GET ${engine.target({ EIO: 4, transport: "polling" })} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://a\x01b\r\nConnection: close\r\n\r\n`);
    assert.match(await text, /^HTTP\/1\.1 400 /);
  });

  it("answers a preflight without a session", async () => {
    for (const query of [{}, { EIO: 4, transport: "polling" }, { EIO: 4, transport: "polling", sid: "nobody" }]) {
      const answer = await engine.request("OPTIONS", query, { headers: { Origin: "http://example.test", "Access-Control-Request-Method": "POST" } });
      assert.equal(answer.status, 204);
      assert.ok(answer.headers[CORS]);
      assert.equal(answer.body, "");
    }
  });

  it("leaves a path without the last slash to the application", async () => {
    const answer = await engine.request("GET", {}, { path: "/engine.io?EIO=4&transport=polling" });
    assert.equal(answer.status, 404);
  });

  for (const method of ["PUT", "DELETE", "PATCH", "HEAD"]) {
    it(`answers ${method} within a session with 500 and keeps the session`, async () => {
      const { sid } = await engine.handshake();
      const answer = await engine.request(method, { EIO: 4, transport: "polling", sid });
      assert.equal(answer.status, 500);
      assert.ok(await engine.isKnown(sid));
    });
  }

  it("refuses polls after the upgrade with code 3", async () => {
    const { sid, socket } = await upgradedSession(engine);
    for (const answer of [await engine.poll(sid), await engine.post(sid, "4lost")]) {
      assert.equal(answer.status, 400);
      assert.equal(JSON.parse(answer.body).code, 3);
    }
    socket.send("4alive");
    assert.equal(await socket.next(), "4alive");
    await socket.close();
  });
});
