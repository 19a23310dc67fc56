import { Button, Group, Loader, Select, Stack, Text } from "@mantine/core";
import type { TestCase, TestResult } from "@sluice/api/schemas";
import { IconPlayerPlay, IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { useWorkflowEdits } from "../inspector/use-workflow-edits.ts";
import { newTest, type TestDraft, toDraft } from "./test-draft.ts";
import { TestForm } from "./test-form.tsx";
import { TestOutcome } from "./test-outcome.tsx";
import classes from "./tests.module.css";

/** The test cases of the open workflow: run on the draft as it stands here, nothing leaves. */
export function Tests() {
  const { t } = useTranslation("tests");
  const id = useOpenDocument((state) => state.workflow.id);
  const document = useOpenDocument((state) => state.document);
  const edits = useWorkflowEdits();
  const notify = useNotifyProblem();
  const queryClient = useQueryClient();
  const list = useQuery(api.testCases.list.queryOptions({ input: { id } }));
  const [results, setResults] = useState<ReadonlyMap<string, TestResult>>(new Map());
  const [editing, setEditing] = useState<TestDraft | null>(null);
  const again = () => queryClient.invalidateQueries({ queryKey: api.testCases.list.key({ input: { id } }) });
  const run = useMutation({
    mutationFn: (tests?: string[]) => client.testCases.run({ id, document, ...(tests ? { tests } : {}) }),
    onSuccess: (ran) =>
      setResults((known) => new Map([...known, ...ran.results.map((one) => [one.id, one] as const)])),
    onError: notify,
  });
  const remove = useMutation({
    mutationFn: (test: string) => client.testCases.delete({ id, test }),
    onSuccess: again,
    onError: notify,
  });
  if (editing) {
    return (
      <TestForm
        workflowId={id}
        draft={editing}
        onClose={(saved) => {
          setEditing(null);
          if (saved) void again();
        }}
      />
    );
  }
  if (list.isPending) return <Loader size="sm" aria-label={t("loading")} />;
  if (list.isError) return <ProblemAlert error={list.error} />;
  const tests = list.data.items;
  const shown = tests.flatMap((test) => results.get(test.id) ?? []);
  const failed = shown.filter(({ passed }) => !passed).length;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t("hint")}
      </Text>
      <Group gap="xs">
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          disabled={tests.length === 0}
          loading={run.isPending}
          onClick={() => run.mutate(undefined)}
        >
          {t("runAll")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setEditing(newTest())}
        >
          {t("add")}
        </Button>
      </Group>
      <Text size="sm" role="status">
        {shown.length > 0 && t("summary", { passed: shown.length - failed, failed })}
      </Text>
      {tests.length === 0 && <Text size="sm">{t("none")}</Text>}
      {tests.map((test) => (
        <OneTest
          key={test.id}
          test={test}
          result={results.get(test.id)}
          onRun={() => run.mutate([test.id])}
          onEdit={() => setEditing(toDraft(test))}
          onDelete={() => remove.mutate(test.id)}
        />
      ))}
      <Select
        label={t("onPublish.label")}
        description={t("onPublish.help")}
        data={(["warn", "stop", "off"] as const).map((value) => ({ value, label: t(`onPublish.${value}`) }))}
        value={document.settings?.testsOnPublish ?? "warn"}
        allowDeselect={false}
        onChange={(value) =>
          edits.setSetting("testsOnPublish", value === "stop" || value === "off" ? value : undefined)
        }
      />
    </Stack>
  );
}

function OneTest(props: {
  test: TestCase;
  result: TestResult | undefined;
  onRun: () => void;
  onEdit: () => void;
  onDelete: () => void;
}) {
  const { t } = useTranslation("tests");
  const { test, result, onRun, onEdit, onDelete } = props;
  return (
    <article className={classes.test} aria-label={test.name}>
      <div className={classes.head}>
        <strong>{test.name}</strong>
        {result && (
          <StatusBadge tone={result.passed ? "success" : "danger"}>
            {t(result.passed ? "passed" : "failed")}
          </StatusBadge>
        )}
      </div>
      {result && <TestOutcome result={result} />}
      <Group gap={6}>
        <Button size="compact-sm" variant="default" onClick={onRun}>
          {t("run")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onEdit}>
          {t("edit")}
        </Button>
        <ConfirmButton
          size="compact-sm"
          variant="default"
          question={t("deleteQuestion", { name: test.name })}
          confirm={t("delete")}
          onConfirm={onDelete}
        >
          {t("delete")}
        </ConfirmButton>
      </Group>
    </article>
  );
}
