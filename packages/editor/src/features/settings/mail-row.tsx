import { Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";

/** Whether mail can be sent, and the proof. */
export function MailRow({ from }: { from: string | null }) {
  const { t } = useTranslation("settings");
  const onError = useNotifyProblem();
  const test = useMutation(api.settings.testMail.mutationOptions({ onError }));
  if (from === null) return t("instance.noMail");
  const { data } = test;
  return (
    <>
      <Group gap="xs">
        {t("instance.mailFrom", { from })}
        <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate({})}>
          {t("instance.testMail")}
        </Button>
      </Group>
      <Text size="sm" role="status">
        {data !== undefined &&
          (data.failure === null
            ? t("instance.mailSent", { to: data.to })
            : t("instance.mailFailed", { failure: data.failure }))}
      </Text>
    </>
  );
}
