import { Alert, Anchor, Button, Divider, PasswordInput, Stack } from "@mantine/core";
import { IconAlertCircle, IconInfoCircle, IconLogin2 } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useCodeText } from "../../api/problem-text.ts";
import { returnPath } from "../../api/return-path.ts";
import { enter } from "../../api/session.ts";
import { useInstanceLanguage } from "../../i18n/use-instance-language.ts";
import { Wordmark } from "../../ui/logo.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { EmailField } from "./email-field.tsx";

export function SignInPage() {
  const { t } = useTranslation("accounts");
  const search = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const setup = useQuery(api.setup.state.queryOptions());
  const ways = useQuery(api.session.ways.queryOptions());
  useInstanceLanguage(setup.data?.language);
  const signIn = useMutation(
    api.session.create.mutationOptions({
      onSuccess: (session) => {
        enter(queryClient, session);
        router.history.push(returnPath(search.return));
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ email: email.trim(), password });
  };
  return (
    <AccountFrame title={t("signIn.title")} subtitle={t("signIn.subtitle")} brand={<Wordmark size={28} />}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {setup.data?.needed === true && (
            <Alert variant="light" icon={<IconInfoCircle size={18} />} title={t("signIn.noAccount")}>
              {t("signIn.noAccountHint")}
            </Alert>
          )}
          {search.problem !== undefined && signIn.isIdle && <CameBack code={search.problem} />}
          <ProblemAlert error={signIn.error} />
          <EmailField value={email} onChange={setEmail} />
          <PasswordInput
            label={t("password")}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" fullWidth size="md" loading={signIn.isPending}>
            {t("signIn.submit")}
          </Button>
          {ways.data?.oidc === true && (
            <>
              <Divider label={t("signIn.or")} />
              <Button
                component="a"
                variant="default"
                fullWidth
                size="md"
                leftSection={<IconLogin2 size={18} aria-hidden />}
                href={`/oidc/sign-in${search.return === undefined ? "" : `?${new URLSearchParams({ return: search.return })}`}`}
              >
                {t("signIn.oidc")}
              </Button>
            </>
          )}
          <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/forgot-password" />}>
            {t("signIn.forgot")}
          </Anchor>
        </Stack>
      </form>
    </AccountFrame>
  );
}

/** Why somebody who came back from the provider of the single sign-on is not signed in. */
function CameBack({ code }: { code: string }) {
  const codeText = useCodeText();
  const unexpected = codeText("unexpected");
  // A link from elsewhere may say anything: only what we have words for is shown.
  const { title, remedy } = codeText(code, { title: unexpected.title, detail: unexpected.remedy });
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />} title={title}>
      {remedy}
    </Alert>
  );
}
