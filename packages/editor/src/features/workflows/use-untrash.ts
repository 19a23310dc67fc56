import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";

/** Takes workflows out of the trash, and says so. */
export function useUntrash() {
  const { t } = useTranslation("workflows");
  const queryClient = useQueryClient();
  const onError = useNotifyProblem();
  return useMutation(
    api.workflows.untrash.mutationOptions({
      onError,
      onSuccess: ({ name }) => notifications.show({ message: t("trash.restored", { name }) }),
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.workflows.key() }),
    }),
  );
}
