import { useQuery } from '@tanstack/react-query';
import { CornerLeftUp, Folder, FolderOpen, History } from 'lucide-react';
import { useState } from 'react';
import { getDirectories } from '@/shared/api/get-directories';
import { messageOf } from '@/shared/api/http';
import { useSettings } from '@/shared/api/use-settings';
import { Button } from '@/shared/ui/button';
import { Field } from '@/shared/ui/field';
import { Icon } from '@/shared/ui/icon';
import { mergePaths, readPaths } from './path-history';

interface DirectoryFieldProps {
  value: string;
  error: string | undefined;
  onChange: (path: string) => void;
}

interface EntryProps {
  icon: typeof Folder;
  label: string;
  title?: string;
  onClick: () => void;
}

function Entry({ icon, label, title, onClick }: EntryProps) {
  return (
    <li>
      <button
        type="button"
        title={title}
        onClick={onClick}
        data-testid="directory-entry"
        className="flex min-h-row w-full items-center gap-2.5 rounded-md px-2.5 text-left hover:bg-hover"
      >
        <span className="text-muted">
          <Icon of={icon} />
        </span>
        <span className="truncate">{label}</span>
      </button>
    </li>
  );
}

function Browser({ path, onChange }: { path: string | undefined; onChange: (path: string) => void }) {
  const listing = useQuery({
    queryKey: ['directories', path],
    queryFn: () => getDirectories(path),
    placeholderData: (previous) => previous,
    retry: false,
  });
  if (listing.isError) return <p className="px-2.5 py-2 text-red">{messageOf(listing.error)}</p>;
  if (listing.data === undefined) return <p className="px-2.5 py-2 text-muted">Loading</p>;
  const { parent, entries } = listing.data;
  const directories = entries.filter((entry) => entry.isDirectory);
  return (
    <ul aria-label={`Directories in ${listing.data.path}`}>
      {typeof parent === 'string' && parent !== '' && parent !== listing.data.path && (
        <Entry icon={CornerLeftUp} label="One up" title={parent} onClick={() => onChange(parent)} />
      )}
      {directories.map((entry) => (
        <Entry key={entry.path} icon={Folder} label={entry.name} onClick={() => onChange(entry.path)} />
      ))}
      {directories.length === 0 && <li className="px-2.5 py-2 text-muted">No directories in here</li>}
    </ul>
  );
}

/** Typed, chosen from those used before, or browsed to. */
export function DirectoryField({ value, error, onChange }: DirectoryFieldProps) {
  const [browsing, setBrowsing] = useState(false);
  const settings = useSettings();
  const recent = mergePaths(readPaths(), settings.data?.pathHistory ?? {});
  const start = value.trim().startsWith('/') ? value.trim() : undefined;
  return (
    <Field label="Directory" error={error}>
      {(control) => (
        <>
          <div className="flex gap-2">
            <input
              {...control}
              data-testid="new-directory"
              value={value}
              placeholder="/home/you/project"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              onChange={(event) => onChange(event.target.value)}
              className="field font-mono"
            />
            <Button aria-expanded={browsing} data-testid="browse" onClick={() => setBrowsing(!browsing)}>
              <Icon of={FolderOpen} />
              Browse
            </Button>
          </div>
          {browsing && (
            <div className="mt-2 max-h-72 overflow-y-auto rounded-md border border-line p-1">
              <Browser path={start} onChange={onChange} />
            </div>
          )}
          {!browsing && value === '' && recent.length > 0 && (
            <ul aria-label="Used before" className="mt-1">
              {recent.slice(0, 4).map((path) => (
                <Entry key={path} icon={History} label={path} onClick={() => onChange(path)} />
              ))}
            </ul>
          )}
        </>
      )}
    </Field>
  );
}
