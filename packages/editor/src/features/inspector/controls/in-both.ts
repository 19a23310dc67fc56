import type { FormField } from "@sluice/workflow/node-contract";

/** A label made of somebody's own words, or in the reader's language already. */
export function inBoth(label: string): FormField["label"] {
  return { en: label, fr: label };
}
