import type { Terminal } from '@xterm/xterm';

/** A finger moves this far before it is a scroll and no tap. */
const slopPx = 6;

/**
 * xterm 6 knows the wheel only. A finger moves the history; where a full-screen program has the screen, it turns
 * the wheel, which xterm passes on as that program wants it.
 */
export function startTouchScroll(terminal: Terminal, element: HTMLElement): () => void {
  let lastY: number | undefined;
  let moved = 0;
  let rest = 0;

  const onStart = (event: TouchEvent) => {
    const [touch] = event.touches;
    lastY = event.touches.length === 1 ? touch?.clientY : undefined;
    moved = 0;
    rest = 0;
  };
  const onMove = (event: TouchEvent) => {
    const [touch] = event.touches;
    if (lastY === undefined || touch === undefined) return;
    const delta = lastY - touch.clientY;
    lastY = touch.clientY;
    moved += Math.abs(delta);
    if (moved < slopPx) return;
    event.preventDefault();
    rest += delta;
    const lineHeight = element.clientHeight / terminal.rows;
    const lines = Math.trunc(rest / lineHeight);
    if (lines === 0) return;
    rest -= lines * lineHeight;
    scroll(terminal, lines, touch);
  };

  element.addEventListener('touchstart', onStart, { passive: true });
  element.addEventListener('touchmove', onMove, { passive: false });
  return () => {
    element.removeEventListener('touchstart', onStart);
    element.removeEventListener('touchmove', onMove);
  };
}

function scroll(terminal: Terminal, lines: number, { clientX, clientY }: Touch): void {
  if (terminal.buffer.active.type === 'normal' && terminal.modes.mouseTrackingMode === 'none') {
    terminal.scrollLines(lines);
    return;
  }
  const target = terminal.element?.querySelector('.xterm-screen');
  const step = { deltaY: Math.sign(lines), deltaMode: WheelEvent.DOM_DELTA_LINE, clientX, clientY, bubbles: true, cancelable: true };
  for (let line = 0; line < Math.abs(lines); line += 1) target?.dispatchEvent(new WheelEvent('wheel', step));
}
