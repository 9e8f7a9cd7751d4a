import { formatClock, formatDuration } from '@/shared/lib/format';
import type { LinkLight } from '@/shared/link/link-light';
import type { LinkState } from '@/shared/link/link-machine';

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex justify-between gap-4 py-1">
      <dt className="text-muted">{name}</dt>
      <dd className="text-right">{value}</dd>
    </div>
  );
}

export function LinkDetails({ state, light, now }: { state: LinkState; light: LinkLight; now: number }) {
  const { trip } = state;
  return (
    <div>
      <p className="font-medium">{light.words}</p>
      <ol aria-label="Hops" className="my-3 flex items-center gap-2 text-muted">
        <li className="text-text">Browser</li>
        <li aria-hidden className="h-px flex-1 bg-line-strong" />
        <li className="font-mono text-small">{trip === undefined ? '–' : `${trip.durationMs} ms`}</li>
        <li aria-hidden className="h-px flex-1 bg-line-strong" />
        <li className="text-text">Machine</li>
      </ol>
      <dl className="border-t border-line pt-2">
        <Row name="Last round trip" value={light.ageMs === undefined ? 'none yet' : `${formatDuration(light.ageMs)} ago`} />
        {state.kind === 'up' && <Row name="Connected since" value={formatClock(state.since, now)} />}
        {(state.kind === 'down' || state.kind === 'connecting') && state.attempt > 0 && (
          <Row name="Attempts" value={String(state.attempt)} />
        )}
        {state.kind === 'down' && <Row name="Reason" value={state.reason} />}
      </dl>
      <p className="mt-2 text-small text-muted">Asked every 10 s. Amber after 12 s without an answer, red after 20 s.</p>
    </div>
  );
}
