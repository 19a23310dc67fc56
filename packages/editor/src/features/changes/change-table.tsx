import { type Change, entriesOf } from "@sluice/workflow/changes";
import { sameText } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { SettingTable } from "../setting-table/setting-table.tsx";
import { ValueText } from "../value-text/value-text.tsx";

/** A list whose entries have no names is changed as a whole; people are shown the entries that are others. */
function byEntry(change: Change): readonly Change[] {
  if ("order" in change || !Array.isArray(change.before) || !Array.isArray(change.after)) return [change];
  return entriesOf(change.before, change.after).flatMap(({ index, before, after }): Change[] =>
    sameText(before, after)
      ? []
      : [
          {
            at: [...change.at, `${index + 1}.`],
            ...(before === undefined ? {} : { before }),
            ...(after === undefined ? {} : { after }),
          },
        ],
  );
}

export interface ChangeTableProps {
  readonly label: string;
  readonly changes: readonly Change[];
  readonly nameOf: (at: Change["at"]) => string;
  readonly names: { readonly before: string; readonly after: string };
}

/** Settings that are others: what each was, and what it is. */
export function ChangeTable({ label, changes, nameOf, names }: ChangeTableProps) {
  const { t } = useTranslation("changes");
  const rows = changes.flatMap(byEntry).map((change) => ({
    id: JSON.stringify(change),
    name: nameOf(change.at),
    cells:
      "order" in change
        ? [t("reordered", { names: change.order.join(", ") })]
        : [<ValueText key="before" value={change.before} />, <ValueText key="after" value={change.after} />],
  }));
  return <SettingTable label={label} columns={[names.before, names.after]} rows={rows} />;
}
