import { renderHook } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { ServicesContext, type Services } from '@/shared/services';
import { FakeLink } from '@tests/fake-link';
import { usePageShows } from './use-page-shows';

afterEach(() => {
  vi.restoreAllMocks();
});

const shownBy = (link: FakeLink) => link.sent.map(({ event, payload }) => [event, (payload as { agentId: string | null }).agentId]);

test('says what it shows, nothing while it is hidden, and when it is left', () => {
  const link = new FakeLink();
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible');
  const wrapper = ({ children }: { children: ReactNode }) =>
    createElement(ServicesContext, { value: { link } as unknown as Services }, children);
  const { rerender, unmount } = renderHook(({ id }) => usePageShows(id), { wrapper, initialProps: { id: 'a' } });
  expect(shownBy(link)).toEqual([['page:shows', 'a']]);

  visibility.mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(shownBy(link).at(-1)).toEqual(['page:shows', null]);

  visibility.mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  rerender({ id: 'b' });
  expect(shownBy(link).at(-1)).toEqual(['page:shows', 'b']);

  unmount();
  const told = link.sent.length;
  expect(shownBy(link).at(-1)).toEqual(['page:shows', null]);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(link.sent).toHaveLength(told);
});
