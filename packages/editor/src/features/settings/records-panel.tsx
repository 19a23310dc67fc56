import { Anchor, Button, Group, NumberInput, Select, Skeleton, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { InstanceSettings } from "@sluice/api/schemas";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { ProblemState } from "../../api/problem-state.tsx";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { Panel } from "../../ui/panel.tsx";

/** What happens when an execution fails, and how long records are kept, for the whole instance. */
export function RecordsPanel() {
  const { t } = useTranslation("settings");
  const settings = useQuery(api.settings.get.queryOptions());
  return (
    <Panel title={t("records.title")}>
      <Text size="sm" c="dimmed" mb="xs">
        {t("records.text")}
      </Text>
      {settings.isError ? (
        <ProblemState error={settings.error} onRetry={() => void settings.refetch()} />
      ) : settings.data === undefined ? (
        <Skeleton height={180} />
      ) : (
        <RecordsForm saved={settings.data} />
      )}
    </Panel>
  );
}

/** What is kept of requests that start nothing, with the bounds that the API sets. */
const asideKept = [
  { field: "filteredPerWorkflow", text: "filtered", min: 0, max: 100_000 },
  { field: "duplicatesPerWorkflow", text: "duplicates", min: 0, max: 100_000 },
  { field: "heldPerWorkflow", text: "held", min: 1, max: 1_000_000 },
] as const;

function RecordsForm({ saved }: { saved: InstanceSettings }) {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  const { options, nameOf } = useWorkflowNames();
  const [chosen, setChosen] = useState(saved);
  const { errorWorkflowId, retention, auditDays } = chosen;
  const save = useMutation(
    api.settings.save.mutationOptions({
      onSuccess: (now) => {
        queryClient.setQueryData(api.settings.get.queryKey(), now);
        setChosen(now);
        notifications.show({ message: t("records.saved") });
      },
    }),
  );
  const keys = ["errorWorkflowId", "retention", "auditDays"] as const;
  const changes = keys.filter((key) => JSON.stringify(chosen[key]) !== JSON.stringify(saved[key]));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(Object.fromEntries(changes.map((key) => [key, chosen[key]])));
  };
  // One that is not among the names (the two hundred last changed) is still the one that is set.
  const known = errorWorkflowId === null || nameOf(errorWorkflowId) !== undefined;
  const workflows = known ? options : [{ value: errorWorkflowId, label: errorWorkflowId }, ...options];

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={save.error} />
        <Select
          label={t("records.errorWorkflow")}
          description={t("records.errorWorkflowHint")}
          placeholder={t("records.noErrorWorkflow")}
          searchable
          clearable
          data-field="errorWorkflowId"
          data={[...workflows]}
          value={errorWorkflowId}
          onChange={(value) => setChosen({ ...chosen, errorWorkflowId: value })}
        />
        <NumberInput
          label={t("records.days")}
          description={t("records.daysHint")}
          min={1}
          max={36_500}
          allowDecimal={false}
          value={retention.days ?? ""}
          onChange={(value) =>
            setChosen({ ...chosen, retention: { ...retention, days: wholeOrNull(value) } })
          }
        />
        <NumberInput
          label={t("records.perWorkflow")}
          description={t("records.perWorkflowHint")}
          min={1}
          max={100_000_000}
          allowDecimal={false}
          value={retention.perWorkflow ?? ""}
          onChange={(value) =>
            setChosen({ ...chosen, retention: { ...retention, perWorkflow: wholeOrNull(value) } })
          }
        />
        <NumberInput
          label={t("records.audit")}
          description={t("records.auditHint")}
          min={1}
          max={36_500}
          allowDecimal={false}
          value={auditDays ?? ""}
          onChange={(value) => setChosen({ ...chosen, auditDays: wholeOrNull(value) })}
        />
        {asideKept.map(({ field, text, min, max }) => (
          <NumberInput
            key={field}
            label={t(`records.${text}`)}
            description={t(`records.${text}Hint`)}
            min={min}
            max={max}
            clampBehavior="blur"
            allowDecimal={false}
            value={retention[field]}
            onChange={(value) => {
              if (typeof value !== "number" || value < min || value > max) return;
              setChosen({ ...chosen, retention: { ...retention, [field]: value } });
            }}
          />
        ))}
        <Group justify="space-between" gap="xs">
          <SampleButton workflowId={saved.errorWorkflowId} />
          <Button type="submit" loading={save.isPending} disabled={changes.length === 0}>
            {t("records.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Starts the error workflow that is saved, to see what it does. */
function SampleButton({ workflowId }: { workflowId: string | null }) {
  const { t } = useTranslation("settings");
  const onError = useNotifyProblem();
  const sample = useMutation(api.settings.testErrorWorkflow.mutationOptions({ onError }));
  return (
    <Group gap="xs">
      <Button
        variant="default"
        loading={sample.isPending}
        disabled={workflowId === null}
        onClick={() => sample.mutate({})}
      >
        {t("records.sample")}
      </Button>
      {sample.data !== undefined && (
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link {...props} to="/executions/$id" params={{ id: sample.data.executionId }} />
          )}
        >
          {t("records.sampleSent")}
        </Anchor>
      )}
    </Group>
  );
}

/** An empty field, or one that holds nothing whole yet, sets no bound. */
function wholeOrNull(value: string | number): number | null {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : null;
}
