import { Alert, Text, TextInput } from "@mantine/core";
import type { ReadConnector } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import classes from "./connectors.module.css";
import { OperationList } from "./operation-list.tsx";

export interface ReadPreviewProps {
  readonly result: ReadConnector;
  /** Undefined: it has one already. */
  readonly name: string | undefined;
  readonly onName: (name: string) => void;
}

/** What became of a document: its operations, or what is different about them, and what was left out. */
export function ReadPreview({ result, name, onName }: ReadPreviewProps) {
  const { t } = useTranslation("connectors");
  const { baseUrl, operations, notices, changes, description } = result;
  return (
    <>
      {name !== undefined && (
        <TextInput
          label={t("name")}
          value={name}
          maxLength={100}
          data-autofocus
          onChange={(event) => onName(event.currentTarget.value)}
        />
      )}
      {description !== "" && <Text size="sm">{description}</Text>}
      <Text size="sm">
        {t("baseUrl")} <span className={classes.mono}>{baseUrl}</span>
      </Text>
      {changes === null ? (
        <OperationList title={t("operations")} operations={operations} />
      ) : (
        <Changes changes={changes} />
      )}
      {notices.length > 0 && (
        <Alert color="yellow" variant="light" title={t("notices", { count: notices.length })}>
          <ScrollRegion as="ul" className={classes.list} aria-label={t("notices", { count: notices.length })}>
            {notices.map(({ code, operation, detail }) => (
              <li key={`${code} ${operation} ${detail}`}>
                {operation !== null && <span className={classes.mono}>{operation} </span>}
                {t(`notice.${code}`, { detail })}
              </li>
            ))}
          </ScrollRegion>
        </Alert>
      )}
    </>
  );
}

function Changes({ changes }: { readonly changes: NonNullable<ReadConnector["changes"]> }) {
  const { t } = useTranslation("connectors");
  const { added, removed, changed, baseUrl, left } = changes;
  const lists = [
    { title: t("again.added"), operations: added },
    { title: t("again.changed"), operations: changed },
    { title: t("again.removed"), operations: removed },
  ].filter(({ operations }) => operations.length > 0);
  return (
    <>
      {lists.length === 0 && <Text size="sm">{t("again.nothing")}</Text>}
      {lists.map((list) => (
        <OperationList key={list.title} {...list} />
      ))}
      {baseUrl && <Text size="sm">{t("again.baseUrl", baseUrl)}</Text>}
      {left.length > 0 && (
        <Alert color="yellow" variant="light" title={t("again.left")}>
          {left.map(({ workflowName, nodeName }) => `${workflowName}: ${nodeName}`).join(", ")}
        </Alert>
      )}
    </>
  );
}
