import { Button, Center, Loader } from "@mantine/core";
import type { Invitation } from "@sluice/api/schemas";
import { IconMailOff } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useShownLanguage } from "../../i18n/use-language.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Wordmark } from "../../ui/logo.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { NewPasswordForm } from "./new-password-form.tsx";
import { useEntrance } from "./use-entrance.ts";

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
  const accept = useMutation(api.invitations.accept.mutationOptions({ onSuccess: useEntrance() }));
  const { email, role } = invitation;
  return (
    <AccountFrame
      title={t("invitation.title")}
      subtitle={t("invitation.subtitle", { email, role: say(`roles.${role}`).toLowerCase() })}
      brand={<Wordmark size={28} />}
    >
      <NewPasswordForm
        error={accept.error}
        pending={accept.isPending}
        submit={t("invitation.submit")}
        onChosen={(password) => accept.mutate({ token, password, language })}
      >
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      </NewPasswordForm>
    </AccountFrame>
  );
}
