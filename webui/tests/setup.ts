import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

class NoResizeObserver implements ResizeObserver {
  observe(): void {
    return;
  }
  unobserve(): void {
    return;
  }
  disconnect(): void {
    return;
  }
}

/** What jsdom lacks and Radix and the pages need. */
function completeDom(): void {
  Object.assign(globalThis, {
    ResizeObserver: NoResizeObserver,
    matchMedia: (media: string) => ({
      media,
      matches: false,
      addEventListener: vi.fn(),
      removeEventListener: vi.fn(),
    }),
  });
  Object.assign(Element.prototype, {
    scrollIntoView: () => undefined,
    hasPointerCapture: () => false,
    setPointerCapture: () => undefined,
    releasePointerCapture: () => undefined,
  });
}

// Tests of the stores run without a DOM.
if ('document' in globalThis) {
  completeDom();
  configure({ asyncUtilTimeout: 20_000 }); // a machine that also builds is slow
  afterEach(() => {
    cleanup();
    localStorage.clear();
  });
}
