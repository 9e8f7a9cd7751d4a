// Plays the steps of one reply as a stream. Yields {event} to send, {gate} to wait at, {cut} or {fail} where the script breaks off.
// A `voice` knows how one API says things: begin(), block(step), end() give such items.

export function* play(steps, voice) {
  yield* voice.begin();
  for (const step of steps) {
    if (step.kind === 'hold') yield { gate: step.gate };
    else if (step.kind === 'cut') yield { cut: step };
    else if (step.kind === 'fail') yield { fail: step };
    else if (step.kind !== 'error') yield* voice.block(step);
  }
  yield* voice.end();
}
