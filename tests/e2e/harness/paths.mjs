// Where the programs under test are.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const here = fileURLToPath(new URL('..', import.meta.url));
const root = join(here, '..', '..');

const bin = process.env.AGENTMONITOR_BIN ?? join(root, 'build', 'release', 'bin');

// The platform package's own program: it needs no install script and no Node.js.
const claudePackage = `claude-code-${process.platform}-${process.arch}`;

export const paths = {
  server: join(bin, 'agentmonitor-server'),
  relay: join(bin, 'agentmonitor-relay'),
  tunnelMachine: join(bin, 'tunnel-machine'),
  claude: join(here, 'node_modules', '@anthropic-ai', claudePackage, 'claude'),
  fakeCli: join(here, 'fakecli', 'fakecli.mjs'),
  screenshots: join(here, 'screenshots'),
  chromium: process.env.CHROMIUM_BIN ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync),
};
