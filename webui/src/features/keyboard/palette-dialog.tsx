import { clsx } from 'clsx';
import { useState } from 'react';
import { Dialog } from '@/shared/ui/dialog';

export interface PaletteEntry {
  id: string;
  title: string;
  detail: string;
  run: () => void;
}

interface PaletteDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  entries: readonly PaletteEntry[];
}

const shownEntries = 12;

/** Every word of the query must stand somewhere in the entry. */
export function matching(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return entries
    .filter(({ title, detail }) => words.every((word) => `${title} ${detail}`.toLowerCase().includes(word)))
    .slice(0, shownEntries);
}

export function PaletteDialog({ open, onOpenChange, entries }: PaletteDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Go to" bare className="lg:max-w-lg">
      <Palette entries={entries} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Palette({ entries, onDone }: { entries: readonly PaletteEntry[]; onDone: () => void }) {
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const found = matching(entries, query);
  const current = Math.min(index, found.length - 1);
  const run = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    onDone();
    entry.run();
  };
  return (
    <div className="p-1.5">
      <input
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found[current] === undefined ? undefined : `palette-${found[current].id}`}
        aria-label="Go to an agent"
        placeholder="Go to"
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setIndex(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setIndex(Math.min(found.length - 1, current + 1));
          else if (event.key === 'ArrowUp') setIndex(Math.max(0, current - 1));
          else if (event.key === 'Enter') run(found[current]);
          else return;
          event.preventDefault();
        }}
        className="w-full bg-transparent px-2.5 py-2 text-body outline-none"
      />
      <ul id="palette-list" role="listbox" aria-label="Entries" className="border-t border-line pt-1.5">
        {found.map((entry, position) => (
          // The keyboard moves in the field above; here only the pointer chooses.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={entry.id}
            id={`palette-${entry.id}`}
            role="option"
            aria-selected={position === current}
            tabIndex={-1}
            onClick={() => run(entry)}
            onPointerMove={() => setIndex(position)}
            className={clsx(
              'flex min-h-row cursor-pointer items-center gap-3 rounded-md px-2.5',
              position === current && 'bg-hover',
            )}
          >
            <span className="truncate">{entry.title}</span>
            <span className="min-w-0 flex-1 truncate text-muted">{entry.detail}</span>
          </li>
        ))}
        {found.length === 0 && <li className="px-2.5 py-2 text-muted">Nothing by that name</li>}
      </ul>
    </div>
  );
}
