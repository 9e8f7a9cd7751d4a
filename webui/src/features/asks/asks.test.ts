import { describe, expect, it } from 'vitest';
import { approvalSchema, questionItemSchema } from '@/shared/protocol/ask';
import { approvalOptions } from '@tests/wire';
import { answersOf, reduceChoices, type ChoiceEvent, type Choices } from './answers';
import { diffOfInput } from './diff-of-input';
import { editableText, readEdited } from './edited-input';
import { commandOf, optionsByRole } from './options';

function approval(fields: object) {
  return approvalSchema.parse({
    id: 'p', toolName: 'Bash', kind: 'exec', title: 'Run make', input: {}, state: 'waiting', options: approvalOptions, ...fields,
  });
}

describe('options', () => {
  it('gives each kind its place', () => {
    const more = [...approvalOptions, { id: 'other', label: 'Allow here', kind: 'allow_once' }];
    const roles = optionsByRole(approval({ options: more }));
    expect(roles.allow?.id).toBe('yes');
    expect(roles.otherAllows.map(({ id }) => id)).toEqual(['other']);
    expect(roles.always.map(({ id }) => id)).toEqual(['always']);
    expect([roles.deny?.id, roles.denyAndStop?.id]).toEqual(['no', 'stop']);
  });

  it.each<[object, string | undefined]>([
    [{ input: { command: 'make' } }, 'make'],
    [{ input: { command: ['make', '-j8'] } }, 'make -j8'],
    [{ input: {} }, undefined],
    [{ kind: 'other', input: { command: 'make' } }, undefined],
  ])('the command of %j', (fields, command) => expect(commandOf(approval(fields))).toBe(command));
});

describe('edited input', () => {
  const exec = approval({ input: { command: 'make', description: 'Build' } });
  const other = approval({ kind: 'other', input: { url: 'x' } });

  it('edits a command as text and keeps the rest', () => {
    expect(editableText(exec)).toBe('make');
    expect(readEdited(exec, 'make test')).toEqual({ kind: 'changed', input: { command: 'make test', description: 'Build' } });
  });

  it.each<[string, typeof exec, string, object]>([
    ['an unchanged command', exec, 'make', { kind: 'unchanged' }],
    ['an empty command', exec, '  ', { kind: 'invalid', message: 'The command is empty' }],
    ['an unchanged object', other, '{\n  "url": "x"\n}', { kind: 'unchanged' }],
    ['another object', other, '{"url":"y"}', { kind: 'changed', input: { url: 'y' } }],
    ['no JSON', other, '{', { kind: 'invalid', message: 'This is not JSON' }],
    ['no object', other, '[1]', { kind: 'invalid', message: 'The input must be a JSON object' }],
  ])('%s', (_name, asked, text, expected) => expect(readEdited(asked, text)).toEqual(expected));
});

describe('diffOfInput', () => {
  const edit = (input: object) => diffOfInput(approval({ kind: 'edit', toolName: 'Edit', input }));
  it('counts a replacement', () => {
    const diff = edit({ file_path: '/a.ts', old_string: 'a\nb\nc', new_string: 'a\nB\nc' });
    expect(diff).toMatchObject({ path: '/a.ts', added: 1, removed: 1 });
    expect(diff?.hunks[0]?.lines).toEqual(expect.arrayContaining([' a', '-b', '+B', ' c']));
  });
  it('shows a written file as added', () => {
    expect(edit({ file_path: '/a.ts', content: 'one\ntwo\n' })).toMatchObject({ added: 2, removed: 0 });
  });
  it('takes several edits together', () => {
    const edits = [{ old_string: 'a', new_string: 'b' }, { old_string: 'c', new_string: 'd' }];
    expect(edit({ file_path: '/a.ts', edits })).toMatchObject({ added: 2, removed: 2 });
  });
  it.each([[{ file_path: '/a.ts' }], [{ old_string: 'a', new_string: 'b' }], [{ file_path: '/a', edits: [null, 3] }]])(
    'has none of %j',
    (input) => expect(edit(input)).toBeUndefined(),
  );
});

describe('answers', () => {
  const options = [{ label: 'Red' }, { label: 'Blue' }];
  const one = questionItemSchema.parse({ id: 'colour', text: 'Which?', multiSelect: false, options });
  const many = questionItemSchema.parse({ id: 'parts', text: 'Which?', multiSelect: true, options });
  const after = (events: ChoiceEvent[]) => events.reduce<Choices>(reduceChoices, {});
  const toggle = (item: typeof one, label: string): ChoiceEvent => ({ type: 'toggle', item, label });
  const write = (item: typeof one, text: string): ChoiceEvent => ({ type: 'write', item, text });
  const own = (item: typeof one): ChoiceEvent => ({ type: 'toggleOwnWords', item });

  it.each<[string, ChoiceEvent[], string | undefined]>([
    ['nothing chosen', [], undefined],
    ['one', [toggle(one, 'Red')], 'Red'],
    ['another instead', [toggle(one, 'Red'), toggle(one, 'Blue')], 'Blue'],
    ['own words instead', [toggle(one, 'Red'), write(one, ' Green ')], 'Green'],
    ['own words wanted and not written', [toggle(one, 'Red'), own(one)], undefined],
    ['an option after own words', [write(one, 'Green'), toggle(one, 'Red')], 'Red'],
  ])('of one: %s', (_name, events, answer) => {
    expect(answersOf([one], after(events))).toEqual(answer === undefined ? undefined : { colour: answer });
  });

  it.each<[string, ChoiceEvent[], string[] | undefined]>([
    ['nothing chosen', [], undefined],
    ['in the order offered', [toggle(many, 'Blue'), toggle(many, 'Red')], ['Red', 'Blue']],
    ['taken back', [toggle(many, 'Blue'), toggle(many, 'Red'), toggle(many, 'Blue')], ['Red']],
    ['own words too', [toggle(many, 'Blue'), write(many, 'Green')], ['Blue', 'Green']],
    ['own words taken back', [toggle(many, 'Blue'), write(many, 'Green'), own(many)], ['Blue']],
    ['all taken back', [toggle(many, 'Blue'), toggle(many, 'Blue')], undefined],
  ])('of several: %s', (_name, events, answer) => {
    expect(answersOf([many], after(events))).toEqual(answer === undefined ? undefined : { parts: answer });
  });

  it('wants every item answered', () => {
    expect(answersOf([one, many], after([toggle(one, 'Red')]))).toBeUndefined();
    expect(answersOf([one, many], after([toggle(one, 'Red'), toggle(many, 'Red')]))).toEqual({ colour: 'Red', parts: ['Red'] });
  });
});
