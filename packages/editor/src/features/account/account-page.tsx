import { useTranslation } from "react-i18next";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { AppearancePanel } from "./appearance-panel.tsx";
import { PasswordPanel } from "./password-panel.tsx";
import { ProfilePanel } from "./profile-panel.tsx";
import { SessionsPanel } from "./sessions-panel.tsx";
import { TokensPanel } from "./tokens-panel.tsx";

/** All that is one's own: password, language, sessions, API tokens. */
export function AccountPage() {
  const { t } = useTranslation("account");
  return (
    <>
      <PageHeader title={t("title")} />
      <PageBody narrow>
        <ProfilePanel />
        <AppearancePanel />
        <PasswordPanel />
        <SessionsPanel />
        <TokensPanel />
      </PageBody>
    </>
  );
}
