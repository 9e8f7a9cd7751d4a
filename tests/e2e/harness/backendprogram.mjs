// The Backend as a program, for networks that the test itself is not in. Prints its port.

import { Backend } from './backend.mjs';

const backend = new Backend();
await backend.listen();
console.log(`backend on port ${backend.port}`);
