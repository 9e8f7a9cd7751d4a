import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { messageSchema } from '@/shared/protocol/message';
import { renderWith, testServices } from '@tests/render';
import { messageJson } from '@tests/wire';
import { MessageRow } from './message-row';

function show(fields: object, open = false) {
  const onToggle = vi.fn();
  const message = messageSchema.parse(messageJson(fields));
  renderWith(
    testServices(),
    <MessageRow
      agentId="a1"
      message={message}
      depth={0}
      childCount={0}
      lastChild={undefined}
      open={open}
      now={0}
      onToggle={onToggle}
    />,
  );
  return onToggle;
}

const running = (toolResult?: string) => ({
  kind: 'tool', toolName: 'shell', toolInput: '{"command":"make"}', toolResult, open: true,
  tool: { id: 't', kind: 'exec', title: 'make', status: 'running' },
});

describe('a running tool', () => {
  it('says its last line while it is folded', () => {
    show(running('one\ntwo\n\n'));
    expect(screen.getByTestId('tool-live')).toHaveTextContent(/^two$/);
  });

  it('shows the end of its output when it is unfolded', () => {
    show(running(Array.from({ length: 100 }, (_, line) => `line ${line + 1}`).join('\n')), true);
    expect(screen.queryByTestId('tool-live')).toBeNull();
    expect(screen.getByTestId('tool-body')).toHaveTextContent(/Output so far\s*line 77 .*line 100$/);
  });

  it.each([[undefined], [''], ['\n']])('without output (%j) says nothing', (output) => {
    show(running(output));
    expect(screen.queryByTestId('tool-live')).toBeNull();
  });

  it('has no result yet', () => {
    show(running(''), true);
    expect(screen.getByTestId('tool-body')).toHaveTextContent(/No result yet$/);
  });

  it('that has ended shows its result from the beginning', () => {
    show({ ...running('one\ntwo'), tool: { id: 't', kind: 'exec', title: 'make', status: 'ok' } }, true);
    expect(screen.getByTestId('tool-body')).toHaveTextContent(/Result\s*one two$/);
  });
});

describe('a plan', () => {
  const entries = [{ text: 'Read', state: 'done' }, { text: 'Write', state: 'active' }];

  it('stands open while it changes', async () => {
    const onToggle = show({ kind: 'plan', entries, open: true });
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    await userEvent.click(screen.getByRole('button', { expanded: true }));
    expect(onToggle).toHaveBeenCalledWith('m1');
  });

  it('is one line once it is settled', () => {
    show({ kind: 'plan', entries });
    expect(screen.getByTestId('plan-line')).toHaveTextContent('Plan1 of 2 done');
    expect(screen.queryByRole('listitem')).toBeNull();
  });
});

describe('what this version does not know', () => {
  it.each([
    ['a new kind', { kind: 'hologram', content: 'Look here', beams: [1, 2] }, 'hologram'],
    ['a known kind of another form', { kind: 'plan', content: 'Look here', entries: 'many' }, 'plan'],
  ])('%s is said quietly, with its text', (_name, fields, kind) => {
    show(fields);
    expect(screen.getByText(new RegExp(`This version does not know “${kind}”`))).toBeInTheDocument();
    expect(screen.getByText('Look here')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
