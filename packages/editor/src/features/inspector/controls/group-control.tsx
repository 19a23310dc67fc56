import type { JsonObject } from "@sluice/workflow/node-contract";
import { FieldList } from "../field-list.tsx";
import classes from "../inspector.module.css";
import type { ControlProps } from "./control-props.ts";

/** The fields of an object inside of a config. */
export function GroupControl({ field, value, at, onChange, onBlur }: ControlProps) {
  const object: JsonObject =
    typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  return (
    <div className={classes.group}>
      <FieldList fields={field.children ?? []} values={object} at={at} onChange={onChange} onBlur={onBlur} />
    </div>
  );
}
