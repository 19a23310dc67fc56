import type { Finding } from "@sluice/workflow/check";
import type { ConfigPath, FormField, Json, Language } from "@sluice/workflow/node-contract";
import { type ComponentType, createContext, useContext } from "react";

/** What is given to whatever shows one field: its label, control, help and problems. */
export interface FieldControlProps {
  readonly field: FormField;
  readonly value: Json | undefined;
  readonly at: ConfigPath;
  /** Without its label in sight: the row around it says what it is. */
  readonly bare?: boolean;
  readonly onChange: (value: Json | undefined) => void;
  readonly onBlur: () => void;
}

/** What every control of a form needs to know besides its own field. */
export interface FormSurroundings {
  readonly language: Language;
  /** Where the config stands in the document. */
  readonly root: readonly (string | number)[];
  /** Findings by their place in the config, `JSON.stringify` of the path. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** The sentence for a finding, with its remedy. */
  readonly describe: (finding: Finding) => string;
  /** Shows one field. Controls that hold fields get it from here, as it holds controls itself. */
  readonly Field: ComponentType<FieldControlProps>;
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

/** The path that `placeKey` wrote. */
export function placeOf(key: string): ConfigPath {
  return JSON.parse(key) as ConfigPath;
}
