import { Group, Loader, Modal, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemState } from "../../api/problem-state.tsx";
import { versionQuery } from "../../api/version-query.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { lazyPart } from "../../ui/lazy-part.tsx";

const Changes = lazyPart(async () => (await import("../changes/changes.tsx")).Changes);

/** A state of the workflow: a version by its number, or the draft as it is here. */
export type VersionOrDraft = number | "draft";

export interface CompareDialogProps {
  readonly first: VersionOrDraft;
  readonly second: VersionOrDraft;
  /** Numbers of the versions that can be chosen, the newest first. */
  readonly versions: readonly number[];
  readonly onClose: () => void;
}

/** Any two states of the workflow side by side. */
export function CompareDialog({ first, second, versions, onClose }: CompareDialogProps) {
  const { t } = useTranslation("changes");
  const workflow = useOpenDocument((state) => state.workflow);
  const [from, setFrom] = useState(first);
  const [to, setTo] = useState(second);
  const before = useVersion(from);
  const after = useVersion(to);
  const nameOf = (one: VersionOrDraft) => (one === "draft" ? t("draft") : t("version", { version: one }));
  const options = [
    { value: "draft", label: t("draft") },
    ...versions.map((version) => ({ value: String(version), label: t("version", { version }) })),
  ];
  const read = (value: string | null): VersionOrDraft => (value === "draft" ? "draft" : Number(value));
  return (
    <Modal opened onClose={onClose} title={t("compare.title")} size="min(90rem, 94vw)">
      <Stack gap="sm">
        <Group gap="sm">
          <Select
            label={t("compare.from")}
            data={options}
            value={String(from)}
            allowDeselect={false}
            onChange={(value) => setFrom(read(value))}
          />
          <Select
            label={t("compare.to")}
            data={options}
            value={String(to)}
            allowDeselect={false}
            onChange={(value) => setTo(read(value))}
          />
        </Group>
        {before.error !== null || after.error !== null ? (
          <ProblemState
            error={before.error ?? after.error}
            onRetry={() => {
              before.retry();
              after.retry();
            }}
          />
        ) : before.document === undefined || after.document === undefined ? (
          <Loader size="sm" aria-label={t("loading")} />
        ) : (
          <Changes
            workflow={workflow}
            before={before.document}
            after={after.document}
            names={{ before: nameOf(from), after: nameOf(to) }}
          />
        )}
      </Stack>
    </Modal>
  );
}

/** The document of a version, or of the draft as it stands here. */
function useVersion(one: VersionOrDraft) {
  const { id } = useOpenDocument((state) => state.workflow);
  const draft = useOpenDocument((state) => state.document);
  const query = useQuery({ ...versionQuery(id, one === "draft" ? 1 : one), enabled: one !== "draft" });
  return {
    document: one === "draft" ? draft : query.data?.document,
    error: one === "draft" ? null : query.error,
    retry: () => void query.refetch(),
  };
}
