/** Socket.IO's reasons for a lost or failed connection, in words. */
const reasons = new Map([
  ['transport close', 'the connection broke off'],
  ['transport error', 'the connection broke off'],
  ['ping timeout', 'no sign of life'],
  ['forced close', 'no sign of life'],
  ['io server disconnect', 'closed by the server'],
  ['websocket error', 'no connection could be made'],
  ['xhr poll error', 'no connection could be made'],
  ['xhr post error', 'the connection broke off'],
  ['timeout', 'no answer in time'],
]);

export function downWords(reason: string): string {
  return reasons.get(reason) ?? reason;
}
