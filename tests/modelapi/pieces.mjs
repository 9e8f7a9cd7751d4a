// How a step's words are cut into deltas, and what they count as.

const PieceLength = 24;

export const tokens = (text) => Math.max(1, Math.ceil(text.length / 4));

export const cut = (text, size = PieceLength) => text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [''];

const word = (index) => `word${String(index).padStart(4, '0')} `;

// All that a step of text says.
export const textOf = (step) =>
  step.kind === 'words' ? Array.from({ length: step.count }, (_, i) => word(i + 1)).join('') : step.text;

// [{text, gate?}, ...]: what is said at once, and the gate that it waits at before.
export function* piecesOf(step) {
  if (step.kind === 'words') for (let i = 1; i <= step.count; ++i) yield { gate: step.gate, text: word(i) };
  else for (const text of cut(step.text)) yield { text };
}
