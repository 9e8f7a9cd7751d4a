import type { FormState } from './form-state';

/** What was typed before a way through the settings; as long as this page is not loaded anew. */
let kept: FormState | undefined;

export function keepForm(form: FormState | undefined): void {
  kept = form;
}

export function keptForm(): FormState | undefined {
  return kept;
}
