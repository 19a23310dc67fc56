import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/copy-button.tsx";
import classes from "./webhooks.module.css";

/** A new secret, the one time that it can be seen. */
export function ShownSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  return (
    <Stack gap="md">
      <Alert variant="light" icon={<IconKey size={18} />} title={t("once.title")}>
        {t("once.text")}
      </Alert>
      <div className={classes.once}>
        <span className="sluice-mono" data-testid="new-secret">
          {secret}
        </span>
        <CopyButton value={secret} label={t("once.copy")} />
      </div>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {t("done")}
        </Button>
      </Group>
    </Stack>
  );
}
