import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { countAfter, lastSeqOf, type Row } from './rows';

/** This near to the end counts as being there. */
const tailThresholdPx = 64;
/** Older messages are asked for while this many rows are still above. */
const loadOlderWithinRows = 20;
const estimatedRowPx = 56;
const overscanRows = 8;

interface ReadingPosition {
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  /** Rows that came below since the reader left the tail; 0 at the tail. */
  unread: number;
  atTail: boolean;
  scrollToTail: () => void;
}

interface Options {
  scrollRef: RefObject<HTMLDivElement | null>;
  rows: readonly Row[];
  hasOlder: boolean;
  onLoadOlder: () => void;
}

/** Virtual rows that follow the tail while the reader is there, and keep the reading position when not. */
export function useReadingPosition({ scrollRef, rows, hasOlder, onLoadOlder }: Options): ReadingPosition {
  const [atTail, setAtTail] = useState(true);
  const [seenSeq, setSeenSeq] = useState(0);
  const lastSeq = lastSeqOf(rows);
  const started = useRef(false);

  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not in use
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => estimatedRowPx,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: overscanRows,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: tailThresholdPx,
    paddingStart: 16,
    paddingEnd: 24,
    onChange: (instance) => {
      if (!started.current) return;
      setAtTail(instance.isAtEnd(tailThresholdPx));
    },
  });

  useLayoutEffect(() => {
    if (started.current || rows.length === 0) return;
    started.current = true;
    virtualizer.scrollToEnd();
  }, [rows.length, virtualizer]);

  // An ask that docks below, a growing composer or a keyboard takes height: the tail stays in view.
  const wasAtTail = useRef(true);
  useEffect(() => {
    wasAtTail.current = atTail;
  }, [atTail]);
  useEffect(() => {
    const element = scrollRef.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      if (wasAtTail.current) virtualizer.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scrollRef, virtualizer]);

  if (atTail && seenSeq !== lastSeq) setSeenSeq(lastSeq);

  const firstShown = virtualizer.getVirtualItems()[0]?.index;
  const nearTop = firstShown !== undefined && firstShown < loadOlderWithinRows;
  useLayoutEffect(() => {
    if (hasOlder && nearTop && started.current) onLoadOlder();
  }, [hasOlder, nearTop, rows.length, onLoadOlder]);

  const scrollToTail = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  return { virtualizer, unread: atTail ? 0 : countAfter(rows, seenSeq), atTail, scrollToTail };
}
