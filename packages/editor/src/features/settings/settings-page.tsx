import { useTranslation } from "react-i18next";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { RecordsPanel } from "./records-panel.tsx";

export function SettingsPage() {
  const { t } = useTranslation("settings");
  return (
    <>
      <PageHeader title={t("title")} />
      <PageBody narrow>
        <RecordsPanel />
      </PageBody>
    </>
  );
}
