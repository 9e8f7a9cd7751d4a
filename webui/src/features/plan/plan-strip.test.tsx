import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { messageSchema } from '@/shared/protocol/message';
import { messageJson } from '@tests/wire';
import { PlanStrip } from './plan-strip';

const plan = messageSchema.parse(
  messageJson({
    kind: 'plan',
    entries: [
      { text: 'Read the tests', state: 'done' },
      { text: 'Change the guard', state: 'active' },
      { text: 'Run all tests', state: 'waiting for the moon' },
    ],
  }),
);

describe('the plan under way', () => {
  it('says what is done now and how far it is, and unfolds the rest', async () => {
    if (plan.kind !== 'plan') throw new Error('no plan');
    render(<PlanStrip plan={plan} />);
    expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '1');
    const button = screen.getByRole('button', { expanded: false });
    expect(button).toHaveTextContent('1/3Change the guard');
    await userEvent.click(button);
    const items = within(screen.getByTestId('plan-list')).getAllByRole('listitem');
    // A state that this page does not know is one that is not done.
    expect(items.map((item) => item.getAttribute('data-state'))).toEqual(['done', 'active', 'pending']);
    expect(items[0]).toHaveTextContent('done: Read the tests');
  });
});
