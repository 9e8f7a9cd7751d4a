/**
 * Keeps --app-height at what is really visible, so that a phone's keyboard pushes the composer up instead of
 * covering it. Without visualViewport the dynamic viewport unit of main.css stands.
 */
export function startAppHeight(): void {
  const viewport = window.visualViewport;
  if (viewport === null) return;
  const apply = () => {
    // Pinched: the visible part is a detail of the page, not its size.
    if (viewport.scale > 1.01) return;
    document.documentElement.style.setProperty('--app-height', `${viewport.height}px`);
    // iOS scrolls the document to bring the field into view; the page itself never scrolls.
    window.scrollTo(0, 0);
  };
  viewport.addEventListener('resize', apply);
  apply();
}
