import { z } from 'zod/mini';
import { keyPrefix, readStored, writeStored } from '@/shared/lib/storage';

const key = `${keyPrefix}paths`;
const kept = 12;

export function readPaths(): string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(readStored(key) ?? '[]'));
  } catch {
    return [];
  }
}

export function rememberPath(path: string): void {
  const others = readPaths().filter((other) => other !== path);
  writeStored(key, JSON.stringify([path, ...others].slice(0, kept)));
}

/** This browser's first, then those that the server knows. */
export function mergePaths(mine: readonly string[], ofServer: Record<string, readonly string[]>): string[] {
  return [...new Set([...mine, ...Object.values(ofServer).flat()])].slice(0, kept);
}
