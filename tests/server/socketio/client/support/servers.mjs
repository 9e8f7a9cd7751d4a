// Starts the server under test on a free port, and ends it by its own pid.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** The fifth argument, connectTimeout, follows maxPayload, as on the command line. */
export function startEcho({ port = 0, pingInterval, pingTimeout, maxPayload = 1_000_000, connectTimeout = 1000 } = {}) {
  return startServer("SOCKETIO_ECHO", [port, pingInterval, pingTimeout, maxPayload, connectTimeout].map(String));
}

/** The server with rooms and a login. */
export function startRooms() {
  return startServer("SOCKETIO_ROOMS", []);
}

async function startServer(variable, args) {
  const binary = process.env[variable];
  if (!binary) throw new Error(`${variable} must name the program to test`);
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, "line"),
    exited.then(([code, signal]) => Promise.reject(new Error(`the server ended at once: ${code ?? signal}`))),
  ]);
  return {
    port: Number(line),
    /** Without a goodbye to its clients, as a crash would. */
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    /** Fails if the server had died before. */
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error("the server has died");
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** Patience: slow enough that no heartbeat meddles with a test of something else. */
export const CALM = { pingInterval: 25_000, pingTimeout: 20_000, connectTimeout: 45_000 };

/** Quick pings, and time enough for the pong of a client on a busy machine. */
export const BRISK = { pingInterval: 250, pingTimeout: 1250, connectTimeout: 1000 };
