/** What the relay answers when it cannot hand a request on, in words for a person. */
const sentences = new Map([
  ['Tunnel not connected', 'The machine is not connected to the relay'],
  ['Tunnel disconnected', 'The connection to the machine broke off'],
  ['Tunnel request timeout', 'The machine did not answer in time'],
  ['Local server unreachable', 'The machine is connected, but its server does not answer'],
]);

const gatewayStatuses = new Set([502, 503, 504]);

/** `error` is the answer's own text; undefined if it had none, as the error pages of proxies have none. */
export function errorWords(status: number, error: string | undefined): string {
  if (error === undefined) {
    return gatewayStatuses.has(status) ? `The server does not answer (${status})` : `The server answered ${status}`;
  }
  return gatewayStatuses.has(status) ? (sentences.get(error) ?? error) : error;
}
