import { Alert, Anchor, Button, Stack } from "@mantine/core";
import { IconInfoCircle, IconMail } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { Wordmark } from "../../ui/logo.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { EmailField } from "./email-field.tsx";

/** Has a link for a new password sent; says the same whether there is such an account or not. */
export function ForgotPasswordPage() {
  const { t } = useTranslation("accounts");
  const [email, setEmail] = useState("");
  const ways = useQuery(api.session.ways.queryOptions());
  const ask = useMutation(api.passwordResets.create.mutationOptions());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ email: email.trim() });
  };
  return (
    <AccountFrame title={t("forgot.title")} subtitle={t("forgot.subtitle")} brand={<Wordmark size={28} />}>
      <Stack gap="md">
        {ways.data?.resetByMail === false ? (
          <Alert variant="light" icon={<IconInfoCircle size={18} />} title={t("forgot.noMail")}>
            {t("forgot.noMailHint")}
          </Alert>
        ) : ask.isSuccess ? (
          <Alert role="status" variant="light" icon={<IconMail size={18} />} title={t("forgot.sentTitle")}>
            {t("forgot.sentText")}
          </Alert>
        ) : (
          <form onSubmit={submit}>
            <Stack gap="md">
              <ProblemAlert error={ask.error} />
              <EmailField value={email} onChange={setEmail} />
              <Button type="submit" fullWidth size="md" loading={ask.isPending}>
                {t("forgot.submit")}
              </Button>
            </Stack>
          </form>
        )}
        <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/sign-in" />}>
          {t("forgot.back")}
        </Anchor>
      </Stack>
    </AccountFrame>
  );
}
