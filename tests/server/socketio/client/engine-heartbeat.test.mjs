import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { BRISK, startEcho } from "./support/servers.mjs";
import { Engine, openWebSocketSession, probedSession, upgradedSession } from "./support/engine.mjs";

const SEVERAL = 7; // more pings than would fit into interval + timeout: the session lives by its pongs

describe(`Engine.IO heartbeat at ${BRISK.pingInterval}/${BRISK.pingTimeout} ms`, () => {
  let server;
  let engine;
  before(async () => {
    server = await startEcho(BRISK);
    engine = new Engine(server.port);
  });
  after(() => server.stop());

  it("pings a WebSocket again after each pong", async () => {
    const { socket } = await openWebSocketSession(engine);
    for (let i = 0; i < SEVERAL; ++i) {
      const asked = performance.now();
      assert.equal(await socket.next(), "2");
      // The first one counts from the handshake, which may have taken its time to come here.
      assert.ok(i === 0 || performance.now() - asked > BRISK.pingInterval / 2, "a ping came too early");
      socket.send("3");
    }
    await socket.close();
  });

  it("pings a polling client as the body of its poll", async () => {
    const { sid } = await engine.handshake();
    for (let i = 0; i < SEVERAL; ++i) {
      assert.equal((await engine.poll(sid)).body, "2");
      assert.equal((await engine.post(sid, "3")).body, "ok");
    }
  });

  it("cuts a silent WebSocket after the timeout, not earlier", async () => {
    const { socket } = await openWebSocketSession(engine);
    assert.equal(await socket.next(), "2");
    const pinged = performance.now();
    await socket.end();
    const lived = performance.now() - pinged;
    assert.ok(lived > BRISK.pingTimeout / 2, `cut ${lived} ms after the ping`);
  });

  it("cuts a silent polling client", async () => {
    const { sid } = await engine.handshake();
    assert.equal((await engine.poll(sid)).body, "2");
    const last = await engine.poll(sid); // without a pong
    assert.deepEqual([last.status, last.body], [200, "1"]);
    const gone = await engine.poll(sid);
    assert.equal(JSON.parse(gone.body).code, 1);
  });

  it("is not satisfied by messages", async () => {
    const { socket } = await openWebSocketSession(engine);
    let talking = true;
    const chatter = (async () => {
      while (talking && socket.ws.readyState === socket.ws.OPEN) {
        socket.send("4x");
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await socket.end();
    talking = false;
    await chatter;
  });

  it("goes on after the upgrade", async () => {
    const { socket } = await upgradedSession(engine);
    for (let i = 0; i < SEVERAL; ++i) {
      assert.equal(await socket.next(), "2");
      socket.send("3");
    }
    await socket.close();
  });

  it("takes the pong by either transport during an upgrade", async () => {
    for (const answer of [(session) => session.socket.send("3"), (session) => engine.post(session.sid, "3")]) {
      const session = await probedSession(engine);
      // Polls are answered 6 until the ping comes.
      let body;
      do body = (await engine.poll(session.sid)).body; while (body === "6");
      assert.equal(body, "2");
      await answer(session);
      do body = (await engine.poll(session.sid)).body; while (body === "6");
      assert.equal(body, "2", "the session did not live on");
      session.socket.send("3");
      session.socket.send("5");
      session.socket.send("4done");
      assert.equal(await session.socket.nextMessage(), "4done");
      await session.socket.close();
    }
  });

  it("sends a ping that was due during the upgrade by the WebSocket", async () => {
    const { socket } = await probedSession(engine);
    // Nobody polls: the ping waits. The session is silent until the upgrade, which must come within the timeout.
    socket.send("5");
    assert.equal(await socket.next(), "2");
    socket.send("3");
    assert.equal(await socket.next(), "2");
    await socket.close();
  });
});
