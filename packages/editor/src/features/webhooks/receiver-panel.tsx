import { Group, Select, Stack, Text } from "@mantine/core";
import { receiverExample, receiverLanguages } from "@sluice/api/receiving";
import type { Subscription } from "@sluice/api/schemas";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { TextBlock } from "../../ui/text-block.tsx";

/** What the receiver checks messages with, in its language and for this subscription's format. */
export function ReceiverPanel({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation("webhooks");
  const [language, setLanguage] = useState<(typeof receiverLanguages)[number]>("node");
  const { format, signing, publicKeys } = subscription;
  const text = receiverExample({ language, format, signing });
  if (text === undefined) return null;
  return (
    <Panel
      title={t("receiver.title")}
      actions={
        <Group gap="xs">
          <Select
            size="xs"
            aria-label={t("receiver.language")}
            allowDeselect={false}
            data={receiverLanguages.map((value) => ({ value, label: t(`receiver.languages.${value}`) }))}
            value={language}
            onChange={(value) => setLanguage(receiverLanguages.find((one) => one === value) ?? "node")}
          />
          <CopyButton value={text} label={t("receiver.copy")} />
        </Group>
      }
    >
      <Stack gap="sm">
        <Text size="sm">{t(signing === "v1a" ? "receiver.withKey" : "receiver.withSecret")}</Text>
        {publicKeys.map((key) => (
          <Group key={key} gap="xs" wrap="nowrap">
            <code>{key}</code>
            <CopyButton value={key} label={t("receiver.copyKey")} />
          </Group>
        ))}
        <TextBlock text={text} label={t("receiver.title")} />
      </Stack>
    </Panel>
  );
}
