import { Button, Center } from "@mantine/core";
import { IconKey, IconUserCheck } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Wordmark } from "../../ui/logo.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { EmailField } from "./email-field.tsx";
import { NewPasswordForm } from "./new-password-form.tsx";
import { useEntrance } from "./use-entrance.ts";

/** The first account, made once, with the link that the server printed at its first start. */
export function SetupPage() {
  const { t } = useTranslation("accounts");
  const { token } = useSearch({ from: "/setup" });
  const state = useQuery(api.setup.state.queryOptions());
  if (state.data?.needed === false) {
    return (
      <Center mih="70vh" component="main">
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
      </Center>
    );
  }
  if (token === undefined || token === "") {
    return (
      <Center mih="70vh" component="main">
        <EmptyState wholePage icon={<IconKey size={28} stroke={1.5} />} title={t("setup.noToken")}>
          {t("setup.noTokenHint")}
        </EmptyState>
      </Center>
    );
  }
  return <SetupForm token={token} />;
}

function SetupForm({ token }: { token: string }) {
  const { t } = useTranslation("accounts");
  const [email, setEmail] = useState("");
  const create = useMutation(api.setup.create.mutationOptions({ onSuccess: useEntrance() }));
  return (
    <AccountFrame title={t("setup.title")} subtitle={t("setup.subtitle")} brand={<Wordmark size={28} />}>
      <NewPasswordForm
        error={create.error}
        pending={create.isPending}
        submit={t("setup.submit")}
        onChosen={(password) => create.mutate({ token, email: email.trim(), password })}
      >
        <EmailField value={email} onChange={setEmail} />
      </NewPasswordForm>
    </AccountFrame>
  );
}
