// For what comes soon, on a machine that others slow down, too.
export const patience = 120_000;

// Rejects with what was waited for when `promise` takes too long. Not a delay: the promise decides when to go on.
export function deadline(promise, milliseconds, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${milliseconds} ms in vain: ${what()}`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
