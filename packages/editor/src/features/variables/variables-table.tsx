import { ActionIcon, VisuallyHidden } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type ExampleReading, stateOf } from "../../document/merge-examples.ts";
import type { DraftVariable } from "../../document/trigger-config.ts";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { rowIds } from "./row-ids.ts";
import { useGrowingList } from "./use-growing-list.ts";
import type { VariableEdits } from "./use-variable-edits.ts";
import {
  AliasField,
  DefaultField,
  KeyField,
  PathField,
  RequiredField,
  SourceField,
  TypeField,
} from "./variable-fields.tsx";
import { ExampleValue, StateMark } from "./variable-state.tsx";
import classes from "./variables-table.module.css";

export interface VariablesTableProps {
  readonly variables: readonly DraftVariable[];
  readonly reading: ExampleReading;
  readonly added: ReadonlySet<string>;
  readonly edits: VariableEdits;
  readonly otherKeys: (at: number) => readonly string[];
}

const columns = ["key", "alias", "from", "path", "type", "required", "default", "example"] as const;

/** All variables with all their fields, one row each. */
export function VariablesTable({ variables, added, ...rest }: VariablesTableProps) {
  const { t } = useTranslation("variables");
  const { limit, end } = useGrowingList<HTMLTableRowElement>(variables.length);
  const ids = useMemo(() => rowIds(variables), [variables]);
  return (
    <ScrollRegion as="section" className={classes.frame} aria-label={t("table.title")}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" data-column={column}>
                {t(`field.${column}`)}
                <span className={classes.help}>{t(`short.${column}`)}</span>
              </th>
            ))}
            <th scope="col">
              <VisuallyHidden>{t("actions")}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {variables.slice(0, limit).map((variable, at) => (
            <Row key={ids[at]} variable={variable} at={at} added={added.has(variable.key)} {...rest} />
          ))}
          {limit < variables.length && <tr ref={end} className={classes.end} aria-hidden />}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface RowProps {
  readonly variable: DraftVariable;
  readonly at: number;
  readonly added: boolean;
  readonly reading: ExampleReading;
  readonly edits: VariableEdits;
  readonly otherKeys: (at: number) => readonly string[];
}

const Row = memo(function Row({ variable, at, added, reading, edits, otherKeys }: RowProps) {
  const { t } = useTranslation("variables");
  const state = useMemo(() => stateOf(variable, reading), [variable, reading]);
  const fields = { variable, at, edits, otherKeys: () => otherKeys(at), bare: true };
  return (
    <tr>
      <td>
        <KeyField {...fields} />
      </td>
      <td>
        <AliasField {...fields} />
      </td>
      <td>
        <SourceField {...fields} />
      </td>
      <td>
        <PathField {...fields} />
      </td>
      <td>
        <TypeField {...fields} />
      </td>
      <td>
        <RequiredField {...fields} />
      </td>
      <td>
        <DefaultField {...fields} />
      </td>
      <td>
        <div className={classes.example}>
          <StateMark state={state} added={added} />
          <ExampleValue state={state} />
        </div>
      </td>
      <td>
        <ActionIcon aria-label={t("remove", { name: variable.key })} onClick={() => edits.remove([at])}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </td>
    </tr>
  );
});
