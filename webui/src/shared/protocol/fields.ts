import { z } from 'zod/mini';

// The Content-Security-Policy forbids eval; zod's compiled validators need it.
z.config({ jitless: true });

/** A field that may be absent or null on the wire; undefined for us. */
export function optional<T extends z.ZodMiniType>(schema: T) {
  return z.pipe(
    z.nullish(schema),
    z.transform((value): z.output<T> | undefined => value ?? undefined),
  );
}

/** A text that is empty when there is nothing to say; undefined for us. */
export const optionalText = z.pipe(
  z.nullish(z.string()),
  z.transform((value): string | undefined => (value === null || value === '' ? undefined : value)),
);

/** Milliseconds since the epoch; 0 means never. */
export const optionalTime = z.pipe(
  z.nullish(z.number()),
  z.transform((value): number | undefined => (value === null || value === 0 ? undefined : value)),
);

export const jsonObject = z.record(z.string(), z.unknown());
