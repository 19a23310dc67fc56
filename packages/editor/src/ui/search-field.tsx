import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

export interface SearchFieldProps {
  /** Says what can be searched for; also stands in the field while nothing is typed. */
  readonly label: string;
  readonly value: string | undefined;
  /** A moment after the last letter; undefined: nothing is searched for. */
  readonly onSearch: (text: string | undefined) => void;
  readonly width?: number;
}

/** The query bar of a list. */
export function SearchField({ label, value, onSearch, width = 300 }: SearchFieldProps) {
  const [typed, setTyped] = useState(value ?? "");
  const search = useDebouncedCallback((text: string) => onSearch(text.trim() || undefined), 300);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      w={width}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}
