import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { sessionQuery } from "../../api/session.ts";
import { Wordmark } from "../../ui/logo.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { NewPasswordForm } from "./new-password-form.tsx";

/** Sets a new password with the link that was mailed or handed over. */
export function NewPasswordPage() {
  const { t } = useTranslation("accounts");
  const { token = "" } = useSearch({ from: "/new-password" });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const finish = useMutation(
    api.passwordResets.finish.mutationOptions({
      onSuccess: async () => {
        notifications.show({ message: t("newPassword.done") });
        // Somebody may have been signed in here: that session has ended, if it was theirs.
        queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
        await navigate({ to: "/sign-in" });
      },
    }),
  );
  return (
    <AccountFrame
      title={t("newPassword.title")}
      subtitle={t("newPassword.subtitle")}
      brand={<Wordmark size={28} />}
    >
      <NewPasswordForm
        error={finish.error}
        pending={finish.isPending}
        submit={t("newPassword.submit")}
        onChosen={(password) => finish.mutate({ token, password })}
        foot={
          <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/sign-in" />}>
            {t("forgot.back")}
          </Anchor>
        }
      />
    </AccountFrame>
  );
}
