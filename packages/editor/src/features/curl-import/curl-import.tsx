import { Alert, Button, Code, Group, List, Modal, Stack, Switch, Text, Textarea } from "@mantine/core";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { type CurlRequest, curlRequest } from "@sluice/workflow/variables";
import { IconTerminal2 } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { CredentialDialog, type CredentialDialogProps } from "../credential-form/credential-form.tsx";
import { httpConfigOf } from "./http-config.ts";

export interface CurlImportProps {
  readonly config: JsonObject;
  /** Takes the whole config over, in one step. */
  readonly onTake: (config: JsonObject) => void;
}

/** Fills a request's form from a pasted cURL command. Its secret becomes a credential, and never stands in the config. */
export function CurlImport({ config, onTake }: CurlImportProps) {
  const { t } = useTranslation("inspector");
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState("");
  const [keeps, setKeeps] = useState(true);
  const [storing, setStoring] = useState(false);
  const outcome = useId();
  const request = curlRequest(text);
  const credential = request?.credential;
  const close = () => {
    setOpened(false);
    setStoring(false);
    setText("");
  };
  const take = (chosen: JsonObject) => {
    if (request) onTake({ ...httpConfigOf(request, config), ...chosen });
    close();
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconTerminal2 size={15} aria-hidden />}
        onClick={() => setOpened(true)}
        style={{ alignSelf: "flex-start" }}
      >
        {t("curl.open")}
      </Button>
      <Modal opened={opened && !storing} onClose={close} title={t("curl.title")} size="lg">
        <Stack gap="sm">
          <Textarea
            data-autofocus
            data-own-undo
            label={t("curl.command")}
            description={t("curl.help")}
            placeholder={"curl https://api.example.com/orders \\\n  -H 'Authorization: Bearer …'"}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            autosize
            minRows={5}
            maxRows={14}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            aria-describedby={outcome}
          />
          <div id={outcome} role="status">
            {request && <Outcome request={request} />}
            {text.trim() !== "" && !request && (
              <Text size="sm" c="red">
                {t("curl.unreadable")}
              </Text>
            )}
          </div>
          {credential && (
            <Switch
              label={t("curl.keep", { kind: t(`curl.kind.${credential.type}`) })}
              description={t("curl.keepHelp")}
              checked={keeps}
              onChange={(event) => setKeeps(event.currentTarget.checked)}
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("curl.cancel")}
            </Button>
            <Button disabled={!request} onClick={() => (credential && keeps ? setStoring(true) : take({}))}>
              {t("curl.take")}
            </Button>
          </Group>
        </Stack>
      </Modal>
      <CredentialDialog
        credential={storing ? "new" : null}
        {...(credential && request ? { draft: draftOf(credential, request.url) } : {})}
        types={["basic", "bearer", "header"]}
        onClose={() => setStoring(false)}
        onSaved={({ id }) => take({ credential: { credential: id } })}
      />
    </>
  );
}

function Outcome({ request }: { readonly request: CurlRequest }) {
  const { t } = useTranslation("inspector");
  const { method, url, query, headers, left } = request;
  const said = left.map((one) => t(`curl.left.${one.what}`, "detail" in one ? { field: one.detail } : {}));
  return (
    <Stack gap={6}>
      <Text size="sm">
        <Code>{`${method} ${url}`}</Code> {t("curl.parts", { query: query.length, headers: headers.length })}
      </Text>
      {said.length > 0 && (
        <Alert color="yellow" variant="light" p="xs" title={t("curl.leftTitle")}>
          <List size="sm" spacing={2}>
            {said.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}

/** For the host of the request alone. */
function draftOf(
  credential: NonNullable<CurlRequest["credential"]>,
  url: string,
): NonNullable<CredentialDialogProps["draft"]> {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  const common = { name: host, hosts: host === "" ? [] : [host], type: credential.type };
  switch (credential.type) {
    case "basic":
      return { ...common, username: credential.username, secret: credential.password };
    case "bearer":
      return { ...common, secret: credential.token };
    case "header":
      return { ...common, parameter: credential.name, secret: credential.value };
  }
}
