// Where the programs under test are.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const here = fileURLToPath(new URL('..', import.meta.url));
const root = join(here, '..', '..');

const bin = process.env.AGENTMONITOR_BIN ?? join(root, 'build', 'release', 'bin');

// The platform packages' own programs: they need no install script and no Node.js.
const claudePackage = `claude-code-${process.platform}-${process.arch}`;
const codexTarget = { x64: 'x86_64-unknown-linux-musl', arm64: 'aarch64-unknown-linux-musl' }[process.arch];
const packages = join(here, 'node_modules');

export const paths = {
  server: join(bin, 'agentmonitor-server'),
  holder: join(bin, 'agentmonitor-holder'),
  relay: join(bin, 'agentmonitor-relay'),
  tunnelMachine: join(bin, 'tunnel-machine'),
  claude: join(packages, '@anthropic-ai', claudePackage, 'claude'),
  codex: join(packages, '@openai', `codex-${process.platform}-${process.arch}`, 'vendor', codexTarget, 'bin', 'codex'),
  // Installed without opencode-ai, whose program is a script that asks for an install script. Baseline: the other one needs AVX2.
  opencode: join(packages, 'opencode-linux-x64-baseline', 'bin', 'opencode'),
  fakeCli: join(here, 'fakecli', 'fakecli.mjs'),
  screenshots: join(here, 'screenshots'),
  serverUnit: join(root, 'packaging', 'systemd', 'agentmonitor-server.service'),
  chromium: process.env.CHROMIUM_BIN ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync),
};
