import { Button, Stack, TextInput } from "@mantine/core";
import { IconKey, IconUserCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { enter } from "../../api/session.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Wordmark } from "../../ui/logo.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { NewPasswordField, shortestPassword } from "./password-field.tsx";

/** The first account, made once, with the link that the server printed at its first start. */
export function SetupPage() {
  const { t } = useTranslation("accounts");
  const { token } = useSearch({ from: "/setup" });
  const state = useQuery(api.setup.state.queryOptions());
  if (state.data?.needed === false) {
    return (
      <main>
        <EmptyState
          wholePage
          icon={<IconUserCheck size={28} stroke={1.5} />}
          title={t("setup.done")}
          action={
            <Button component={Link} to="/sign-in">
              {t("signIn.submit")}
            </Button>
          }
        >
          {t("setup.doneHint")}
        </EmptyState>
      </main>
    );
  }
  if (token === undefined || token === "") {
    return (
      <main>
        <EmptyState wholePage icon={<IconKey size={28} stroke={1.5} />} title={t("setup.noToken")}>
          {t("setup.noTokenHint")}
        </EmptyState>
      </main>
    );
  }
  return <SetupForm token={token} />;
}

function SetupForm({ token }: { token: string }) {
  const { t } = useTranslation("accounts");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tooShort, setTooShort] = useState(false);
  const create = useMutation(
    api.setup.create.mutationOptions({
      onSuccess: async (session) => {
        enter(queryClient, session);
        await navigate({ to: "/workflows" });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const short = password.length < shortestPassword;
    setTooShort(short);
    if (!short) create.mutate({ token, email: email.trim(), password });
  };
  return (
    <AccountFrame title={t("setup.title")} subtitle={t("setup.subtitle")} brand={<Wordmark size={28} />}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <ProblemAlert error={create.error} />
          <TextInput
            label={t("email")}
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <NewPasswordField value={password} onChange={setPassword} tooShort={tooShort} />
          <Button type="submit" fullWidth size="md" loading={create.isPending}>
            {t("setup.submit")}
          </Button>
        </Stack>
      </form>
    </AccountFrame>
  );
}
