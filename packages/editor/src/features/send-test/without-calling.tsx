import { Checkbox, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { useFormat } from "../../i18n/format.ts";
import classes from "./send-test.module.css";

const most = 10;
const latest = "latest";

export interface WithoutCallingProps {
  readonly checked: boolean;
  readonly onCheck: (checked: boolean) => void;
  /** Execution whose recorded outputs stand in; null: the last ones. */
  readonly outputsOf: string | null;
  readonly onOutputsOf: (executionId: string | null) => void;
}

/** Whether the draft is tried without calling anything outside, and whose outputs then stand in. */
export function WithoutCalling({ checked, onCheck, outputsOf, onOutputsOf }: WithoutCallingProps) {
  const { t } = useTranslation(["test", "executions"]);
  const format = useFormat();
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const executions = useInfiniteQuery({
    ...api.executions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ workflowId, limit: most, cursor }),
      initialPageParam: undefined,
      getNextPageParam: () => undefined,
    }),
    enabled: checked,
  }).data?.pages[0]?.items;
  const known = (executions ?? []).slice(0, most).map(({ id, queuedAt, status, version }) => ({
    value: id,
    label: `${format.time(queuedAt)} · ${version === null ? t("without.draft") : `v${version}`} · ${t(`executions:status.${status}`)}`,
  }));
  const own =
    outputsOf === null || known.some(({ value }) => value === outputsOf)
      ? []
      : [{ value: outputsOf, label: t("without.ofDelivery") }];
  return (
    <div className={classes.without}>
      <Checkbox
        label={t("without.label")}
        description={t("without.help")}
        checked={checked}
        onChange={(event) => onCheck(event.currentTarget.checked)}
      />
      {checked && (known.length > 0 || own.length > 0) && (
        <Select
          label={t("without.outputs")}
          description={t("without.outputsHelp")}
          inputWrapperOrder={["label", "input", "description"]}
          allowDeselect={false}
          data={[{ value: latest, label: t("without.latest") }, ...own, ...known]}
          value={outputsOf ?? latest}
          onChange={(value) => onOutputsOf(value === latest ? null : value)}
        />
      )}
    </div>
  );
}
