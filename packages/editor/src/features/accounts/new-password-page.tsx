import { Anchor, Button, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { sessionQuery } from "../../api/session.ts";
import { Wordmark } from "../../ui/logo.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { NewPasswordField, shortestPassword } from "./password-field.tsx";

/** Sets a new password with the link that was mailed or handed over. */
export function NewPasswordPage() {
  const { t } = useTranslation("accounts");
  const { token = "" } = useSearch({ from: "/new-password" });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [password, setPassword] = useState("");
  const [tooShort, setTooShort] = useState(false);
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const short = password.length < shortestPassword;
    setTooShort(short);
    if (!short) finish.mutate({ token, password });
  };
  return (
    <AccountFrame
      title={t("newPassword.title")}
      subtitle={t("newPassword.subtitle")}
      brand={<Wordmark size={28} />}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <ProblemAlert error={finish.error} />
          <NewPasswordField value={password} onChange={setPassword} tooShort={tooShort} />
          <Button type="submit" fullWidth size="md" loading={finish.isPending}>
            {t("newPassword.submit")}
          </Button>
          <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/sign-in" />}>
            {t("forgot.back")}
          </Anchor>
        </Stack>
      </form>
    </AccountFrame>
  );
}
