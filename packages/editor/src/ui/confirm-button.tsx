import { Button, type ButtonProps, Group, Popover, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export interface ConfirmButtonProps extends ButtonProps {
  readonly children: ReactNode;
  /** What will happen, and whether it can be undone. */
  readonly question: string;
  /** The verb on the button that does it. */
  readonly confirm: string;
  /** The button that leaves things as they are; “Cancel” when nothing is said. */
  readonly refuse?: string;
  readonly onConfirm: () => void;
}

/** A button that asks once, beside itself, before it does something that hurts. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { children, question, confirm, refuse, onConfirm, ...button } = props;
  const { t } = useTranslation("ui");
  const [opened, { close, toggle }] = useDisclosure(false);
  return (
    <Popover opened={opened} onChange={close} position="bottom-end" width={340} trapFocus withArrow>
      <Popover.Target>
        <Button {...button} onClick={toggle}>
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm">{question}</Text>
        <Group justify="flex-end" gap="xs" mt="sm">
          <Button size="xs" variant="default" onClick={close}>
            {refuse ?? t("cancel")}
          </Button>
          <Button
            size="xs"
            color="red"
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            {confirm}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
