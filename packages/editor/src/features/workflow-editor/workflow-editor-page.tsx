import { useTranslation } from "react-i18next";
import { PageHeader } from "../../ui/page-header.tsx";

export function WorkflowEditorPage() {
  const { t } = useTranslation("common");
  return <PageHeader title={t("nav.workflows")} />;
}
