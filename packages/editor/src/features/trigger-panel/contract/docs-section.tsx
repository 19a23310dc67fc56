import { Button, Modal, Switch, Textarea } from "@mantine/core";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { IconExternalLink, IconEye } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../api/client.ts";
import { ProblemAlert } from "../../../api/problem-alert.tsx";
import { useOpenDocument } from "../../../document/open-document-context.ts";
import { objectOf } from "../../../document/trigger-config.ts";
import { useLanguage } from "../../node-card/use-language.ts";
import { PanelSection } from "../panel-section.tsx";
import classes from "../trigger-panel.module.css";
import { UrlLine } from "../url-line.tsx";
import contract from "./contract.module.css";
import { useContractEdits } from "./use-contract-edits.ts";

/** The page that tells senders what this trigger takes: who may see it, and what it says first. */
export function DocsSection({ config }: { config: JsonObject }) {
  const { t } = useTranslation("contract");
  const edits = useContractEdits();
  const { hookUrl, published } = useOpenDocument((state) => state.workflow);
  const [shown, setShown] = useState(false);
  const docs = objectOf(config.docs);
  const isPublic = docs.public === true;
  const url = `${hookUrl}/docs`;
  return (
    <PanelSection title={t("docs.title")} hint={t("docs.hint")} place="docs">
      <Switch
        label={t("docs.public")}
        description={t("docs.publicHelp")}
        checked={isPublic}
        onChange={(event) => edits.setPublic(event.currentTarget.checked)}
      />
      <Textarea
        label={t("docs.description")}
        description={t("docs.descriptionHelp")}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={10_000}
        value={typeof docs.description === "string" ? docs.description : ""}
        onChange={(event) => edits.setDescription(event.currentTarget.value)}
        onBlur={edits.endGroup}
      />
      {isPublic && <UrlLine method="GET" url={url} copy={t("docs.copy")} />}
      {isPublic && published !== null && <p className={contract.quiet}>{t("docs.fromPublishing")}</p>}
      <div className={classes.buttons}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconEye size={14} aria-hidden />}
          onClick={() => setShown(true)}
        >
          {t("docs.preview")}
        </Button>
        {isPublic && (
          <Button
            component="a"
            href={url}
            target="_blank"
            rel="noreferrer"
            size="compact-sm"
            variant="default"
            leftSection={<IconExternalLink size={14} aria-hidden />}
          >
            {t("docs.open")}
          </Button>
        )}
      </div>
      <Modal opened={shown} onClose={() => setShown(false)} title={t("docs.preview")} size="xl">
        {shown && <DocsPreview />}
      </Modal>
    </PanelSection>
  );
}

/** The page of the stored draft, in a frame that may do nothing. */
function DocsPreview() {
  const { t } = useTranslation("contract");
  const language = useLanguage();
  const { id, revision } = useOpenDocument((state) => state.workflow);
  const query = useQuery(
    api.contracts.docs.queryOptions({ input: { id, language }, refetchOnMount: "always", gcTime: 0 }),
  );
  if (query.error) return <ProblemAlert error={query.error} />;
  return (
    <iframe
      key={revision}
      className={contract.page}
      title={t("docs.preview")}
      sandbox=""
      srcDoc={query.data?.html ?? ""}
    />
  );
}
