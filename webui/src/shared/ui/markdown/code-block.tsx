import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { copyText } from '@/shared/lib/copy-text';
import { Icon } from '@/shared/ui/icon';

type Highlight = (text: string, language: string) => ReactNode;

let highlight: Highlight | undefined;

/** Past this, colouring costs more than it helps. */
const maxHighlighted = 20_000;

function useHighlighted(text: string, language: string | undefined): ReactNode {
  const wanted = language !== undefined && text.length <= maxHighlighted;
  const [, setLoaded] = useState(highlight !== undefined);
  useEffect(() => {
    if (!wanted || highlight !== undefined) return;
    let gone = false;
    void import('./highlight').then((module) => {
      highlight = module.highlight;
      if (!gone) setLoaded(true);
    });
    return () => {
      gone = true;
    };
  }, [wanted]);
  return wanted && highlight !== undefined ? highlight(text, language) : text;
}

export function CodeBlock({ text, language }: { text: string; language?: string | undefined }) {
  const code = useHighlighted(text.replace(/\n$/, ''), language);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className="group relative my-2">
      {/* A wide block scrolls; the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="code-block" tabIndex={0}>
        <code>{code}</code>
      </pre>
      <button
        type="button"
        aria-label={copied ? 'Copied' : 'Copy'}
        title="Copy"
        className="absolute top-1 right-1 flex size-8 items-center justify-center rounded-md bg-sunken text-muted opacity-0 transition-opacity duration-100 group-focus-within:pointer-events-auto group-focus-within:opacity-100 hover:text-text pointer-coarse:pointer-events-none pointer-fine:group-hover:opacity-100"
        onClick={() => void copyText(text).then(setCopied)}
      >
        <Icon of={copied ? Check : Copy} size={14} />
      </button>
    </div>
  );
}
