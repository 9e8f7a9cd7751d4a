import { patience } from './deadline.mjs';

// Looks again and again until `look` gives something truthy: for what tells nobody when it changes (processes, files).
export async function eventually(look, what, milliseconds = patience) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (Date.now() > end) throw new Error(`Waited ${milliseconds} ms in vain: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}
