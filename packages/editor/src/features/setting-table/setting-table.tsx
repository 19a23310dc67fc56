import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./setting-table.module.css";

export interface SettingTableProps {
  readonly label: string;
  /** What stands above the values. */
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    /** One for each column, or one for all of them. */
    readonly cells: readonly ReactNode[];
  }[];
}

/** Settings by name with one value or several, to be read. */
export function SettingTable({ label, columns, rows }: SettingTableProps) {
  const { t } = useTranslation("changes");
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t("setting")}</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, cells }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            {cells.map((cell, index) => (
              <td key={columns[index]} colSpan={cells.length === 1 ? columns.length : 1}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
