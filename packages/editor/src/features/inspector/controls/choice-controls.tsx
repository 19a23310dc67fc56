import { Select, Switch } from "@mantine/core";
import { useFormContext } from "../form-context.ts";
import type { ControlProps } from "./control-props.ts";

/** On or off. */
export function SwitchControl({ field, value, onChange, onBlur, labelledBy, describedBy }: ControlProps) {
  const { language } = useFormContext();
  return (
    <Switch
      checked={value === undefined ? field.default === true : value === true}
      onChange={(event) => {
        onChange(event.currentTarget.checked);
        onBlur();
      }}
      aria-label={field.label[language]}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
    />
  );
}

/** One of the values that the schema lists. */
export function SelectControl({
  field,
  value,
  onChange,
  onBlur,
  labelledBy,
  describedBy,
  invalid,
}: ControlProps) {
  const { language } = useFormContext();
  const options = field.options ?? [];
  const chosen = value === undefined ? field.default : value;
  return (
    <Select
      data={options.map((option) => ({ value: JSON.stringify(option.value), label: option.label[language] }))}
      value={chosen === undefined ? null : JSON.stringify(chosen)}
      onChange={(picked) => {
        onChange(options.find((option) => JSON.stringify(option.value) === picked)?.value);
        onBlur();
      }}
      error={invalid}
      allowDeselect={!field.required && field.default === undefined}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
    />
  );
}
