import { Button, Group, Select, Skeleton, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type InstanceSettings, subscriptionFormats } from "@sluice/api/schemas";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { ProblemState } from "../../api/problem-state.tsx";
import { languageNames, languages } from "../../i18n/language.ts";
import { Panel } from "../../ui/panel.tsx";

/** What counts where nobody has chosen. */
export function DefaultsPanel() {
  const { t } = useTranslation("settings");
  const settings = useQuery(api.settings.get.queryOptions());
  return (
    <Panel title={t("defaults.title")}>
      {settings.isError ? (
        <ProblemState error={settings.error} onRetry={() => void settings.refetch()} />
      ) : settings.data === undefined ? (
        <Skeleton height={120} />
      ) : (
        <DefaultsForm saved={settings.data} />
      )}
    </Panel>
  );
}

function DefaultsForm({ saved }: { saved: InstanceSettings }) {
  const { t } = useTranslation("settings");
  const { t: webhooks } = useTranslation("webhooks");
  const queryClient = useQueryClient();
  const [language, setLanguage] = useState(saved.language);
  const [webhookFormat, setWebhookFormat] = useState(saved.webhookFormat);
  const save = useMutation(
    api.settings.save.mutationOptions({
      onSuccess: (now) => {
        queryClient.setQueryData(api.settings.get.queryKey(), now);
        notifications.show({ message: t("records.saved") });
      },
    }),
  );
  const changed = language !== saved.language || webhookFormat !== saved.webhookFormat;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({
      ...(language === saved.language ? {} : { language }),
      ...(webhookFormat === saved.webhookFormat ? {} : { webhookFormat }),
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={save.error} />
        <Select
          label={t("defaults.language")}
          description={t("defaults.languageHint")}
          placeholder={t("defaults.browser")}
          clearable
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={language}
          onChange={(value) => setLanguage(languages.find((one) => one === value) ?? null)}
        />
        <Select
          label={t("defaults.format")}
          description={t("defaults.formatHint")}
          allowDeselect={false}
          data={subscriptionFormats.map((value) => ({ value, label: webhooks(`formats.${value}`) }))}
          value={webhookFormat}
          onChange={(value) =>
            setWebhookFormat(subscriptionFormats.find((one) => one === value) ?? webhookFormat)
          }
        />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={!changed}>
            {t("records.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
