import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import type { Credential, CredentialTest } from "@sluice/api/schemas";
import { isHttpCredentialType } from "@sluice/workflow/node-contract";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useCodeText } from "../../api/problem-text.ts";
import { useFormat } from "../../i18n/format.ts";
import { HttpStatus } from "../../ui/http-status.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./credentials.module.css";

const methods = ["GET", "HEAD", "POST"] as const;

export interface TestCredentialProps {
  readonly credential: Credential | null;
  readonly onClose: () => void;
}

/** Sends one real request with a credential and tells what came of it. */
export function TestCredential({ credential, onClose }: TestCredentialProps) {
  const { t } = useTranslation("credentials");
  return (
    <Modal
      opened={credential !== null}
      onClose={onClose}
      title={credential === null ? t("test.open") : t("test.title", { name: credential.name })}
      size="lg"
    >
      {credential !== null && <TestForm credential={credential} />}
    </Modal>
  );
}

function TestForm({ credential }: { credential: Credential }) {
  const { t } = useTranslation("credentials");
  const [url, setUrl] = useLocalStorage({
    key: `sluice.test-url.${credential.id}`,
    defaultValue: firstUrl(credential.hosts),
    getInitialValueInEffect: false,
  });
  const isHttp = isHttpCredentialType(credential.auth.type);
  const [method, setMethod] = useState<(typeof methods)[number]>("GET");
  const test = useMutation(api.credentials.test.mutationOptions());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    test.mutate(isHttp ? { id: credential.id, url: url.trim(), method } : { id: credential.id });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={test.error} />
        <Text size="sm" c="dimmed">
          {t(isHttp ? "test.text" : "test.serverText")}
        </Text>
        {isHttp ? (
          <Group gap="xs" align="flex-end" wrap="nowrap">
            <Select
              label={t("test.method")}
              w={110}
              allowDeselect={false}
              data={[...methods]}
              value={method}
              onChange={(value) => setMethod(methods.find((one) => one === value) ?? "GET")}
            />
            <TextInput
              label={t("test.url")}
              flex={1}
              required
              withAsterisk={false}
              spellCheck={false}
              placeholder={t("test.urlPlaceholder")}
              data-autofocus
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
            />
            <Button type="submit" loading={test.isPending} disabled={url.trim() === ""}>
              {t("test.send")}
            </Button>
          </Group>
        ) : (
          <Group>
            <Button type="submit" loading={test.isPending} data-autofocus>
              {t("test.connect")}
            </Button>
          </Group>
        )}
        <div role="status">{test.data !== undefined && <Result result={test.data} />}</div>
      </Stack>
    </form>
  );
}

function Result({ result: { ok, status, durationMs, error } }: { result: CredentialTest }) {
  const { t } = useTranslation("credentials");
  const format = useFormat();
  return (
    <div className={classes.result}>
      <StatusBadge tone={ok ? "success" : "danger"}>{t(ok ? "test.ok" : "test.failed")}</StatusBadge>
      {status !== null && <HttpStatus status={status} />}
      <span className={classes.node}>{format.span(durationMs)}</span>
      {error !== null && <Reason {...error} />}
      {!ok && status !== null && <p className={classes.reason}>{t("test.refusedThere")}</p>}
    </div>
  );
}

/** Why there was no answer: in the reader's words, then what the server says of it. */
function Reason({ code, message }: { code: string; message: string }) {
  const { title, remedy } = useCodeText()(code, { title: message, detail: "" });
  return (
    <>
      <p className={classes.reason}>
        {title}
        {remedy !== "" && `. ${remedy}`}
      </p>
      <p className={classes.detail}>
        <span className="sluice-mono">{code}</span> {title === message ? "" : message}
      </p>
    </>
  );
}

/** The first host that is written out: what is tested the first time. */
function firstUrl(hosts: readonly string[]): string {
  const host = hosts.find((one) => !one.startsWith("*."));
  if (host === undefined) return "";
  return `https://${host.includes(":") ? `[${host}]` : host}/`;
}
