import { clsx } from 'clsx';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatClock, formatDuration, formatRoundTrip } from '@/shared/lib/format';
import type { LinkView } from '@/shared/link/use-link-light';
import { Icon } from '@/shared/ui/icon';
import { downWords } from './down-words';
import { hopsOf, type Hop } from './hops';

function Row({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 py-1">
      <dt className="shrink-0 text-muted">{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}

function HopRow({ hop }: { hop: Hop }) {
  const name = (
    <span className="inline-flex items-center gap-1.5">
      {hop.from}
      <span className="sr-only">to</span>
      <Icon of={ArrowRight} size={13} />
      {hop.to}
    </span>
  );
  return (
    <Row name={name}>
      <span data-testid={hop.testId} data-broken={hop.broken} className={clsx(hop.broken && 'font-medium text-red')}>
        {hop.words}
      </span>
    </Row>
  );
}

export function LinkDetails({ view }: { view: LinkView }) {
  const { state, relay, light, now } = view;
  const { trip } = state;
  return (
    <div>
      <p className="mb-2 font-medium">{light.words}</p>
      <dl className="border-t border-line py-1">
        {hopsOf(view).map((hop) => (
          <HopRow key={hop.testId} hop={hop} />
        ))}
        {relay.kind === 'relay' && (
          <Row name="The whole way">
            {trip === undefined || light.broken !== undefined ? 'no answer' : formatRoundTrip(trip.durationMs)}
          </Row>
        )}
      </dl>
      <dl className="border-t border-line py-1">
        <Row name="Last round trip">{light.ageMs === undefined ? 'none yet' : `${formatDuration(light.ageMs)} ago`}</Row>
        {state.kind === 'up' && <Row name="Connected since">{formatClock(state.since, now)}</Row>}
        {(state.kind === 'down' || state.kind === 'connecting') && state.attempt > 0 && (
          <Row name="Attempts">{state.attempt}</Row>
        )}
        {state.kind === 'down' && <Row name="Reason">{downWords(state.reason)}</Row>}
      </dl>
      <p className="mt-1 text-small text-muted">Asked every 10 s. Amber after 12 s without an answer, red after 20 s.</p>
    </div>
  );
}
