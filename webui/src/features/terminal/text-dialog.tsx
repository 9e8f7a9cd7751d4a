import { useLayoutEffect, useRef, useState } from 'react';
import { copyText } from '@/shared/lib/copy-text';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';

interface TextDialogProps {
  /** Undefined: closed. */
  text: string | undefined;
  onClose: () => void;
}

/** The terminal's text as a page's: a finger can select it. */
export function TextDialog({ text, onClose }: TextDialogProps) {
  return (
    <Dialog open={text !== undefined} onOpenChange={onClose} title="Text of the terminal">
      {text !== undefined && <TerminalText text={text} />}
    </Dialog>
  );
}

function TerminalText({ text }: { text: string }) {
  const [copied, setCopied] = useState<boolean>();
  const pre = useRef<HTMLPreElement>(null);
  // What is wanted is mostly the newest.
  useLayoutEffect(() => {
    // In braces: newer browsers return a promise, which React would take for the way to clean up.
    pre.current?.scrollTo(0, pre.current.scrollHeight);
  }, []);
  return (
    <>
      <pre
        ref={pre}
        data-testid="terminal-text"
        className="max-h-[60dvh] overflow-auto rounded-md border border-line bg-sunken p-2.5 font-mono text-small select-text"
      >
        {text === '' ? 'Nothing yet' : text}
      </pre>
      <div className="mt-3 flex justify-end">
        <Button disabled={text === ''} onClick={() => void copyText(text).then(setCopied)}>
          {copied === undefined ? 'Copy all' : copied ? 'Copied' : 'Not copied: select it and copy'}
        </Button>
      </div>
    </>
  );
}
