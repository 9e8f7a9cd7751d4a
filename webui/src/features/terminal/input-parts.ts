/** A key or a line goes as text; a long paste as bytes, in pieces below the server's limit of 1 MiB. */
const maxTextLength = 16 * 1024;
export const maxPartBytes = 256 * 1024;

export function inputParts(data: string | Uint8Array): (string | Uint8Array)[] {
  if (typeof data === 'string' && data.length <= maxTextLength) return data === '' ? [] : [data];
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += maxPartBytes) parts.push(bytes.subarray(from, from + maxPartBytes));
  return parts;
}
