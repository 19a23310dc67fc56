import { Button, FileButton, Textarea } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";

export interface FileOrTextProps {
  /** What the button is called that opens a file. */
  readonly choose: string;
  /** What the field is called that takes its text. */
  readonly paste: string;
  readonly rows: { readonly min: number; readonly max: number };
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** The text of a file that was chosen. */
  readonly onFile: (text: string) => void;
}

/** A file of YAML or JSON: chosen, or its text pasted. */
export function FileOrText({ choose, paste, rows, value, onChange, onFile }: FileOrTextProps) {
  const take = async (file: File | null) => {
    if (file !== null) onFile(await file.text());
  };
  return (
    <>
      <FileButton
        accept=".yaml,.yml,.json,application/json,application/yaml"
        onChange={(file) => void take(file)}
      >
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
            {choose}
          </Button>
        )}
      </FileButton>
      <Textarea
        label={paste}
        classNames={{ input: "sluice-mono" }}
        minRows={rows.min}
        maxRows={rows.max}
        autosize
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </>
  );
}
