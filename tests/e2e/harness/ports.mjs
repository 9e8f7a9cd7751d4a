// Ports for programs that cannot choose one themselves and say which.

import { connect, createServer } from 'node:net';

// Below the ports that the kernel gives to whoever asks for any (from 32768 on), so that nobody gets it by accident before its use.
const first = 20_000;
const last = 32_000;

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false)).listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}

// A port that nobody listens on.
export async function freePort() {
  for (;;) {
    const port = first + Math.floor(Math.random() * (last - first));
    if (await isFree(port)) return port;
  }
}

// Whether somebody accepts connections there.
export function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1').once('connect', () => { socket.destroy(); resolve(true); }).once('error', () => resolve(false));
  });
}
