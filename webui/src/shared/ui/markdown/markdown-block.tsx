import { memo, type ComponentProps } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from './code-block';

const plugins = [remarkGfm];

function Link({ href, children }: ComponentProps<'a'>) {
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

/** An image from an agent would be a request to a host of its choice; show where it points instead. */
function ImageLink({ src, alt }: ComponentProps<'img'>) {
  const target = typeof src === 'string' ? src : '';
  return <Link href={target}>{alt === undefined || alt === '' ? target : alt}</Link>;
}

const components: Components = {
  a: ({ href, children }) => <Link href={href}>{children}</Link>,
  img: ({ src, alt }) => <ImageLink src={src} alt={alt} />,
  pre: ({ children }) => <>{children}</>,
  code: ({ className, children }) => {
    const text = typeof children === 'string' ? children : '';
    const language = /language-([\w+-]+)/.exec(className ?? '')?.[1];
    if (language !== undefined || text.endsWith('\n')) return <CodeBlock text={text} language={language} />;
    return <code>{children}</code>;
  },
};

/** Markdown without raw HTML: react-markdown drops it, and unsafe addresses with it. */
const MarkdownBlock = memo(function MarkdownBlock({ text }: { text: string }) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components}>
      {text}
    </ReactMarkdown>
  );
});

export default MarkdownBlock;
