import assert from "node:assert/strict";
import http from "node:http";
import { once } from "node:events";
import { gunzipSync } from "node:zlib";
import { after, before, describe, it } from "node:test";
import { CALM, startEcho } from "./support/servers.mjs";
import { Engine, within } from "./support/engine.mjs";

const SEPARATOR = "\x1e";
const MAX_PAYLOAD = 1_000_000;

describe("Engine.IO polling", () => {
  let server;
  let engine;
  before(async () => {
    server = await startEcho(CALM);
    engine = new Engine(server.port);
  });
  after(() => server.stop());

  async function assertGone(sid) {
    const answer = await engine.poll(sid);
    assert.equal(answer.status, 400);
    assert.equal(JSON.parse(answer.body).code, 1);
  }

  it("answers a POST with ok and echoes in the next poll", async () => {
    const { sid } = await engine.handshake();
    const posted = await engine.post(sid, "4hello");
    assert.equal(posted.status, 200);
    assert.equal(posted.body, "ok");
    assert.match(posted.headers["content-type"], /^text\/html/);
    const polled = await engine.poll(sid);
    assert.equal(polled.status, 200);
    assert.equal(polled.body, "4hello");
    assert.match(polled.headers["content-type"], /^text\/plain; charset=UTF-8$/i);
    assert.equal(polled.headers["cache-control"], "no-store");
    assert.ok(polled.headers["access-control-allow-origin"]);
  });

  it("holds a poll until there is something to say", async () => {
    const { sid } = await engine.handshake();
    const poll = engine.poll(sid);
    await once(poll.request, "finish");
    assert.equal((await engine.post(sid, "4late")).status, 200);
    assert.equal((await poll).body, "4late");
  });

  it("sends all that waits in one poll, in order", async () => {
    const { sid } = await engine.handshake();
    await engine.post(sid, ["4one", "4", "4thrée ✓", "bAAEC", "4four"].join(SEPARATOR));
    await engine.post(sid, "4five");
    assert.equal((await engine.poll(sid)).body, ["4one", "4", "4thrée ✓", "bAAEC", "4four", "4five"].join(SEPARATOR));
  });

  it("answers an open poll with a whole burst", async () => {
    const { sid } = await engine.handshake();
    const poll = engine.poll(sid);
    await once(poll.request, "finish");
    await engine.post(sid, `4a${SEPARATOR}bAQI=${SEPARATOR}4c`);
    assert.equal((await poll).body, `4a${SEPARATOR}bAQI=${SEPARATOR}4c`);
  });

  const badPayloads = [
    ["an unknown type", "abc"],
    ["nothing", ""],
    ["an empty packet between two", `4a${SEPARATOR}${SEPARATOR}4b`],
    ["a ping from the client", "2"],
    ["a ping after a message", `4a${SEPARATOR}2`],
    ["a binary that is no base64", "b!!!"],
    ["type 7", "7"],
  ];
  for (const [what, body] of badPayloads) {
    it(`closes the session on ${what}`, async () => {
      const { sid } = await engine.handshake();
      const answer = await engine.post(sid, body);
      assert.equal(answer.status, 400);
      assert.equal(JSON.parse(answer.body).code, 3);
      await assertGone(sid);
    });
  }

  it("tells an open poll when a bad packet ends the session", async () => {
    const { sid } = await engine.handshake();
    const poll = engine.poll(sid);
    await once(poll.request, "finish");
    await engine.post(sid, "abc");
    assert.deepEqual([(await poll).status, (await poll).body], [200, "1"]);
  });

  it("ends the session at a second GET: the first gets 1, the second 400", async () => {
    const { sid } = await engine.handshake();
    const first = engine.poll(sid);
    await once(first.request, "finish");
    const answers = await Promise.all([first, engine.poll(sid)]);
    answers.sort((a, b) => a.status - b.status); // the two connections may overtake each other
    assert.deepEqual([answers[0].status, answers[0].body], [200, "1"]);
    assert.equal(answers[1].status, 400);
    await assertGone(sid);
  });

  it("ends the session at once when the client drops its poll", async () => {
    const { sid } = await engine.handshake();
    const poll = engine.poll(sid);
    poll.catch(() => {});
    await once(poll.request, "finish");
    await engine.post(sid, "3"); // behind the poll: it is open now
    poll.request.destroy();
    await within((async () => { while (await engine.isKnown(sid)); })(), "the end of the session");
  });

  it("ends the session at a second POST while one is arriving", async () => {
    const { sid } = await engine.handshake();
    const first = await engine.raw();
    first.on("error", () => {});
    first.write(`POST ${engine.target({ EIO: 4, transport: "polling", sid })} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n`);
    await within(once(first, "data"), "100 Continue"); // the server has the head of the first
    first.write("4par");
    const second = await engine.post(sid, "4second");
    assert.equal(second.status, 400);
    await assertGone(sid);
    first.destroy();
  });

  it("refuses an octet-stream and ends the session", async () => {
    const { sid } = await engine.handshake();
    const answer = await engine.post(sid, Buffer.from([4, 5]), { headers: { "Content-Type": "application/octet-stream" } });
    assert.equal(answer.status, 400);
    await assertGone(sid);
  });

  it("takes a body of exactly maxPayload", async () => {
    const { sid } = await engine.handshake();
    const body = "4" + "x".repeat(MAX_PAYLOAD - 1);
    assert.equal((await engine.post(sid, body)).status, 200);
    assert.equal((await engine.poll(sid)).body, body);
  });

  it("refuses one byte more with 413 and keeps the session", async () => {
    const { sid } = await engine.handshake();
    const answer = await engine.post(sid, "4" + "x".repeat(MAX_PAYLOAD));
    assert.equal(answer.status, 413);
    assert.ok(answer.headers["access-control-allow-origin"]);
    await engine.post(sid, "4still here");
    assert.equal((await engine.poll(sid)).body, "4still here");
  });

  it("refuses one byte more in a chunked body as well", async () => {
    const { sid } = await engine.handshake();
    const answer = await engine.post(sid, "4" + "x".repeat(MAX_PAYLOAD), { headers: { "Transfer-Encoding": "chunked" } });
    assert.equal(answer.status, 413);
    assert.ok(await engine.isKnown(sid));
  });

  it("counts maxPayload in bytes, not characters", async () => {
    const { sid } = await engine.handshake();
    assert.equal((await engine.post(sid, "4" + "é".repeat(MAX_PAYLOAD / 2))).status, 413);
  });

  it("ends the session at 1: ok, and 6 for the open poll", async () => {
    const { sid } = await engine.handshake();
    const poll = engine.poll(sid);
    await once(poll.request, "finish");
    await engine.post(sid, "3");
    const answer = await engine.post(sid, "1");
    assert.deepEqual([answer.status, answer.body], [200, "ok"]);
    assert.deepEqual([(await poll).status, (await poll).body], [200, "6"]);
    await assertGone(sid);
  });

  it("handles what stands before 1 and ignores what stands behind it", async () => {
    const { sid } = await engine.handshake();
    assert.equal((await engine.post(sid, `4a${SEPARATOR}1${SEPARATOR}4b`)).body, "ok");
    await assertGone(sid);
  });

  it("takes a chunked body in segments that split a character", async () => {
    const { sid } = await engine.handshake();
    const socket = await engine.raw();
    const answered = new Promise((resolve) => {
      let text = "";
      socket.on("data", (data) => {
        text += data;
        if (text.includes("\r\n\r\nok")) resolve(text);
      });
    });
    const [before, behind] = [Buffer.from("4h\xc3", "latin1"), Buffer.from("\xa9", "latin1")];
    socket.setNoDelay(true);
    const write = (data) => new Promise((resolve) => socket.write(data, resolve));
    await write(`POST ${engine.target({ EIO: 4, transport: "polling", sid })} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`);
    await write(Buffer.concat([Buffer.from("3\r\n"), before, Buffer.from("\r\n")]));
    await engine.isKnown(sid); // the first part has been read
    await write(Buffer.concat([Buffer.from("1\r\n"), behind, Buffer.from("\r\n0\r\n\r\n")]));
    assert.match(await within(answered, "the answer"), /^HTTP\/1\.1 200 /);
    assert.equal((await engine.poll(sid)).body, "4hé");
    socket.destroy();
  });

  it("serves keep-alive connections and closing ones", async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const { sid } = await engine.handshake({ agent });
    for (const text of ["4one", "4two"]) {
      assert.equal((await engine.post(sid, text, { agent })).body, "ok");
      const answer = await engine.poll(sid, { agent });
      assert.equal(answer.body, text);
      assert.notEqual(answer.headers.connection, "close");
    }
    agent.destroy();
    const closing = await engine.post(sid, "4three", { headers: { Connection: "close" } });
    assert.equal(closing.headers.connection, "close");
    assert.equal((await engine.poll(sid)).body, "4three");
  });

  it("compresses a long poll if the client takes gzip", async () => {
    const { sid } = await engine.handshake();
    const text = "4" + "compressible ".repeat(1000);
    await engine.post(sid, text);
    const compressed = await within(new Promise((resolve, reject) => {
      http.get({ host: "127.0.0.1", port: server.port, path: engine.target({ EIO: 4, transport: "polling", sid }), headers: { "Accept-Encoding": "gzip" } }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
      }).on("error", reject);
    }), "the poll");
    assert.equal(compressed.headers["content-encoding"], "gzip");
    assert.equal(gunzipSync(compressed.body).toString(), text);
  });
});
