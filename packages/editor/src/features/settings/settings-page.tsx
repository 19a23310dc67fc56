import { useTranslation } from "react-i18next";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { AccountPanel } from "./account-panel.tsx";
import { AppearancePanel } from "./appearance-panel.tsx";
import { DefaultsPanel } from "./defaults-panel.tsx";
import { InstancePanel } from "./instance-panel.tsx";
import { RecordsPanel } from "./records-panel.tsx";
import { TokensPanel } from "./tokens-panel.tsx";

export function SettingsPage() {
  const { t } = useTranslation("settings");
  return (
    <>
      <PageHeader title={t("title")} />
      <PageBody narrow>
        <AccountPanel />
        <AppearancePanel />
        <RecordsPanel />
        <DefaultsPanel />
        <InstancePanel />
        <TokensPanel />
      </PageBody>
    </>
  );
}
