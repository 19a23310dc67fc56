import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { CopyButton } from "./copy-button.tsx";
import classes from "./shown-once.module.css";

export interface ShownOnceProps {
  readonly value: string;
  readonly title: string;
  readonly text: string;
  /** What the button that copies, and the one that closes, are called. */
  readonly copy: string;
  readonly done: string;
  readonly testId: string;
  readonly onClose: () => void;
}

/** A secret that was just made, the one time that it can be seen: what a dialog holds then. */
export function ShownOnce({ value, title, text, copy, done, testId, onClose }: ShownOnceProps) {
  return (
    <Stack gap="md">
      <Alert variant="light" icon={<IconKey size={18} />} title={title}>
        {text}
      </Alert>
      <div className={classes.value}>
        <span className="sluice-mono" data-testid={testId}>
          {value}
        </span>
        <CopyButton value={value} label={copy} />
      </div>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {done}
        </Button>
      </Group>
    </Stack>
  );
}
