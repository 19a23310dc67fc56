import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

/** Milliseconds: long enough to read, to think again and to get there by keyboard. */
const shownFor = 20_000;

/** Says that a workflow is in the trash, with the way back. */
export function showDeleted({ id, name, onUndo }: { id: string; name: string; onUndo: () => void }): void {
  const notice = `deleted ${id}`;
  const undo = () => {
    notifications.hide(notice);
    onUndo();
  };
  notifications.show({ id: notice, autoClose: shownFor, message: <Deleted name={name} onUndo={undo} /> });
}

function Deleted({ name, onUndo }: { name: string; onUndo: () => void }) {
  const { t } = useTranslation("workflows");
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between">
      <Text size="sm">{t("deleted", { name })}</Text>
      <Button size="compact-sm" variant="default" onClick={onUndo} style={{ flexShrink: 0 }}>
        {t("trash.undo")}
      </Button>
    </Group>
  );
}
