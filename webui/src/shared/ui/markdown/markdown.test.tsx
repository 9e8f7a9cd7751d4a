import { render, screen, waitFor } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { Markdown } from './markdown';
import { splitBlocks } from './split-blocks';

describe('splitBlocks', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['paragraphs', 'one\n\ntwo\nmore', ['one', 'two\nmore']],
    ['several blank lines', 'one\n\n\n\ntwo\n\n', ['one', 'two']],
    ['blank lines inside code', '```js\na\n\nb\n```\n\nafter', ['```js\na\n\nb\n```', 'after']],
    ['code that is still open', 'before\n\n```\na\n\nb', ['before', '```\na\n\nb']],
    ['a longer fence inside', '````\n```\n\n```\n````\n\nafter', ['````\n```\n\n```\n````', 'after']],
    ['a loose list stays whole', '1. one\n\n2. two\n\nafter', ['1. one\n\n2. two', 'after']],
    ['an indented continuation', '- one\n\n  more\n\nafter', ['- one\n\n  more', 'after']],
  ])('%s', (_name, text, blocks) => expect(splitBlocks(text)).toEqual(blocks));

  it('changes no finished block while text grows', () => {
    const text = 'Intro\n\n- a\n- b\n\n```sh\nmake\n\nmake test\n```\n\nEnd of it.';
    for (let length = 1; length < text.length; length += 1) {
      const now = splitBlocks(text.slice(0, length));
      const later = splitBlocks(text);
      // All but the last two: a list may still take the next piece in.
      expect(later.slice(0, Math.max(0, now.length - 2))).toEqual(now.slice(0, Math.max(0, now.length - 2)));
    }
  });
});

describe('Markdown from an agent', () => {
  // It comes lazily; how long that takes is not what is tested.
  beforeAll(() => import('./markdown-block'));

  it('renders GitHub tables and links that open apart', async () => {
    render(<Markdown text={'| a |\n|---|\n| b |\n\n[x](https://example.org)'} />);
    expect(await screen.findByRole('table')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'x' })).toHaveAttribute('rel', 'noreferrer noopener');
  });

  it.each([
    ['raw HTML', '<img src=x onerror="alert(1)"><script>alert(1)</script>'],
    ['an iframe', 'a\n\n<iframe src="https://example.org"></iframe>'],
    ['a script address', '[x](javascript:alert(1))'],
    ['a remote image', '![x](https://example.org/pixel.png)'],
  ])('lets no %s through', async (_name, text) => {
    const { container } = render(<Markdown text={text} />);
    await waitFor(() => expect(container.querySelector('.whitespace-pre-wrap')).toBeNull());
    expect(container.querySelector('img, script, iframe, [onerror]')).toBeNull();
    for (const link of container.querySelectorAll('a')) expect(link.getAttribute('href')).not.toMatch(/^javascript:/);
  });
});
