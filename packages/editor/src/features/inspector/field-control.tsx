import type { Finding } from "@sluice/workflow/check";
import type { Control } from "@sluice/workflow/node-contract";
import { type ComponentType, useId } from "react";
import { RulesField } from "../rules-field/rules-field.tsx";
import { SelectControl, SwitchControl } from "./controls/choice-controls.tsx";
import type { ControlProps } from "./controls/control-props.ts";
import { CredentialControl } from "./controls/credential-control.tsx";
import { GroupControl } from "./controls/group-control.tsx";
import { JsonControl } from "./controls/json-control.tsx";
import { ListControl, PairsControl } from "./controls/list-control.tsx";
import { MapControl } from "./controls/map-control.tsx";
import { OperationControl } from "./controls/operation-control.tsx";
import { SecretControl } from "./controls/secret-control.tsx";
import {
  CodeControl,
  ExpressionControl,
  LongTextControl,
  NumberControl,
  TextControl,
} from "./controls/text-controls.tsx";
import { WorkflowControl } from "./controls/workflow-control.tsx";
import { type FieldControlProps, placeKey, useFormContext } from "./form-context.ts";
import classes from "./inspector.module.css";

/** One component for each kind of control: a kind without one does not compile. */
const controls = {
  text: TextControl,
  "long-text": LongTextControl,
  number: NumberControl,
  switch: SwitchControl,
  select: SelectControl,
  json: JsonControl,
  expression: ExpressionControl,
  rules: RulesField,
  pairs: PairsControl,
  map: MapControl,
  list: ListControl,
  group: GroupControl,
  secret: SecretControl,
  workflow: WorkflowControl,
  code: CodeControl,
  credential: CredentialControl,
  operation: OperationControl,
} as const satisfies Record<Control, ComponentType<ControlProps>>;

/** Controls whose text says by itself why it cannot be read. */
const showsOwnProblems: ReadonlySet<Control> = new Set<Control>([
  "text",
  "long-text",
  "number",
  "expression",
  "rules",
]);

/** One field of a form: label, control, help, and what is wrong with it. */
export function FieldControl({ field, value, at, bare = false, onChange, onBlur }: FieldControlProps) {
  const { language, findings, describe } = useFormContext();
  const id = useId();
  // Most requests were made by hand.
  if (field.control === "operation" && value === undefined) return null;
  const found = findingsFor({ field, value, at }, findings);
  const Shown = controls[field.control];
  const help = field.help?.[language];
  const describedBy = [help && !bare ? `${id}-help` : "", found.length > 0 ? `${id}-found` : ""].filter(
    Boolean,
  );
  return (
    <div className={classes.field} data-place={placeKey(at)}>
      <div className={bare ? classes.unseen : classes.label} id={`${id}-label`}>
        {field.label[language]}
        {field.required && !bare && (
          <span className={classes.required} aria-hidden>
            *
          </span>
        )}
      </div>
      {help && !bare && (
        <div className={classes.help} id={`${id}-help`}>
          {help}
        </div>
      )}
      <Shown
        field={field}
        value={value}
        at={at}
        labelledBy={`${id}-label`}
        describedBy={describedBy.length > 0 ? describedBy.join(" ") : undefined}
        invalid={found.some(({ severity }) => severity === "error")}
        onChange={onChange}
        onBlur={onBlur}
      />
      {found.length > 0 && (
        <div id={`${id}-found`}>
          {found.map((finding) => (
            <p
              key={`${finding.code}${finding.message}`}
              className={classes.problem}
              data-severity={finding.severity}
            >
              {describe(finding)}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

/** Controls whose parts have no place of their own: what is found inside of them is shown below the whole. */
const opaque: ReadonlySet<Control> = new Set<Control>(["rules", "json", "secret", "credential"]);

function findingsFor(
  { field: { control }, value, at }: Pick<FieldControlProps, "field" | "value" | "at">,
  findings: ReadonlyMap<string, readonly Finding[]>,
): readonly Finding[] {
  const inside = `${placeKey(at).slice(0, -1)},`;
  const below = opaque.has(control)
    ? [...findings].flatMap(([place, some]) => (place.startsWith(inside) ? some : []))
    : [];
  const found = [...below, ...(findings.get(placeKey(at)) ?? [])];
  // What is wrong with the expression itself stands below the field already, at once and with its place.
  const said = showsOwnProblems.has(control) || (control === "json" && typeof value === "string");
  return said ? found.filter(({ code }) => code !== "invalid-expression") : found;
}
