import { TextInput } from "@mantine/core";

export interface MomentFieldProps {
  readonly label: string;
  /** RFC 3339; undefined: none. */
  readonly value: string | undefined;
  readonly onChange: (iso: string | undefined) => void;
}

/** Date and time in the reader's zone. */
export function MomentField({ label, value, onChange }: MomentFieldProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      w={190}
      value={fieldOf(value)}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        onChange(typed === "" ? undefined : new Date(typed).toISOString());
      }}
    />
  );
}

/** A moment as a field for date and time shows it, in the reader's zone: `2026-01-31T09:30`. */
export function fieldOf(iso: string | undefined): string {
  if (iso === undefined || Number.isNaN(Date.parse(iso))) return "";
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
