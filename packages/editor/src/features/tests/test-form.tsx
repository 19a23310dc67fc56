import { Button, Group, MultiSelect, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { type DraftField, fromDraft, type TestDraft } from "./test-draft.ts";
import classes from "./tests.module.css";

const ends = ["succeeded", "failed", "timed-out", "none"] as const;

/** A test case: the request, what steps that reach outside answer, and what is expected. */
export function TestForm(props: {
  readonly workflowId: string;
  readonly draft: TestDraft;
  readonly onClose: (saved: boolean) => void;
}) {
  const { workflowId: id, onClose } = props;
  const { t } = useTranslation("tests");
  const [draft, setDraft] = useState(props.draft);
  const [wrong, setWrong] = useState<readonly DraftField[]>([]);
  const nodes = useOpenDocument((state) => state.document.nodes);
  const keys = Object.entries(nodes).map(([value, node]) => ({ value, label: node.name || value }));
  const set = (change: Partial<TestDraft>) => setDraft({ ...draft, ...change });
  const errorOf = (field: DraftField) => (wrong.includes(field) ? t(`wrong.${field}`) : undefined);
  const save = useMutation({
    mutationFn: async () => {
      const read = fromDraft(draft);
      setWrong("wrong" in read ? read.wrong : []);
      if ("wrong" in read) return false;
      const { content } = read;
      if (draft.id === undefined) await client.testCases.create({ id, test: content });
      else await client.testCases.save({ id, test: draft.id, content });
      return true;
    },
    onSuccess: (saved) => saved && onClose(true),
  });
  const code = { input: classes.code ?? "" };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("form.name")}
          value={draft.name}
          maxLength={200}
          data-autofocus
          error={errorOf("name")}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t("form.query")}
          classNames={code}
          value={draft.query}
          onChange={(event) => set({ query: event.currentTarget.value })}
        />
        <Textarea
          label={t("form.headers")}
          classNames={code}
          autosize
          maxRows={6}
          value={draft.headers}
          error={errorOf("headers")}
          onChange={(event) => set({ headers: event.currentTarget.value })}
        />
        <Textarea
          label={t(draft.bodyEncoding === "base64" ? "form.bodyBase64" : "form.body")}
          classNames={code}
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
          value={draft.body}
          onChange={(event) => set({ body: event.currentTarget.value })}
        />
        <Group grow align="start">
          <TextInput
            label={t("form.status")}
            value={draft.status}
            error={errorOf("status")}
            onChange={(event) => set({ status: event.currentTarget.value })}
          />
          <Select
            label={t("form.execution")}
            placeholder={t("form.any")}
            clearable
            data={ends.map((value) => ({ value, label: t(`end.${value}`) }))}
            value={draft.execution === "" ? null : draft.execution}
            onChange={(value) => set({ execution: ends.find((known) => known === value) ?? "" })}
          />
        </Group>
        <Textarea
          label={t("form.answer")}
          description={t("form.answerHelp")}
          classNames={code}
          autosize
          maxRows={10}
          spellCheck={false}
          value={draft.answer}
          error={errorOf("answer")}
          onChange={(event) => set({ answer: event.currentTarget.value })}
        />
        <Select
          label={t("form.match")}
          data={(["contains", "equals"] as const).map((value) => ({ value, label: t(`match.${value}`) }))}
          value={draft.answerMatch}
          allowDeselect={false}
          onChange={(value) => set({ answerMatch: value === "equals" ? "equals" : "contains" })}
        />
        <MultiSelect
          label={t("form.ran")}
          data={keys}
          value={[...draft.ran]}
          onChange={(ran) => set({ ran })}
        />
        <MultiSelect
          label={t("form.notRan")}
          data={keys}
          value={[...draft.notRan]}
          onChange={(notRan) => set({ notRan })}
        />
        <Textarea
          label={t("form.outputs")}
          description={t("form.outputsHelp")}
          placeholder={'{ "total": { "match": "contains", "value": { "sum": 3 } } }'}
          classNames={code}
          autosize
          maxRows={10}
          spellCheck={false}
          value={draft.outputs}
          error={errorOf("outputs")}
          onChange={(event) => set({ outputs: event.currentTarget.value })}
        />
        <Textarea
          label={t("form.recorded")}
          description={t("form.recordedHelp")}
          placeholder={'{ "askShop": { "port": "out", "output": { "status": 200, "body": {} } } }'}
          classNames={code}
          autosize
          maxRows={10}
          spellCheck={false}
          value={draft.recorded}
          error={errorOf("recorded")}
          onChange={(event) => set({ recorded: event.currentTarget.value })}
        />
        {save.isError && <ProblemAlert error={save.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => onClose(false)}>
            {t("form.cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("form.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
