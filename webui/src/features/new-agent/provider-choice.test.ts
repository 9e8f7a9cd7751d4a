import { describe, expect, it } from 'vitest';
import { capabilitiesSchema } from '@/shared/protocol/calls';
import { chosenProvider, effortsOf, hasTerminal, modesOf, providerChoices, traitsOf, type ProviderChoice } from './provider-choice';

function choicesOf(providers: Record<string, object>): ProviderChoice[] {
  return providerChoices(capabilitiesSchema.parse({ providers }));
}
function choice(id: string, fields: object): ProviderChoice {
  const [only] = choicesOf({ [id]: { available: true, ...fields } });
  if (only === undefined) throw new Error('no choice');
  return only;
}
const ids = (choices: readonly ProviderChoice[]) => choices.map(({ id }) => id);

describe('the choices', () => {
  it('are all that this page knows, until the server has answered', () => {
    const choices = providerChoices(undefined);
    expect(ids(choices)).toEqual(['claude', 'codex', 'gemini', 'opencode', 'acp', 'command']);
    expect(choices.every(({ found }) => found === undefined)).toBe(true);
  });

  it('are then what the server has, in our order, those that only it knows last and by its name', () => {
    const choices = choicesOf({
      zeta: { available: true, name: 'Zeta' }, acp: { available: true }, codex: { available: false, name: 'codex-cli' }, eta: { available: true },
    });
    expect(choices.map(({ name }) => name)).toEqual(['Codex', 'ACP agent', 'Zeta', 'eta']);
  });
});

describe('the agents of the settings', () => {
  const own = [{ id: 'goose', name: 'Goose', command: 'goose', env: {} }, { id: 'new', name: 'Just added', command: 'x', env: {} }];
  const named = (choices: readonly ProviderChoice[]) => choices.map(({ id, name }) => [id, name]);

  it('stand after what we know, also before the server has asked them', () => {
    expect(named(providerChoices(undefined, own)).slice(-3)).toEqual([['command', 'Command'], ['acp:goose', 'Goose'], ['acp:new', 'Just added']]);
  });

  it('are called as the server calls them, once', () => {
    const capabilities = capabilitiesSchema.parse({
      providers: { 'acp:goose': { available: true, name: 'Goose 2' }, 'acp:x': { available: true }, claude: { available: true } },
    });
    expect(named(providerChoices(capabilities, own))).toEqual([
      ['claude', 'Claude Code'], ['acp:goose', 'Goose 2'], ['acp:x', 'x'], ['acp:new', 'Just added'],
    ]);
  });
});

describe('the chosen one', () => {
  const choices = choicesOf({ claude: { available: false }, codex: { available: true }, gemini: { available: true }, acp: { available: false } });
  it.each<[string, string, string | undefined, string]>([
    ['chosen by a person', 'gemini', undefined, 'gemini'],
    ['chosen though it is missing', 'claude', 'gemini', 'claude'],
    ['the last one used', '', 'gemini', 'gemini'],
    ['the first that is there', '', undefined, 'codex'],
    ['not the last one used if it is missing now', '', 'acp', 'codex'],
    ['not one that nobody knows', 'pi', 'tau', 'codex'],
  ])('%s', (_name, wanted, last, id) => expect(chosenProvider(choices, wanted, last).id).toBe(id));

  it('is a missing one if there is no other', () => {
    expect(chosenProvider(choicesOf({ codex: { available: false } }), '', undefined).id).toBe('codex');
    expect(chosenProvider([], '', undefined).id).toBe('claude');
  });
});

describe('what can be chosen', () => {
  const models = [{ id: 'big', efforts: ['low', 'ultra'] }, { id: 'small' }];
  it.each<[ProviderChoice, readonly string[]]>([
    [choice('gemini', { modes: ['default', 'yolo'] }), ['default', 'yolo']],
    [choice('gemini', {}), []],
    [choice('codex', {}), ['read-only', 'auto', 'untrusted', 'full-access', 'plan']],
  ])('modes of %j', (provider, modes) => expect(modesOf(provider)).toEqual(modes));

  it.each<[ProviderChoice, string, readonly string[]]>([
    [choice('codex', { models, reasoningEfforts: ['low', 'high'] }), ' big ', ['low', 'ultra']],
    [choice('codex', { models, reasoningEfforts: ['low', 'high'] }), 'small', ['low', 'high']],
    [choice('codex', { models, reasoningEfforts: ['low', 'high'] }), 'own', ['low', 'high']],
    [choice('claude', {}), '', ['low', 'medium', 'high', 'xhigh', 'max']],
    [choice('opencode', {}), '', []],
  ])('efforts of %j with the model %j', (provider, model, efforts) => expect(effortsOf(provider, model)).toEqual(efforts));

  it.each<[string[] | undefined, boolean]>([
    [['conversation', 'terminal'], true],
    [['conversation'], false],
    [['terminal'], false],
    [undefined, false],
  ])('a terminal beside the conversation with %j: %s', (interfaces, expected) => {
    expect(hasTerminal(choice('claude', { interfaces }))).toBe(expected);
  });

  it.each([
    ['claude', { ownCommand: false, conversation: true, skipPermissions: true }],
    ['codex', { ownCommand: false, conversation: true, skipPermissions: false }],
    ['acp', { ownCommand: true, conversation: true, skipPermissions: false }],
    ['acp:goose', { ownCommand: false, conversation: true, skipPermissions: false }],
    ['command', { ownCommand: true, conversation: false, skipPermissions: false }],
    ['something-new', { ownCommand: false, conversation: true, skipPermissions: false }],
  ])('the traits of %s', (id, traits) => expect(traitsOf(id)).toEqual(traits));
});
