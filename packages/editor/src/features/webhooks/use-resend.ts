import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";

/** Sends a message again, with all its attempts, and reads anew what shows it. */
export function useResend(done?: () => void) {
  const { t } = useTranslation("webhooks");
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.webhooks.resend({ id }),
    onSuccess: () => {
      notifications.show({ message: t("resent") });
      void queryClient.invalidateQueries({ queryKey: api.webhooks.key() });
      done?.();
    },
  });
}
