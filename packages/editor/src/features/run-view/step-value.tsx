import { Button, Group } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useFormat } from "../../i18n/format.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { JsonView } from "../../ui/json-view.tsx";
import { TextBlock } from "../../ui/text-block.tsx";
import { type CutValue, cutValues } from "./cut-values.ts";
import classes from "./run-view.module.css";

/** What went into a step or came out of it. What is too large shows its beginning, and all of it on demand. */
export function StepValue({
  executionId,
  value,
  label,
}: {
  /** Null: of a trial, of which no more is kept than what is shown. */
  executionId: string | null;
  value: unknown;
  label: string;
}) {
  const { t } = useTranslation("runs");
  const cut = cutValues(value);
  const whole = cut.some(({ name }) => name === null);
  return (
    <div className={classes.value}>
      {!whole && (
        <>
          <div className={classes.copy}>
            <CopyButton value={() => JSON.stringify(value, null, 2)} label={t("copyJson")} />
          </div>
          <JsonView value={value} label={label} />
        </>
      )}
      {cut.map((part) => (
        <Cut key={part.value} executionId={executionId} cut={part} label={label} />
      ))}
    </div>
  );
}

function Cut({ executionId, cut, label }: { executionId: string | null; cut: CutValue; label: string }) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const [wanted, setWanted] = useState(false);
  const all = useQuery({
    ...api.executions.value.queryOptions({
      input: { id: executionId ?? "", value: cut.value },
      // It never changes.
      staleTime: Number.POSITIVE_INFINITY,
    }),
    enabled: wanted,
  });
  if (all.data !== undefined) return <JsonView value={all.data} label={label} />;
  const path = `/api/v1/executions/${encodeURIComponent(executionId ?? "")}/values/${encodeURIComponent(cut.value)}`;
  return (
    <div className={classes.cut}>
      <p className={classes.note}>
        {cut.name !== null && <strong>{t("cut.part", { name: cut.name })} </strong>}
        {t("cut.size", { size: format.bytes(cut.bytes) })}
      </p>
      <TextBlock text={`${cut.preview}…`} label={label} />
      {all.isError && <ProblemAlert error={all.error} />}
      {executionId !== null && (
        <Group gap="xs">
          <Button size="xs" variant="default" loading={all.isFetching} onClick={() => setWanted(true)}>
            {t("cut.show")}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            component="a"
            href={path}
            download={`${cut.value}.json`}
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            {t("cut.download")}
          </Button>
        </Group>
      )}
    </div>
  );
}
