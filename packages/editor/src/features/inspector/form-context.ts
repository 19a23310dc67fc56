import type { Finding } from "@sluice/workflow/check";
import type { ConfigPath, Language } from "@sluice/workflow/node-contract";
import { createContext, useContext } from "react";

/** What every control of a form needs to know besides its own field. */
export interface FormSurroundings {
  readonly language: Language;
  /** Findings by their place in the config, `JSON.stringify` of the path. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** The sentence for a finding, with its remedy. */
  readonly describe: (finding: Finding) => string;
  /** Ends the step of the history that typing in a field makes. */
  readonly endEdit: () => void;
}

export const FormContext = createContext<FormSurroundings | null>(null);

export function useFormContext(): FormSurroundings {
  const form = useContext(FormContext);
  if (form === null) throw new Error("controls stand in a form: wrap them in FormContext");
  return form;
}

/** Key of `FormSurroundings.findings`. */
export function placeKey(at: ConfigPath): string {
  return JSON.stringify(at);
}
