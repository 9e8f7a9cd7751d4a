import { useCallback, useSyncExternalStore } from 'react';

/** One immutable value and those who watch it. Knows no framework; useStore joins it to React. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  readonly get = (): T => this.#value;

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export type ReadableStore<T> = Pick<Store<T>, 'get' | 'subscribe'>;

export function useStore<T>(store: ReadableStore<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Renders only when what `select` returns changes; it must return a part of the value, not a new object. */
export function useSelected<T, S>(store: ReadableStore<T>, select: (value: T) => S): S {
  const getSelected = useCallback(() => select(store.get()), [store, select]);
  return useSyncExternalStore(store.subscribe, getSelected);
}
