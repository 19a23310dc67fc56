import { Button, Center, Loader, Stack } from "@mantine/core";
import type { Invitation } from "@sluice/api/schemas";
import { IconMailOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { enter } from "../../api/session.ts";
import { useShownLanguage } from "../../i18n/use-language.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Wordmark } from "../../ui/logo.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { NewPasswordField, shortestPassword } from "./password-field.tsx";

/** The way in of who was invited: the link says who they are, they choose a password. */
export function InvitationPage() {
  const { t } = useTranslation("accounts");
  const { token = "" } = useSearch({ from: "/invitation" });
  const invitation = useQuery(api.invitations.read.queryOptions({ input: { token } }));
  if (invitation.data) return <AcceptForm token={token} invitation={invitation.data} />;
  if (!invitation.isError) {
    return (
      <Center component="main" h="100vh">
        <Loader aria-label={t("invitation.loading")} />
      </Center>
    );
  }
  return (
    <main>
      <EmptyState
        wholePage
        icon={<IconMailOff size={28} stroke={1.5} />}
        title={t("invitation.notGood")}
        action={
          <Button component={Link} to="/sign-in">
            {t("signIn.submit")}
          </Button>
        }
      >
        {t("invitation.notGoodHint")}
      </EmptyState>
    </main>
  );
}

function AcceptForm({
  token,
  invitation,
}: {
  token: string;
  invitation: Pick<Invitation, "email" | "role">;
}) {
  const { t } = useTranslation("accounts");
  const { t: say } = useTranslation("people");
  const language = useShownLanguage();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [password, setPassword] = useState("");
  const [tooShort, setTooShort] = useState(false);
  const accept = useMutation(
    api.invitations.accept.mutationOptions({
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
    if (!short) accept.mutate({ token, password, language });
  };
  const { email, role } = invitation;
  return (
    <AccountFrame
      title={t("invitation.title")}
      subtitle={t("invitation.subtitle", { email, role: say(`roles.${role}`).toLowerCase() })}
      brand={<Wordmark size={28} />}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <ProblemAlert error={accept.error} />
          <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
          <NewPasswordField value={password} onChange={setPassword} tooShort={tooShort} />
          <Button type="submit" fullWidth size="md" loading={accept.isPending}>
            {t("invitation.submit")}
          </Button>
        </Stack>
      </form>
    </AccountFrame>
  );
}
