import type { ConfigPath, FormField, Json } from "@sluice/workflow/node-contract";

/** What the form gives to a control. */
export interface ControlProps {
  readonly field: FormField;
  /** The value in the config; undefined where it is not given. */
  readonly value: Json | undefined;
  /** Its place in the config. */
  readonly at: ConfigPath;
  /** Id of the element that names the control. */
  readonly labelledBy: string;
  /** Ids of help and problems. */
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  /** `undefined` takes the field out of the config. */
  readonly onChange: (value: Json | undefined) => void;
  readonly onBlur: () => void;
}
