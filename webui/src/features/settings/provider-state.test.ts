// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { capabilitiesSchema } from '@/shared/protocol/calls';
import { providerState, type ProviderState } from './provider-state';

const model = { id: 'm', name: 'M', description: '', efforts: [] };
const detectedFrom = '/usr/bin/it';

describe('what was found of a CLI', () => {
  it.each<[string, object, ProviderState]>([
    ['claude', { available: true, version: '2.1', models: [model, model], modes: ['a'] }, { kind: 'ready', words: 'Installed · 2 models · 1 mode' }],
    ['claude', { available: true, detectedFrom }, { kind: 'ready', words: 'Installed' }],
    ['gemini', { available: true, version: '0.26', hint: 'wants a login' }, { kind: 'attention', words: 'Installed', hint: 'Wants a login' }],
    ['codex', { available: false, hint: 'install it' }, { kind: 'missing', words: 'Not installed', hint: 'Install it' }],
    ['codex', { available: false }, { kind: 'missing', words: 'Not installed' }],
    ['acp', { available: true }, { kind: 'ready', words: 'Each agent names its own program' }],
    ['acp:goose', { available: true, detectedFrom, models: [model] }, { kind: 'ready', words: 'Found · 1 model' }],
    ['acp:goose', { available: true, detectedFrom, hint: 'it did not answer' }, { kind: 'attention', words: 'Found', hint: 'it did not answer' }],
    ['acp:goose', { available: false, hint: 'goose was not found' }, { kind: 'attention', words: 'Cannot be started', hint: 'goose was not found' }],
  ])('%s: %j', (id, fields, state) => {
    const found = capabilitiesSchema.parse({ providers: { [id]: fields } }).providers[id];
    expect(found && providerState(id, found)).toEqual(state);
  });
});
