import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { CALM, startEcho } from "./support/servers.mjs";
import { Engine, openWebSocketSession, within } from "./support/engine.mjs";

const MAX_PAYLOAD = 1_000_000;
const TOO_BIG = 1009;

/** The server learns of a closed connection in its own time. */
const ended = (engine, sid) => within((async () => { while (await engine.isKnown(sid)); })(), "the end of the session");

describe("Engine.IO over a WebSocket", () => {
  let server;
  let engine;
  before(async () => {
    server = await startEcho(CALM);
    engine = new Engine(server.port);
  });
  after(() => server.stop());

  it("carries one packet per message, binary without a prefix", async () => {
    const { socket } = await openWebSocketSession(engine);
    socket.send("4thrée \u{1f600}\x1e4");
    assert.equal(await socket.next(), "4thrée \u{1f600}\x1e4");
    socket.send(Buffer.from([0, 4, 255]));
    assert.deepEqual(await socket.next(), Buffer.from([0, 4, 255]));
    socket.send(Buffer.alloc(0));
    assert.deepEqual(await socket.next(), Buffer.alloc(0));
    socket.send("4");
    assert.equal(await socket.next(), "4");
    await socket.close();
  });

  for (const [what, text] of [["a goodbye", "1"], ["an unknown type", "abc"], ["type 7", "7"], ["an empty message", ""], ["a ping from the client", "2"]]) {
    it(`closes on ${what}`, async () => {
      const { socket, open } = await openWebSocketSession(engine);
      socket.send(text);
      await socket.end();
      assert.equal(await engine.isKnown(open.sid), false);
    });
  }

  it("puts fragments together, with control frames between them", async () => {
    const { socket } = await openWebSocketSession(engine);
    const fragments = ["4h", "éll", "o \u{1f600}"];
    fragments.forEach((text, i) => {
      socket.ws.send(text, { fin: i === fragments.length - 1 });
      socket.ws.ping("between");
    });
    assert.equal(await socket.next(), "4héllo \u{1f600}");
    await socket.close();
  });

  it("answers a ping frame", async () => {
    const { socket } = await openWebSocketSession(engine);
    socket.ws.ping("are you there");
    const [data] = await within(once(socket.ws, "pong"), "the pong frame");
    assert.equal(data.toString(), "are you there");
    socket.ws.pong("unasked");
    socket.send("4fine");
    assert.equal(await socket.next(), "4fine");
    await socket.close();
  });

  it("declines permessage-deflate", async () => {
    const { socket } = await openWebSocketSession(engine, { perMessageDeflate: true });
    assert.equal(socket.ws.extensions, "");
    const text = "4" + "plain ".repeat(1000);
    socket.send(text);
    assert.equal(await socket.next(), text);
    await socket.close();
  });

  it("takes a message of exactly maxPayload", async () => {
    const { socket } = await openWebSocketSession(engine);
    const text = "4" + "x".repeat(MAX_PAYLOAD - 1);
    socket.send(text);
    assert.equal(await socket.next(), text);
    const binary = Buffer.alloc(MAX_PAYLOAD, 7);
    socket.send(binary);
    assert.deepEqual(await socket.next(), binary);
    await socket.close();
  });

  const tooBig = [
    ["a text", (socket) => socket.send("4" + "x".repeat(MAX_PAYLOAD))],
    ["a binary", (socket) => socket.send(Buffer.alloc(MAX_PAYLOAD + 1))],
    ["fragments that add up", (socket) => {
      socket.ws.send(Buffer.alloc(MAX_PAYLOAD / 2), { fin: false, binary: true });
      socket.ws.send(Buffer.alloc(MAX_PAYLOAD / 2), { fin: false, binary: true });
      socket.ws.send(Buffer.alloc(1), { fin: true, binary: true });
    }],
  ];
  for (const [what, send] of tooBig) {
    it(`closes with 1009 on ${what} of one byte more`, async () => {
      const { socket, open } = await openWebSocketSession(engine);
      send(socket);
      assert.equal(await socket.end(), TOO_BIG);
      await ended(engine, open.sid);
    });
  }

  const goodbyes = [
    ["without a code", (ws) => ws.close()],
    ["with 1000", (ws) => ws.close(1000)],
    ["with a reason", (ws) => ws.close(1001, "leaving")],
    ["with a code of its own", (ws) => ws.close(4000)],
    ["without a handshake", (ws) => ws.terminate()],
  ];
  for (const [what, leave] of goodbyes) {
    it(`ends the session when the client closes ${what}`, async () => {
      const { socket, open } = await openWebSocketSession(engine);
      leave(socket.ws);
      await socket.end();
      await ended(engine, open.sid);
    });
  }

  it("refuses polls with the sid of a WebSocket session", async () => {
    const { socket, open } = await openWebSocketSession(engine);
    const answer = await engine.poll(open.sid);
    assert.equal(JSON.parse(answer.body).code, 3);
    socket.send("4alive");
    assert.equal(await socket.next(), "4alive");
    await socket.close();
  });
});
