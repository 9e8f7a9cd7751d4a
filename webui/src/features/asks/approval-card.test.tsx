import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { messageSchema, type MessageOf } from '@/shared/protocol/message';
import { renderWith, stubServer, testServices } from '@tests/render';
import { approvalJson, approvalOptions } from '@tests/wire';
import { ApprovalCard } from './approval-card';

function ask(fields: Record<string, unknown> = {}): MessageOf<'approval'> {
  const message = messageSchema.parse(approvalJson(fields));
  if (message.kind !== 'approval') throw new Error('no approval');
  return message;
}

const decided = approvalJson({
  state: 'decided',
  decision: { optionId: 'no', label: 'Deny', by: 'you', from: 'phone', at: new Date(2026, 10, 22, 12, 4).getTime() },
});
const fine = { status: 200, body: { ok: true, approval: (decided as unknown as { approval: unknown }).approval } };

function show(fields?: Record<string, unknown>, props: { isWhole?: boolean } = {}) {
  renderWith(testServices(), <ApprovalCard agentId="a1" ask={ask(fields)} {...props} />);
  return userEvent.setup();
}

describe('an approval', () => {
  it('shows exactly what would run', () => {
    show();
    expect(screen.getByRole('heading', { name: 'Wants to run' })).toBeInTheDocument();
    expect(screen.getByTestId('approval-command')).toHaveTextContent('$ make -j8');
  });

  it('is allowed by one tap, sent once however often it is tapped', async () => {
    const sent = stubServer(() => 'never');
    const user = show();
    const allow = screen.getByRole('button', { name: 'Allow once' });
    await user.dblClick(allow);
    expect(sent).toEqual([{ method: 'POST', path: '/api/agents/a1/approvals/ask-p1', body: { optionId: 'yes' } }]);
    expect(screen.getByRole('status')).toHaveTextContent('Allow once: sending');
    expect(allow).toBeDisabled();
  });

  it('says that the answer has arrived, not that it was obeyed', async () => {
    stubServer(() => fine);
    const user = show();
    await user.click(screen.getByRole('button', { name: 'Allow once' }));
    expect(await screen.findByText('Allow once: at the machine')).toBeInTheDocument();
  });

  it('offers each rule as an entry of its own', async () => {
    const sent = stubServer(() => fine);
    const user = show();
    await user.click(screen.getByRole('button', { name: 'Always' }));
    const rule = await screen.findByRole('menuitem', { name: /Always allow make/ });
    expect(rule).toHaveTextContent('Bash(make:*), in this project');
    await user.click(rule);
    await waitFor(() => expect(sent[0]?.body).toEqual({ optionId: 'always' }));
  });

  it.each([
    ['Deny', 'no'],
    ['Deny and stop', 'stop'],
  ])('is refused by “%s” with a reason', async (name, optionId) => {
    const sent = stubServer(() => fine);
    const user = show();
    await user.click(screen.getByRole('button', { name: 'Deny…' }));
    await user.type(screen.getByTestId('deny-reason'), ' use ninja ');
    await user.click(screen.getByRole('button', { name }));
    expect(sent[0]?.body).toEqual({ optionId, message: 'use ninja' });
  });

  it('is refused without a reason too', async () => {
    const sent = stubServer(() => fine);
    const user = show();
    await user.click(screen.getByRole('button', { name: 'Deny…' }));
    await user.click(screen.getByRole('button', { name: 'Deny' }));
    expect(sent[0]?.body).toEqual({ optionId: 'no' });
  });

  it('lets the command be changed before it is allowed', async () => {
    const sent = stubServer(() => fine);
    const user = show({ input: { command: 'make', description: 'Build' } });
    await user.click(screen.getByRole('button', { name: 'Edit' }));
    await user.type(screen.getByLabelText('Command'), ' test');
    await user.click(screen.getByRole('button', { name: 'Allow once' }));
    expect(sent[0]?.body).toEqual({ optionId: 'yes', updatedInput: { command: 'make test', description: 'Build' } });
  });

  it('cannot be allowed with an input that is not one', async () => {
    const user = show({ kind: 'other', input: { url: 'x' } });
    await user.click(screen.getByRole('button', { name: 'Edit' }));
    await user.clear(screen.getByLabelText('Input as JSON'));
    expect(screen.getByText('This is not JSON')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Allow once' })).toBeDisabled();
  });

  it.each([
    ['the tool does not take it', { inputEditable: false }, {}],
    ['parts of it are missing', {}, { isWhole: false }],
  ])('has no Edit where %s', (_name, fields, props) => {
    show(fields, props);
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  });

  it('tells who was first', async () => {
    stubServer(() => ({ status: 409, body: { error: 'Already decided', approval: fine.body.approval } }));
    const user = show();
    await user.click(screen.getByRole('button', { name: 'Allow once' }));
    expect(await screen.findByText(/came too late\. Denied by you .*12:04 from phone/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Allow once' })).toBeDisabled();
  });

  it.each([
    ['without an answer', 'no answer' as const],
    ['after an error', { status: 503, body: { error: 'Shutting down' } }],
  ])('still waits %s, and can be answered again', async (_name, reply) => {
    const sent = stubServer(() => reply);
    const user = show();
    await user.click(screen.getByRole('button', { name: 'Allow once' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('It still waits for you');
    await user.click(screen.getByRole('button', { name: 'Allow once' }));
    expect(sent).toHaveLength(2);
  });

  it('renders a plan and offers its own ways', async () => {
    const options = [
      { id: 'yes', label: 'Approve', kind: 'allow_once' },
      { id: 'slow', label: 'Approve, ask for each edit', kind: 'allow_once' },
      { id: 'no', label: 'Keep planning', kind: 'reject_once' },
    ];
    show({ kind: 'plan', toolName: 'ExitPlanMode', detail: '## First\n\nthen second', options });
    expect(await screen.findByText('First', undefined, { timeout: 10_000 })).toBeInTheDocument();
    for (const name of ['Approve', 'Approve, ask for each edit', 'Keep planning…']) {
      expect(screen.getByRole('button', { name })).toBeEnabled();
    }
  });

  it('shows what an edit would change', () => {
    show({ kind: 'edit', toolName: 'Edit', input: { file_path: '/srv/a.ts', old_string: 'one', new_string: 'two' } });
    expect(screen.getByRole('heading', { name: 'Wants to edit' })).toBeInTheDocument();
    expect(screen.getByRole('figure', { name: 'Changes in /srv/a.ts' })).toHaveTextContent(/one.*two/);
  });

  it('shows what would change in each file, rather than what its input tells', () => {
    const diff = (path: string) => ({
      path, added: 1, removed: 0, hunks: [{ oldStart: 1, oldLines: 0, newStart: 1, newLines: 1, lines: [`+in ${path}`] }],
    });
    show({ kind: 'edit', toolName: 'apply_patch', input: { file_path: 'a.ts', content: 'told' }, diffs: [diff('a.ts'), diff('b.ts')] });
    expect(screen.getByRole('figure', { name: 'Changes in a.ts' })).toHaveTextContent('in a.ts');
    expect(screen.getByRole('figure', { name: 'Changes in b.ts' })).toHaveTextContent('in b.ts');
    expect(screen.queryByText('told')).toBeNull();
  });

  it('shows a command and what it would change', () => {
    show({ diffs: [{ path: 'a.ts', added: 1, removed: 0, hunks: [] }] });
    expect(screen.getByTestId('approval-command')).toHaveTextContent('$ make -j8');
    expect(screen.getByTestId('diff-list')).toHaveTextContent('a.ts');
  });

  it('offers only what the agent offers', () => {
    show({ options: approvalOptions.slice(0, 1) });
    expect(screen.queryByRole('button', { name: /Deny|Always/ })).toBeNull();
  });
});
