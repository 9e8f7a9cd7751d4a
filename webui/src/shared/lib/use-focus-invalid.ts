import { useEffect, useState, type RefObject } from 'react';

/** What it gives focuses the first field with an error, as soon as the errors set along with it stand in the page. */
export function useFocusInvalid(form: RefObject<HTMLFormElement | null>): () => void {
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (asked > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [asked, form]);
  return () => setAsked((times) => times + 1);
}
