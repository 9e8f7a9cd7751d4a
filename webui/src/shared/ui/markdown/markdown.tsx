import { lazy, memo, Suspense } from 'react';
import { splitBlocks } from './split-blocks';

const MarkdownBlock = lazy(() => import('./markdown-block'));

function Plain({ text }: { text: string }) {
  return <p className="whitespace-pre-wrap">{text}</p>;
}

interface MarkdownProps {
  text: string;
  /** Still growing: parsed block by block, so that the cost of an append does not grow with the text. */
  growing?: boolean;
}

export const Markdown = memo(function Markdown({ text, growing = false }: MarkdownProps) {
  const blocks = growing ? splitBlocks(text) : [text];
  return (
    <div className="prose">
      {blocks.map((block, index) => (
        <Suspense key={index} fallback={<Plain text={block} />}>
          <MarkdownBlock text={block} />
        </Suspense>
      ))}
    </div>
  );
});
