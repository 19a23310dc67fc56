import { Alert, Anchor, List, SegmentedControl, Text } from "@mantine/core";
import type { Delivery } from "@sluice/api/schemas";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { JsonView } from "../../ui/json-view.tsx";
import { KeyValueTable } from "../../ui/key-value-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { TextBlock } from "../../ui/text-block.tsx";
import { readJson } from "./read-json.ts";

type Request = Delivery["request"];

/** What came: line, headers, body. */
export function RequestPanels({ id, request }: { id: string; request: Request }) {
  const { t } = useTranslation("deliveries");
  const line = `${request.method} ${request.url}`;
  return (
    <>
      <Panel title={t("request")} actions={<CopyButton label={t("copyRequestLine")} value={line} />}>
        <Text className="sluice-mono" mb="xs" style={{ overflowWrap: "anywhere" }}>
          <strong>{request.method}</strong> {request.url}
        </Text>
        <KeyValueTable
          mono
          rows={request.headers.map(({ name, value }, index) => ({ id: `${index} ${name}`, name, value }))}
        />
      </Panel>
      <BodyPanel id={id} request={request} />
    </>
  );
}

/** A download of the API, which the session's cookie opens. */
function fileHref(id: string, index: number): string {
  return `/api/v1/deliveries/${encodeURIComponent(id)}/files/${index}`;
}

function BodyPanel({ id, request }: { id: string; request: Request }) {
  const { t } = useTranslation("deliveries");
  const format = useFormat();
  const [view, setView] = useState<"pretty" | "raw">("pretty");
  const { body, bodyEncoding, bodyBytes, bodyTruncated, bodyUnpacked, files } = request;
  const json = useMemo(() => (bodyEncoding === "utf8" ? readJson(body) : undefined), [body, bodyEncoding]);
  return (
    <Panel
      title={t("body", { size: format.bytes(bodyBytes) })}
      actions={
        <span style={{ display: "flex", alignItems: "center", gap: "0.5rem" }}>
          {json !== undefined && (
            <SegmentedControl
              size="xs"
              aria-label={t("bodyView")}
              value={view}
              onChange={(value) => setView(value === "raw" ? "raw" : "pretty")}
              data={[
                { value: "pretty", label: t("pretty") },
                { value: "raw", label: t("raw") },
              ]}
            />
          )}
          <CopyButton label={t("copyBody")} value={body} />
        </span>
      }
    >
      {bodyTruncated && (
        <Alert variant="light" color="yellow" mb="xs">
          {t("bodyTruncated")}
        </Alert>
      )}
      {bodyUnpacked && (
        <Text size="sm" c="dimmed" mb="xs">
          {t("bodyUnpacked")}
        </Text>
      )}
      {files.length > 0 && (
        <List size="sm" mb="xs" aria-label={t("files")}>
          {files.map(({ index, filename, contentType, size }) => (
            <List.Item key={index}>
              <Anchor href={fileHref(id, index)} download>
                {filename || t("fileWithoutName", { number: index + 1 })}
              </Anchor>{" "}
              ({contentType}, {format.bytes(size)})
            </List.Item>
          ))}
        </List>
      )}
      {bodyEncoding === "base64" && (
        <Alert variant="light" mb="xs">
          {t("bodyBase64")}
        </Alert>
      )}
      {body === "" ? (
        <Text size="sm" c="dimmed">
          {t("bodyEmpty")}
        </Text>
      ) : json !== undefined && view === "pretty" ? (
        <JsonView value={json.value} label={t("request")} />
      ) : (
        <TextBlock text={body} label={t("request")} />
      )}
    </Panel>
  );
}
