import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import { Fragment, type ReactNode } from 'react';

const lowlight = createLowlight({
  bash, cpp, css, diff, go, java, javascript, json, python, rust, sql, typescript, xml, yaml,
});
lowlight.registerAlias({ typescript: ['tsx'], javascript: ['jsx'], bash: ['shell', 'console', 'zsh'] });

type Root = ReturnType<typeof lowlight.highlight>;
type Node = Root['children'][number];

function render(node: Node, key: number): ReactNode {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return null;
  const names = node.properties['className'];
  return (
    <span key={key} className={Array.isArray(names) ? names.join(' ') : undefined}>
      {node.children.map((child, index) => render(child as Node, index))}
    </span>
  );
}

/** Coloured code as elements, never as HTML text; a language we do not carry stays plain. */
export function highlight(text: string, language: string): ReactNode {
  if (!lowlight.registered(language)) return text;
  return <Fragment>{lowlight.highlight(language, text).children.map(render)}</Fragment>;
}
