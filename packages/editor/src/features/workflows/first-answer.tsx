import { Alert, Button, Group, Loader, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { shellQuote } from "../../document/snippets.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { helloDocument } from "./hello-document.ts";
import classes from "./workflows-page.module.css";

interface Answered {
  readonly id: string;
  readonly curl: string;
  readonly status: number;
  readonly body: string;
}

/** The guide of the first minute: makes a small workflow, publishes it, calls its URL, and shows what it answered. */
export function FirstAnswer({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("files");
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const run = useMutation({
    mutationFn: async (given: string): Promise<Answered> => {
      const document = helloDocument({
        name: t("hello.name"),
        greeting: t("hello.greeting"),
        answer: t("hello.answer"),
      });
      const { id, hookUrl } = await client.workflows.create({ document });
      await client.workflows.publish({ id });
      const body = JSON.stringify({ name: given });
      // The way of the page itself: the public name of this server may not be known here yet.
      const answer = await fetch(new URL(hookUrl).pathname, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      const curl = `curl -X POST ${shellQuote(hookUrl)} -H 'Content-Type: application/json' -d ${shellQuote(body)}`;
      return { id, curl, status: answer.status, body: await answer.text() };
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate(name.trim() === "" ? t("hello.world") : name.trim());
  };
  if (run.data !== undefined) {
    const { id, curl, status, body } = run.data;
    return (
      <Stack gap="sm" className={classes.guide ?? ""}>
        <Alert role="status" className={classes.answered ?? ""} title={t("guide.answered", { status })}>
          <code className={classes.answer}>{body}</code>
        </Alert>
        <Text size="sm">{t("guide.same")}</Text>
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <code className={classes.answer}>{curl}</code>
          <CopyButton value={curl} label={t("guide.copy")} />
        </Group>
        <Group gap="xs">
          <Button
            renderRoot={(props) => <Link {...props} to="/workflows/$id" params={{ id }} />}
            onClick={() => void queryClient.invalidateQueries({ queryKey: api.workflows.key() })}
          >
            {t("guide.open")}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t("guide.list")}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit} className={classes.guide ?? ""}>
      <Stack gap="sm">
        <ProblemAlert error={run.error} />
        <Text size="sm">{t("guide.text")}</Text>
        <Group gap="xs" align="flex-end">
          <TextInput
            label={t("guide.who")}
            placeholder={t("hello.world")}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={run.isPending}>
            {t("guide.run")}
          </Button>
        </Group>
        {run.isPending && (
          <Group gap="xs" role="status">
            <Loader size="xs" aria-hidden />
            <Text size="sm">{t("guide.running")}</Text>
          </Group>
        )}
      </Stack>
    </form>
  );
}
