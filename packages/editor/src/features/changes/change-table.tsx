import type { Change } from "@sluice/workflow/changes";
import { useTranslation } from "react-i18next";
import { SettingTable } from "../setting-table/setting-table.tsx";
import { ValueText } from "../value-text/value-text.tsx";

export interface ChangeTableProps {
  readonly label: string;
  readonly changes: readonly Change[];
  readonly nameOf: (at: Change["at"]) => string;
  readonly names: { readonly before: string; readonly after: string };
}

/** Settings that are others: what each was, and what it is. */
export function ChangeTable({ label, changes, nameOf, names }: ChangeTableProps) {
  const { t } = useTranslation("changes");
  const rows = changes.map((change) => ({
    id: JSON.stringify([change.at, "order" in change]),
    name: nameOf(change.at),
    cells:
      "order" in change
        ? [t("reordered", { names: change.order.join(", ") })]
        : [<ValueText key="before" value={change.before} />, <ValueText key="after" value={change.after} />],
  }));
  return <SettingTable label={label} columns={[names.before, names.after]} rows={rows} />;
}
