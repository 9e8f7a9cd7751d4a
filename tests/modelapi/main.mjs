// Starts the model API: node main.mjs [PORT]. Prints {"port": N} when it listens; ends on SIGTERM.

import { ModelApi } from './server.mjs';

const api = new ModelApi();
const port = await api.listen(Number(process.argv[2] ?? 0));
process.stdout.write(`${JSON.stringify({ port })}\n`);
process.on('SIGTERM', () => api.close().then(() => process.exit(0)));
