import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useSession } from "../../api/session.ts";
import { Panel } from "../../ui/panel.tsx";

/** Length is what counts (NIST SP 800-63B); the server asks for the same. */
const shortestPassword = 10;

export function PasswordPanel() {
  const { t } = useTranslation("account");
  const user = useSession()?.user;
  if (user === undefined) return null;
  return (
    <Panel title={t("password.title")}>
      {user.hasPassword ? <PasswordForm email={user.email} /> : <Text size="sm">{t("password.none")}</Text>}
    </Panel>
  );
}

function PasswordForm({ email }: { email: string }) {
  const { t } = useTranslation("account");
  const { t: say } = useTranslation("accounts");
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation(
    api.account.changePassword.mutationOptions({
      onSuccess: () => {
        setCurrent("");
        setNext("");
        notifications.show({ message: t("password.done") });
        void queryClient.invalidateQueries({ queryKey: api.sessions.key() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ current, password: next });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={change.error} />
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={t("password.current")}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("password.next")}
          description={say("setup.passwordHint", { count: shortestPassword })}
          name="new-password"
          autoComplete="new-password"
          required
          minLength={shortestPassword}
          withAsterisk={false}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={change.isPending} disabled={current === "" || next === ""}>
            {t("password.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
