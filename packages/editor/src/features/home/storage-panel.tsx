import type { Overview } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { Facts } from "./facts.tsx";

/** Less is marked. */
const scarce = 0.1;

/** What the records take, and what is left. */
export function StoragePanel({ storage }: { storage: Overview["storage"] }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const { database, databaseBytes, freeBytes, totalBytes } = storage;
  const known = freeBytes !== null && totalBytes !== null;
  return (
    <Panel title={t("storage.title")}>
      <Facts
        facts={[
          {
            ...{ id: "database", label: t("storage.database"), path: "/settings" },
            value: `${format.bytes(databaseBytes)} ${t(`storage.${database}`)}`,
          },
          {
            ...{ id: "free", label: t("storage.free"), path: "/settings" },
            value: known
              ? t("storage.of", { free: format.bytes(freeBytes), total: format.bytes(totalBytes) })
              : t("storage.unknown"),
            marked: known && freeBytes < totalBytes * scarce,
          },
        ]}
      />
    </Panel>
  );
}
