import { Group, Loader, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ProblemState } from "../../api/problem-state.tsx";
import { versionQuery } from "../../api/version-query.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { ChangesPart } from "./changes-part.ts";
import { publishSides } from "./publish-sides.ts";

/** What publishing would change for deliveries: the draft against what they run now. */
export function PublishChanges({ published }: { published: number }) {
  const { t } = useTranslation("changes");
  const workflow = useOpenDocument((state) => state.workflow);
  const draft = useOpenDocument((state) => state.document);
  const query = useQuery(versionQuery(workflow.id, published));
  const { data } = query;
  const sides = useMemo(() => data && publishSides(data.document, draft), [data, draft]);
  if (query.isError) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  if (sides === undefined) {
    return (
      <Group gap="xs" role="status">
        <Loader size="sm" aria-hidden />
        <Text size="sm">{t("loading")}</Text>
      </Group>
    );
  }
  return (
    <div>
      <Text size="sm" fw={600} mb={6}>
        {t("publish", { version: published })}
      </Text>
      <ChangesPart
        workflow={workflow}
        {...sides}
        names={{ before: t("version", { version: published }), after: t("draft") }}
      />
    </div>
  );
}
