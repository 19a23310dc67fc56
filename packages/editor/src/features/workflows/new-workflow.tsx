import {
  Button,
  Group,
  Modal,
  Radio,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useLanguage } from "../node-card/use-language.ts";
import { newDocument } from "./new-document.ts";
import classes from "./new-workflow.module.css";
import { ParsedCommand } from "./parsed-command.tsx";
import { type PickedTemplate, TemplatePicker } from "./template-picker.tsx";

export interface NewWorkflowProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks for the least that a workflow needs, and opens it. */
export function NewWorkflow({ opened, onClose }: NewWorkflowProps) {
  const { t } = useTranslation("workflows");
  return (
    <Modal opened={opened} onClose={onClose} title={t("new.title")} size="lg">
      <NewWorkflowForm onClose={onClose} />
    </Modal>
  );
}

const sources = ["empty", "curl", "template"] as const;
type From = (typeof sources)[number];

function NewWorkflowForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("workflows");
  const language = useLanguage();
  const fromId = useId();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [mode, setMode] = useState<"async" | "sync">("async");
  const [from, setFrom] = useState<From>("empty");
  const [template, setTemplate] = useState<PickedTemplate | null>(null);
  const [curl, setCurl] = useState("");
  const command = from === "curl" ? curl.trim() : "";
  const parse = useMutation(api.variables.parse.mutationOptions());
  const create = useMutation({
    mutationFn: async () => {
      if (from === "template" && template !== null) {
        const { document } = await client.templates.get({ key: template.key, language });
        return client.workflows.create({ document: { ...document, name: name.trim() } });
      }
      const parsed = command === "" ? null : await client.variables.parse({ curl: command });
      return client.workflows.create({ document: newDocument({ name: name.trim(), mode, parsed }) });
    },
    onSuccess: async (workflow) => {
      void queryClient.invalidateQueries({ queryKey: api.workflows.list.key() });
      onClose();
      await navigate({ to: "/workflows/$id", params: { id: workflow.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <ProblemAlert error={create.error ?? parse.error} />
        <TextInput
          label={t("new.name")}
          placeholder={t("new.namePlaceholder")}
          required
          withAsterisk={false}
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {from !== "template" && (
          <Radio.Group
            label={t("new.mode")}
            value={mode}
            onChange={(value) => setMode(value === "sync" ? "sync" : "async")}
          >
            <div className={classes.cards}>
              {(["async", "sync"] as const).map((value) => (
                <Radio.Card key={value} value={value} className={classes.card ?? ""}>
                  <Radio.Indicator size="xs" />
                  <span>
                    <Text component="span" display="block" fw={600}>
                      {t(`mode.${value}`)}
                    </Text>
                    <Text component="span" display="block" size="sm" c="dimmed">
                      {t(`new.modeHint.${value}`)}
                    </Text>
                  </span>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
        )}
        <Stack gap="xs">
          <Text component="span" size="sm" fw={600} id={fromId}>
            {t("new.from")}
          </Text>
          <SegmentedControl
            aria-labelledby={fromId}
            value={from}
            onChange={(value) => setFrom(sources.find((known) => known === value) ?? "empty")}
            data={[
              { value: "empty", label: t("new.empty") },
              { value: "curl", label: t("new.curl") },
              { value: "template", label: t("new.template") },
            ]}
          />
          {from === "template" && (
            <TemplatePicker
              value={template?.key ?? null}
              onChange={(picked) => {
                // A name that was typed stays; one that came from a template goes with it.
                if (name.trim() === "" || name === template?.title) setName(picked.title);
                setTemplate(picked);
              }}
            />
          )}
          {from === "curl" && (
            <>
              <Textarea
                label={t("new.curlLabel")}
                description={t("new.curlHint")}
                classNames={{ input: "sluice-mono" }}
                minRows={5}
                maxRows={12}
                autosize
                spellCheck={false}
                value={curl}
                onChange={(event) => setCurl(event.currentTarget.value)}
                onBlur={() => command !== "" && parse.mutate({ curl: command })}
              />
              {parse.data !== undefined && <ParsedCommand result={parse.data} />}
            </>
          )}
        </Stack>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={name.trim() === "" || (from === "template" && template === null)}
          >
            {t("new.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
