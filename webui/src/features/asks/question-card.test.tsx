import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { messageSchema } from '@/shared/protocol/message';
import { renderWith, stubServer, testServices } from '@tests/render';
import { questionJson } from '@tests/wire';
import { QuestionCard } from './question-card';

const style = {
  id: 'Which style?', header: 'Style', text: 'Which style?', multiSelect: false, freeText: true,
  options: [{ label: 'Plain', description: 'Short sentences', preview: '# Start' }, { label: 'Reference', description: '' }],
};
const parts = {
  id: 'Which parts?', header: '', text: 'Which parts?', multiSelect: true, freeText: false,
  options: [{ label: 'Guides', description: '' }, { label: 'API', description: '' }],
};

function show(items: unknown[]) {
  const message = messageSchema.parse(questionJson(items));
  if (message.kind !== 'question') throw new Error('no question');
  renderWith(testServices(), <QuestionCard agentId="a1" ask={message} />);
  return userEvent.setup();
}

const fine = () => ({ status: 200, body: { ok: true, question: { id: 'ask-q1', state: 'decided', items: [] } } });

describe('a question', () => {
  it('sends the label chosen and shows its preview', async () => {
    const sent = stubServer(fine);
    const user = show([style]);
    expect(screen.getByRole('button', { name: 'Answer' })).toBeDisabled();
    await user.click(screen.getByRole('radio', { name: /Plain/ }));
    expect(screen.getByLabelText('Preview')).toHaveTextContent('# Start');
    await user.click(screen.getByRole('button', { name: 'Answer' }));
    expect(sent[0]).toEqual({
      method: 'POST', path: '/api/agents/a1/questions/ask-q1', body: { answers: { 'Which style?': 'Plain' } },
    });
  });

  it('takes own words', async () => {
    const sent = stubServer(fine);
    const user = show([style]);
    await user.click(screen.getByRole('radio', { name: 'In own words' }));
    expect(screen.getByRole('button', { name: 'Answer' })).toBeDisabled();
    await user.type(screen.getByTestId('question-own-words'), 'As it is');
    await user.click(screen.getByRole('button', { name: 'Answer' }));
    expect(sent[0]?.body).toEqual({ answers: { 'Which style?': 'As it is' } });
  });

  it('goes through several items and sends all answers at once', async () => {
    const sent = stubServer(fine);
    const user = show([style, parts]);
    expect(screen.getByText('1 of 2')).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: /Reference/ }));
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await user.click(screen.getByRole('checkbox', { name: 'API' }));
    await user.click(screen.getByRole('checkbox', { name: 'Guides' }));
    await user.click(screen.getByRole('button', { name: 'Back' }));
    expect(screen.getByRole('radio', { name: /Reference/ })).toBeChecked();
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await user.click(screen.getByRole('button', { name: 'Answer' }));
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toEqual({ answers: { 'Which style?': 'Reference', 'Which parts?': ['Guides', 'API'] } });
  });

  it('offers own words only where they are accepted', () => {
    show([parts]);
    expect(screen.queryByLabelText('In own words')).toBeNull();
  });

  it('can be skipped', async () => {
    const sent = stubServer(fine);
    const user = show([style]);
    await user.click(screen.getByRole('button', { name: 'Skip' }));
    expect(sent[0]?.body).toEqual({ skip: true });
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('Skipped: at the machine'));
  });

  it('still waits when the answer could not be sent', async () => {
    stubServer(() => 'no answer');
    const user = show([style]);
    await user.click(screen.getByRole('radio', { name: /Plain/ }));
    await user.click(screen.getByRole('button', { name: 'Answer' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('It still waits for you');
    expect(screen.getByRole('button', { name: 'Answer' })).toBeEnabled();
  });
});
