import { Select } from "@mantine/core";

export interface FilterSelectProps {
  /** Says what is filtered; also stands in the field while nothing is chosen. */
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string | undefined) => void;
  readonly width?: number;
}

/** One filter of a list; empty means all. */
export function FilterSelect({ label, value, options, onChange, width = 200 }: FilterSelectProps) {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      w={width}
      clearable
      searchable={options.length > 8}
      data={[...options]}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
