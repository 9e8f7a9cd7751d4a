const longestWaitMs = 1_500;

/** xterm measures the font once: it has to be there by then, or the system's stands in. */
export async function loadTerminalFont(fontSize: number): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, longestWaitMs));
  await Promise.race([load(fontSize), late]);
}

async function load(fontSize: number): Promise<void> {
  try {
    await import('@/shared/styles/font.css');
    await document.fonts.load(`${fontSize}px 'JetBrains Mono'`);
  } catch {
    // The system's monospace is as good.
  }
}
