import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { CALM, startEcho } from "./support/servers.mjs";
import { Engine, probedSession, upgradedSession } from "./support/engine.mjs";

describe("Engine.IO upgrade", () => {
  let server;
  let engine;
  before(async () => {
    server = await startEcho(CALM);
    engine = new Engine(server.port);
  });
  after(() => server.stop());

  async function assertPollingLives(sid) {
    await engine.post(sid, "4polling");
    assert.deepEqual(await engine.nextMessages(sid), ["4polling"]);
  }

  it("answers an open poll with 6 at the probe, and each later one", async () => {
    const { sid } = await engine.handshake();
    const poll = engine.poll(sid);
    await once(poll.request, "finish");
    await engine.post(sid, "3");
    const socket = engine.websocket({ sid });
    await socket.open();
    socket.send("2probe");
    assert.equal(await socket.next(), "3probe");
    assert.equal((await poll).body, "6");
    assert.equal((await engine.poll(sid)).body, "6");
    assert.equal((await engine.poll(sid)).body, "6");
    socket.send("5");
    socket.send("4over");
    assert.equal(await socket.next(), "4over");
    await socket.close();
  });

  it("delivers what is posted during the upgrade once and in order", async () => {
    const { sid, socket } = await probedSession(engine);
    await engine.post(sid, "4one");
    assert.equal((await engine.poll(sid)).body, "4one");
    await engine.post(sid, "4two");
    await engine.post(sid, "bAwQ=\x1e4three");
    socket.send("5");
    socket.send("4four");
    assert.equal(await socket.next(), "4two");
    assert.deepEqual(await socket.next(), Buffer.from([3, 4]));
    assert.equal(await socket.next(), "4three");
    assert.equal(await socket.next(), "4four");
    await socket.close();
  });

  it("gives a reply to a poll that is open during the upgrade", async () => {
    const { sid, socket } = await probedSession(engine);
    await engine.post(sid, "4hello");
    assert.equal((await engine.poll(sid)).body, "4hello");
    assert.equal((await engine.poll(sid)).body, "6");
    await socket.close();
    await assertPollingLives(sid);
  });

  it("handles 5 before a GET that is sent right after it", async () => {
    for (let i = 0; i < 20; ++i) {
      const { sid, socket } = await probedSession(engine);
      socket.send("5");
      assert.equal((await engine.poll(sid)).status, 400);
      socket.send("4alive");
      assert.equal(await socket.next(), "4alive");
      await socket.close();
    }
  });

  it("closes a second WebSocket after the upgrade, the session lives", async () => {
    const { sid, socket } = await upgradedSession(engine);
    const second = engine.websocket({ sid });
    await second.end();
    socket.send("4alive");
    assert.equal(await socket.next(), "4alive");
    await socket.close();
  });

  it("closes a second WebSocket during the upgrade, the first goes on", async () => {
    const { sid, socket } = await probedSession(engine);
    const second = engine.websocket({ sid });
    await second.end();
    socket.send("5");
    socket.send("4alive");
    assert.equal(await socket.next(), "4alive");
    await socket.close();
  });

  for (const [what, first] of [["a message", "4early"], ["5 without a probe", "5"], ["a bare ping", "2"], ["rubbish", "abc"], ["a binary", Buffer.from([1])]]) {
    it(`drops a WebSocket that begins with ${what}, polling goes on`, async () => {
      const { sid } = await engine.handshake();
      const socket = engine.websocket({ sid });
      await socket.open();
      socket.send(first);
      await socket.end();
      await assertPollingLives(sid);
    });
  }

  it("goes on polling when the WebSocket is closed after the probe, and can be upgraded later", async () => {
    const { sid, socket } = await probedSession(engine);
    await socket.close();
    await assertPollingLives(sid);
    const again = engine.websocket({ sid });
    await again.open();
    again.send("2probe");
    assert.equal(await again.next(), "3probe");
    again.send("5");
    again.send("4second try");
    assert.equal(await again.next(), "4second try");
    await again.close();
  });

  it("goes on polling when the WebSocket is cut after the probe", async () => {
    const { sid, socket } = await probedSession(engine);
    socket.ws.terminate();
    await socket.end();
    await assertPollingLives(sid);
  });

  it("ends the session with its WebSocket after the upgrade", async () => {
    const { sid, socket } = await upgradedSession(engine);
    await socket.close();
    assert.equal(await engine.isKnown(sid), false);
  });

  it("cuts the candidate when the polling side says goodbye during the upgrade", async () => {
    const { sid, socket } = await probedSession(engine);
    await engine.post(sid, "1");
    await socket.end();
    assert.equal(await engine.isKnown(sid), false);
  });
});
