import { Button, Group, Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toState } from "../../api/api-gateway.ts";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";

/** Seconds for which the old key goes on working. */
const stays = { none: 0, hour: 3600, day: 86_400, week: 604_800, month: 2_592_000 } as const;
type Stay = keyof typeof stays;

/** Gives the trigger URL a new key; how long the old one still works is a choice that is made here, knowingly. */
export function RotateKeyDialog(given: { readonly opened: boolean; readonly onClose: () => void }) {
  const { opened, onClose } = given;
  const { t } = useTranslation("protection");
  const store = useOpenDocumentStore();
  const id = useOpenDocument((state) => state.workflow.id);
  const [stay, setStay] = useState<Stay>("day");
  const rotate = useMutation(
    api.workflows.rotateKey.mutationOptions({
      onSuccess: (stored) => {
        store.learn(toState(stored));
        onClose();
      },
    }),
  );
  return (
    <Modal opened={opened} onClose={onClose} title={t("rotate.title")}>
      <Stack gap="md">
        <ProblemAlert error={rotate.error} />
        <Text size="sm">{t("rotate.what")}</Text>
        <NativeSelect
          label={t("rotate.stay")}
          description={t(stay === "none" ? "rotate.goneHelp" : "rotate.stayHelp")}
          data={(Object.keys(stays) as Stay[]).map((value) => ({ value, label: t(`rotate.${value}`) }))}
          value={stay}
          onChange={(event) => setStay(event.currentTarget.value as Stay)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("cancel")}
          </Button>
          <Button
            color="red"
            loading={rotate.isPending}
            onClick={() => rotate.mutate({ id, keepOldForSeconds: stays[stay] })}
          >
            {t("rotate.do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
