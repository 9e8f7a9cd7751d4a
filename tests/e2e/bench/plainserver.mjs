// For comparison only: what a server does that keeps every message in memory and lists all of them. plainserver.mjs AGENTS MESSAGES

import { createServer } from 'node:http';

import { wholeDocument } from './dataset.mjs';

const [agents, messages] = process.argv.slice(2).map(Number);
const document = wholeDocument({ agents, messages });

const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(request.url === '/empty' ? '{}' : JSON.stringify(document));
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
