// The settings that lead every CLI to the model API, and to nothing else, from a home directory that has only these.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { paths } from './paths.mjs';

// A plan tool is off by default.
const codexConfig = (modelApi) => `model = "gpt-5.5"
model_provider = "scripted"

[model_providers.scripted]
name = "scripted"
base_url = "${modelApi}/v1"
wire_api = "responses"
env_key = "SCRIPTED_API_KEY"
request_max_retries = 1
stream_max_retries = 1

[analytics]
enabled = false

[tools.update_plan]
enabled = true
`;

const opencodeConfig = (modelApi) => ({
  model: 'scripted/model',
  small_model: 'scripted/model',
  enabled_providers: ['scripted'],
  provider: {
    scripted: {
      npm: '@ai-sdk/openai-compatible',
      name: 'scripted',
      options: { baseURL: `${modelApi}/v1`, apiKey: 'fake' },
      models: { model: { name: 'Scripted', limit: { context: 200_000, output: 8_192 } } },
    },
  },
  permission: { edit: 'ask', bash: 'ask' },
  autoupdate: false,
  share: 'disabled',
});

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

export function writeCliSettings(home, modelApi) {
  write(join(home, '.codex', 'config.toml'), codexConfig(modelApi));
  write(join(home, '.config', 'opencode', 'opencode.json'), JSON.stringify(opencodeConfig(modelApi), null, 2));
  write(join(home, '.npmrc'), 'offline=true\n'); // OpenCode would install a package of its own beside its settings
}

// Nothing of the machine that runs the tests gets in: no credentials, no settings.
export const cliEnvironment = (home, modelApi) => ({
  HOME: home,
  PATH: process.env.PATH,
  LANG: 'C.UTF-8',
  CLAUDE_BIN: paths.claude,
  ANTHROPIC_BASE_URL: modelApi,
  ANTHROPIC_API_KEY: 'fake',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  IS_SANDBOX: '1', // lets Claude Code run for root, as in containers
  CODEX_BIN: paths.codex,
  SCRIPTED_API_KEY: 'fake',
  OPENCODE_BIN: paths.opencode,
  OPENCODE_DISABLE_AUTOUPDATE: '1',
  OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
  OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
  OPENCODE_DISABLE_MODELS_FETCH: '1',
});
