import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { BRISK, CALM, startEcho } from "./support/servers.mjs";
import { Engine, openWebSocketSession, within } from "./support/engine.mjs";

const PATH = "/socket.io/";

/** A WebSocket that has joined `space`; `auth` is the server's answer to the CONNECT payload. */
async function connected(engine, { space = "/", payload } = {}) {
  const prefix = space === "/" ? "" : `${space},`;
  const { socket, open } = await openWebSocketSession(engine);
  socket.send(`40${prefix}${payload === undefined ? "" : JSON.stringify(payload)}`);
  const reply = await socket.nextMessage();
  assert.ok(reply.startsWith(`40${prefix}{`), reply);
  const { sid, ...rest } = JSON.parse(reply.slice(2 + prefix.length));
  assert.deepEqual(rest, {});
  return { socket, engineSid: open.sid, sid, auth: await socket.nextMessage() };
}

describe("Socket.IO protocol", () => {
  let server;
  let engine;
  before(async () => {
    server = await startEcho({ ...CALM, connectTimeout: 1000 });
    engine = new Engine(server.port, PATH);
  });
  after(() => server.stop());

  const assertOpen = async (socket) => {
    socket.send('42["message","open?"]');
    assert.equal(await socket.nextMessage(), '42["message-back","open?"]');
  };

  describe("CONNECT", () => {
    it("is answered with a sid of its own and nothing else", async () => {
      const { socket, engineSid, sid, auth } = await connected(engine);
      assert.ok(sid.length >= 20);
      assert.notEqual(sid, engineSid);
      assert.equal(auth, '42["auth",{}]');
      await socket.close();
    });

    it("hands the payload over", async () => {
      const { socket, auth } = await connected(engine, { payload: { token: "123", "ü": [1, null] } });
      assert.deepEqual(JSON.parse(auth.slice(2)), ["auth", { token: "123", "ü": [1, null] }]);
      await socket.close();
    });

    for (const text of ["40/custom,", "40/custom", '40/custom,{"a":1}']) {
      it(`joins another namespace with ${text}`, async () => {
        const { socket } = await openWebSocketSession(engine);
        socket.send(text);
        assert.match(await socket.nextMessage(), /^40\/custom,\{"sid":"[\w-]{20,}"\}$/);
        assert.equal(await socket.nextMessage(), `42/custom,["auth",${text.endsWith("}") ? '{"a":1}' : "{}"}]`);
        await socket.close();
      });
    }

    it("has a sid per namespace", async () => {
      const { socket, sid } = await connected(engine);
      socket.send("40/custom,");
      const other = JSON.parse((await socket.nextMessage()).slice("40/custom,".length));
      assert.notEqual(other.sid, sid);
      await socket.close();
    });

    it("is refused for an unknown namespace, the connection stays", async () => {
      const { socket } = await openWebSocketSession(engine);
      socket.send("40/random");
      assert.equal(await socket.nextMessage(), '44/random,{"message":"Invalid namespace"}');
      socket.send("40");
      assert.match(await socket.nextMessage(), /^40\{/);
      assert.equal(await socket.nextMessage(), '42["auth",{}]');
      await assertOpen(socket);
      await socket.close();
    });

    for (const query of ["websocket", "polling"]) {
      it(`must come within connectTimeout (${query})`, async () => {
        if (query === "websocket") {
          const { socket } = await openWebSocketSession(engine);
          await socket.end();
        } else {
          const { sid } = await engine.handshake();
          assert.equal((await engine.poll(sid)).body, "1");
          assert.equal(await engine.isKnown(sid), false);
        }
      });
    }

    it("must come within connectTimeout although pongs come", async () => {
      const brisk = await startEcho(BRISK);
      const { socket } = await openWebSocketSession(new Engine(brisk.port, PATH));
      const answered = (async () => {
        for (let pongs = 0; ; ++pongs) {
          const message = await socket.next().catch(() => undefined);
          if (message === undefined) return pongs;
          socket.send("3");
        }
      })();
      await socket.end();
      assert.ok((await answered) > 1);
      await brisk.stop();
    });

    it("ends the deadline for good", async () => {
      const { socket } = await connected(engine);
      socket.send("41");
      const other = await openWebSocketSession(engine);
      await other.socket.end(); // its deadline has passed, so has ours
      socket.send("40");
      assert.match(await socket.nextMessage(), /^40\{/);
      await socket.close();
    });

    it("may stand in one payload with an EVENT", async () => {
      const { sid } = await engine.handshake();
      await engine.post(sid, '40\x1e42["message","early"]');
      const packets = await engine.nextMessages(sid);
      assert.match(packets[0], /^40\{/);
      assert.deepEqual(packets.slice(1), ['42["auth",{}]', '42["message-back","early"]']);
    });
  });

  describe("DISCONNECT", () => {
    it("has no reply, the connection and other namespaces go on", async () => {
      const { socket } = await connected(engine);
      socket.send("40/custom");
      await socket.nextMessage();
      await socket.nextMessage();
      socket.send("41/custom,");
      await assertOpen(socket);
      socket.send("41");
      socket.send("40");
      assert.match(await socket.nextMessage(), /^40\{/);
      assert.equal(await socket.nextMessage(), '42["auth",{}]');
      await assertOpen(socket);
      await socket.close();
    });

    it("keeps the pings going", async () => {
      const brisk = await startEcho(BRISK);
      const { socket } = await connected(new Engine(brisk.port, PATH));
      socket.send("41");
      for (let i = 0; i < 3; ++i) {
        assert.equal(await socket.next(), "2");
        socket.send("3");
      }
      await socket.close();
      await brisk.stop();
    });
  });

  describe("EVENT", () => {
    const echoes = [
      ["no arguments", '42["message"]', '42["message-back"]'],
      ["every JSON type", '42["message",1,-1.5,"2",true,null,{"a":[]},["b"]]', '42["message-back",1,-1.5,"2",true,null,{"a":[]},["b"]]'],
      ["large numbers", '42["message",9007199254740991,1e21]', '42["message-back",9007199254740991,1e+21]'],
      ["any text", '42["message","\\u0000\\u001e\u2028\u{1f600}\\"\\\\"]', '42["message-back","\\u0000\\u001e\u2028\u{1f600}\\"\\\\"]'],
      ["an object that looks like a placeholder", '42["message",{"_placeholder":true,"num":3}]', '42["message-back",{"_placeholder":true,"num":3}]'],
      ["an acknowledgement", '42456["message-with-ack",1,"2",{"3":[false]}]', '43456[1,"2",{"3":[false]}]'],
      ["an acknowledgement without arguments", '421["message-with-ack"]', "431[]"],
      ["id 0", '420["message-with-ack","x"]', '430["x"]'],
      ["an id above 2^32", '424294967297["message-with-ack","x"]', '434294967297["x"]'],
      ["the namespace spelt out", '42/,["message","x"]', '42["message-back","x"]'],
    ];
    for (const [what, sent, expected] of echoes) {
      it(`carries ${what}`, async () => {
        const { socket } = await connected(engine);
        socket.send(sent);
        const answer = await socket.nextMessage();
        const split = (text) => [text.slice(0, text.indexOf("[")), JSON.parse(text.slice(text.indexOf("[")))];
        assert.deepEqual(split(answer), split(expected));
        await socket.close();
      });
    }

    it("may have a number for a name", async () => {
      const { socket } = await connected(engine);
      socket.send('42[5,"nobody listens"]');
      await assertOpen(socket);
      await socket.close();
    });

    it("ignores acknowledgements that nobody asked for", async () => {
      const { socket } = await connected(engine);
      for (const text of ["431[]", '43999["x"]', '43["no id"]']) socket.send(text);
      socket.send('461-7[{"_placeholder":true,"num":0}]');
      socket.send(Buffer.from([1]));
      await assertOpen(socket);
      await socket.close();
    });
  });

  describe("BINARY", () => {
    const placeholder = (num) => `{"_placeholder":true,"num":${num}}`;

    it("comes back in an event, numbered depth-first", async () => {
      const { socket } = await connected(engine);
      socket.send(`452-["message",{"b":${placeholder(0)},"a":[${placeholder(1)}]},"text"]`);
      socket.send(Buffer.from([1, 2]));
      socket.send(Buffer.from([3]));
      const text = await socket.nextMessage();
      assert.match(text, /^452-\[/);
      const attachments = [await socket.nextMessage(), await socket.nextMessage()];
      const [name, object, last] = JSON.parse(text.slice(4));
      assert.deepEqual([name, last], ["message-back", "text"]);
      assert.deepEqual(attachments[object.b.num], Buffer.from([1, 2]));
      assert.deepEqual(attachments[object.a[0].num], Buffer.from([3]));
      assert.deepEqual([...text.matchAll(/"num":(\d)/g)].map((match) => match[1]), ["0", "1"]);
      await socket.close();
    });

    it("comes back in an acknowledgement", async () => {
      const { socket } = await connected(engine);
      socket.send(`451-789["message-with-ack",${placeholder(0)}]`);
      socket.send(Buffer.from([1, 2, 3]));
      assert.equal(await socket.nextMessage(), `461-789[${placeholder(0)}]`);
      assert.deepEqual(await socket.nextMessage(), Buffer.from([1, 2, 3]));
      await socket.close();
    });

    it("travels as base64 over polling", async () => {
      const { sid } = await engine.handshake();
      await engine.post(sid, "40");
      await engine.nextMessages(sid);
      await engine.post(sid, `451-["message",${placeholder(0)}]\x1ebAQIDBA==`);
      assert.deepEqual(await engine.nextMessages(sid), [`451-["message-back",${placeholder(0)}]`, "bAQIDBA=="]);
    });

    it("takes as many as ten attachments", async () => {
      const { socket } = await connected(engine);
      socket.send(`4510-1["message-with-ack",${Array.from({ length: 10 }, (_, i) => placeholder(i))}]`);
      for (let i = 0; i < 10; ++i) socket.send(Buffer.from([i]));
      assert.match(await socket.nextMessage(), /^4610-1\[/);
      for (let i = 0; i < 10; ++i) assert.deepEqual(await socket.nextMessage(), Buffer.from([i]));
      await socket.close();
    });
  });

  describe("a breach of the protocol closes", () => {
    const placeholder = '{"_placeholder":true,"num":0}';
    const breaches = [
      ["4", ["4"]],
      ["an unknown type", ["49"]],
      ["4abc", ["4abc"]],
      ["an object for an event", ["42{}"]],
      ["an event without a payload", ["42"]],
      ["an empty list", ["42[]"]],
      ["rubbish before the list", ['42abc["message"]']],
      ["rubbish behind it", ['42["message"]x']],
      ["broken JSON", ['42["message"']],
      ["a name that is null", ["42[null]"]],
      ["a name that is an object", ["42[{}]"]],
      ...["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"].map((name) => [
        `the reserved name ${name}`,
        [`42["${name}"]`],
      ]),
      ["a second CONNECT", ["40"]],
      ["a CONNECT with a list", ["40/custom,[]"]],
      ["a CONNECT with a text", ['40/custom,"x"']],
      ["an event to a namespace not joined", ['42/custom,["message"]']],
      ["an event to a namespace that is not there", ['42/nowhere,["message"]']],
      ["DISCONNECT from a namespace not joined", ["41/custom,"]],
      ["DISCONNECT with a payload", ['41"x"']],
      ["an event after DISCONNECT", ["41", '42["message"]']],
      ["CONNECT_ERROR from a client", ['44{"message":"x"}']],
      ["an acknowledgement that is no list", ["431{}"]],
      ["an id that does not fit", ['4299999999999999999999["message"]']],
      ["a namespace that is too long", [`40/${"x".repeat(300)},`]],
      ["a number of attachments that is missing", [`45["message",${placeholder}]`]],
      ["a number of attachments that is none", [`45x-["message",${placeholder}]`]],
      ["no attachments", ['450-["message"]']],
      ["a negative number of attachments", ['45-1-["message"]']],
      ["eleven attachments", [`4511-["message",${placeholder}]`]],
      ["a placeholder without an attachment", ['451-["message",{"_placeholder":true,"num":1}]', Buffer.from([1])]],
      ["a placeholder with a broken number", ['451-["message",{"_placeholder":true,"num":0.5}]', Buffer.from([1])]],
      ["a placeholder with a text for a number", ['451-["message",{"_placeholder":true,"num":"0"}]', Buffer.from([1])]],
      ["text while an attachment is awaited", [`451-["message",${placeholder}]`, '42["message"]']],
      ["a binary that was not announced", [Buffer.from([1])]],
    ];
    for (const [what, messages] of breaches) {
      it(`at ${what}`, async () => {
        const { socket, engineSid } = await connected(engine);
        for (const message of messages) socket.send(message);
        await socket.end();
        assert.equal(await engine.isKnown(engineSid), false);
      });
    }

    it("at an event before CONNECT", async () => {
      const { socket } = await openWebSocketSession(engine);
      socket.send('42["message"]');
      await socket.end();
    });

    it("over polling too: the open poll gets 1", async () => {
      const { sid } = await engine.handshake();
      assert.equal((await engine.post(sid, "4abc")).status, 200);
      assert.equal((await engine.poll(sid)).body, "1");
      assert.equal(await engine.isKnown(sid), false);
    });
  });

  it("follows the order of the real client while it upgrades", async () => {
    const { sid } = await engine.handshake();
    await engine.post(sid, "40");
    const socket = engine.websocket({ sid });
    const poll = engine.poll(sid);
    await socket.open();
    socket.send("2probe");
    assert.match((await poll).body, /^40\{"sid":"[^"]+"\}\x1e42\["auth",\{\}\]$/);
    assert.equal(await socket.next(), "3probe");
    assert.equal((await engine.post(sid, '42["agent:join","a1"]')).body, "ok");
    assert.equal((await engine.poll(sid)).body, "6");
    socket.send("5");
    await assertOpen(socket);
    socket.send("41");
    socket.ws.close();
    await socket.end();
    await within((async () => { while (await engine.isKnown(sid)); })(), "the end of the session");
  });

  it("can finish CONNECT over the WebSocket only", async () => {
    const { sid } = await engine.handshake();
    const socket = engine.websocket({ sid });
    await socket.open();
    socket.send("2probe");
    assert.equal(await socket.next(), "3probe");
    await engine.post(sid, "40");
    socket.send("5");
    assert.match(await socket.next(), /^40\{/);
    assert.equal(await socket.next(), '42["auth",{}]');
    await socket.close();
  });
});
