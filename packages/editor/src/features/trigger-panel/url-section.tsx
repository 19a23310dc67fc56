import { Button, Menu } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCode, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type SnippetKind, type SnippetRequest, snippetKinds, snippetOf } from "../../document/snippets.ts";
import { PanelSection } from "./panel-section.tsx";
import classes from "./trigger-panel.module.css";
import { UrlLine } from "./url-line.tsx";
import { AliasUrl, UrlButtons } from "./url-name.tsx";

/** The trigger URL, and how to call it. */
export function UrlSection({ request }: { request: SnippetRequest }) {
  const { t } = useTranslation("trigger");
  return (
    <PanelSection summary={request.url} title={t("url.title")} hint={t("url.hint")}>
      <UrlLine method="POST" url={request.url} copy={t("url.copy")} />
      <AliasUrl />
      <div className={classes.buttons}>
        <CopyAs request={request} />
        <UrlButtons />
      </div>
    </PanelSection>
  );
}

function CopyAs({ request }: { request: SnippetRequest }) {
  const { t } = useTranslation("trigger");
  const clipboard = useClipboard({ timeout: 2000 });
  const [last, setLast] = useState<SnippetKind>("curl");
  const copy = (kind: SnippetKind) => {
    setLast(kind);
    clipboard.copy(snippetOf(kind, request));
  };
  const failed = clipboard.error !== null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={
            clipboard.copied ? <IconCheck size={14} aria-hidden /> : <IconCode size={14} aria-hidden />
          }
        >
          <span aria-live="polite">
            {failed
              ? t("url.copyFailed")
              : clipboard.copied
                ? t("url.copied", { kind: t(`url.${last}`) })
                : t("url.copyAs")}
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {snippetKinds.map((kind) => (
          <Menu.Item key={kind} leftSection={<IconCopy size={14} aria-hidden />} onClick={() => copy(kind)}>
            {t(`url.${kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
