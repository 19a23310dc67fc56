import { Button, Group, Modal, Stack } from "@mantine/core";
import type { Connector, ConnectorSource, ShippedConnector } from "@sluice/api/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { ReadPreview } from "./read-preview.tsx";
import { SourceFields } from "./source-fields.tsx";

/** A new connector, one that comes along, or the document of a stored one again. */
export type Importing =
  | { readonly kind: "new" }
  | { readonly kind: "shipped"; readonly shipped: ShippedConnector }
  | { readonly kind: "again"; readonly connector: Connector };

export interface ImportConnectorProps {
  readonly importing: Importing | null;
  readonly onClose: () => void;
}

/** Reads an OpenAPI document, shows what becomes of it, and makes or changes a connector. */
export function ImportConnector({ importing, onClose }: ImportConnectorProps) {
  const { t } = useTranslation("connectors");
  const title =
    importing?.kind === "again"
      ? t("again.title", { name: importing.connector.name })
      : importing?.kind === "shipped"
        ? t("shipped.addNamed", { name: importing.shipped.name })
        : t("import.title");
  return (
    <Modal opened={importing !== null} onClose={onClose} title={title} size="lg">
      {importing !== null && <ImportForm importing={importing} onClose={onClose} />}
    </Modal>
  );
}

interface Asked {
  readonly source: ConnectorSource;
  readonly baseUrl?: string;
}

function ImportForm({ importing, onClose }: { readonly importing: Importing; readonly onClose: () => void }) {
  const { t } = useTranslation("connectors");
  const queryClient = useQueryClient();
  const stored = importing.kind === "again" ? importing.connector : undefined;
  const [draft, setDraft] = useState(() => draftOf(importing));
  const [name, setName] = useState("");
  const read = useMutation({
    mutationFn: async (asked: Asked) => {
      const result = await client.connectors.read({ ...asked, ...(stored ? { id: stored.id } : {}) });
      return { asked, result };
    },
    onSuccess: ({ result }) => setName(importing.kind === "shipped" ? importing.shipped.name : result.name),
  });
  const save = useMutation({
    mutationFn: (asked: Asked) =>
      stored
        ? client.connectors.update({ ...asked, id: stored.id })
        : client.connectors.create({ ...asked, name }),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.connectors.key() }),
  });
  if (read.data !== undefined) {
    const { asked, result } = read.data;
    return (
      <Stack gap="md">
        <ProblemAlert error={save.error} />
        <ReadPreview result={result} name={stored ? undefined : name} onName={setName} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => read.reset()}>
            {t("import.back")}
          </Button>
          <Button
            loading={save.isPending}
            disabled={!stored && name.trim() === ""}
            onClick={() => save.mutate(asked)}
          >
            {t(stored ? "again.save" : "import.save")}
          </Button>
        </Group>
      </Stack>
    );
  }
  const asked = askedOf(draft);
  return (
    <Stack gap="md">
      <ProblemAlert error={read.error} />
      <SourceFields draft={draft} onChange={setDraft} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button loading={read.isPending} disabled={!asked} onClick={() => asked && read.mutate(asked)}>
          {t("import.read")}
        </Button>
      </Group>
    </Stack>
  );
}

export interface SourceDraft {
  readonly kind: ConnectorSource["kind"];
  readonly text: string;
  readonly url: string;
  readonly key: ShippedConnector["key"];
  readonly baseUrl: string;
  /** What the base URL is when nothing is written. */
  readonly usualBaseUrl: string;
}

function draftOf(importing: Importing): SourceDraft {
  const empty = { kind: "text", text: "", url: "", key: "stripe", baseUrl: "", usualBaseUrl: "" } as const;
  switch (importing.kind) {
    case "new":
      return empty;
    case "shipped": {
      const { key, baseUrl } = importing.shipped;
      return { ...empty, kind: "shipped", key, usualBaseUrl: baseUrl };
    }
    case "again": {
      const { source, baseUrl } = importing.connector;
      return { ...empty, ...source, usualBaseUrl: baseUrl };
    }
  }
}

function askedOf({ kind, text, url, key, baseUrl }: SourceDraft): Asked | undefined {
  const more = baseUrl.trim() === "" ? {} : { baseUrl: baseUrl.trim() };
  switch (kind) {
    case "text":
      return text.trim() === "" ? undefined : { source: { kind, text }, ...more };
    case "url":
      return url.trim() === "" ? undefined : { source: { kind, url: url.trim() }, ...more };
    case "shipped":
      return { source: { kind, key }, ...more };
  }
}
