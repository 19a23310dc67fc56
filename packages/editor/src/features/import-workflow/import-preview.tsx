import { Alert, Badge, Group, List, Stack, Text } from "@mantine/core";
import type { ImportNotice, ReadFileResult } from "@sluice/api/schemas";
import { describeFinding } from "@sluice/workflow/check";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../node-card/use-language.ts";
import classes from "./import-preview.module.css";

const shownFindings = 20;

/** What a file becomes, before anything is saved: its nodes, what was not carried node by node, and what it still needs. */
export function ImportPreview({ result }: { result: ReadFileResult }) {
  const { t } = useTranslation("files");
  const language = useLanguage();
  const { document, from, notices, findings } = result;
  const left = notices.filter(({ kind }) => kind === "left");
  const adapted = notices.filter(({ kind }) => kind === "adapted");
  const errors = findings.filter(({ severity }) => severity === "error");
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Text fw={600}>{document.name}</Text>
        <Badge variant="default" tt="none">
          {t(`import.from.${from}`)}
        </Badge>
      </Group>
      <Text size="sm" role="status">
        {t("import.nodes", { count: Object.keys(document.nodes).length })}
        {from === "n8n" &&
          ` ${left.length === 0 ? t("import.allCarried") : t("import.left", { count: left.length })}`}
      </Text>
      {left.length > 0 && (
        <Alert color="yellow" variant="light" title={t("import.leftTitle")}>
          <Notices notices={left} />
        </Alert>
      )}
      {adapted.length > 0 && (
        <details className={classes.more}>
          <summary>{t("import.adapted", { count: adapted.length })}</summary>
          <Notices notices={adapted} />
        </details>
      )}
      {errors.length > 0 && (
        <details className={classes.more}>
          <summary>{t("import.findings", { count: errors.length })}</summary>
          <List size="sm" spacing={4}>
            {errors.slice(0, shownFindings).map((finding) => (
              <List.Item key={`${finding.at.join(".")} ${finding.code}`}>
                {describeFinding(finding, language)}
              </List.Item>
            ))}
          </List>
        </details>
      )}
    </Stack>
  );
}

function Notices({ notices }: { notices: readonly ImportNotice[] }) {
  const { t } = useTranslation("files");
  const language = useLanguage();
  return (
    <List size="sm" spacing={4} className={classes.notices ?? ""}>
      {notices.map(({ node, code, text }) => (
        <List.Item key={`${node ?? ""} ${code} ${text.en}`}>
          <strong>{node ?? t("import.whole")}</strong>
          {t("import.colon")}
          {text[language]}
        </List.Item>
      ))}
    </List>
  );
}
