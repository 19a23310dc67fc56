import { TextInput } from "@mantine/core";
import { nodeKeySchema } from "@sluice/workflow/document";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import classes from "./inspector.module.css";

/** The key that expressions use. It is taken over when the field is left; every reference follows. */
export function KeyField({ nodeKey, onRename }: { nodeKey: string; onRename: (to: string) => void }) {
  const { t } = useTranslation("inspector");
  const store = useOpenDocumentStore();
  const [draft, setDraft] = useState<string | null>(null);
  const wanted = draft ?? nodeKey;
  const taken = wanted !== nodeKey && Object.hasOwn(store.getState().document.nodes, wanted);
  const valid = nodeKeySchema.safeParse(wanted).success;
  const problem = taken ? t("node.keyTaken") : valid ? undefined : t("node.keyInvalid");
  const finish = () => {
    if (draft !== null && draft !== nodeKey && problem === undefined) onRename(draft);
    setDraft(null);
  };
  return (
    <TextInput
      label={t("node.key")}
      description={t("node.keyHelp", { key: nodeKey })}
      value={wanted}
      error={problem}
      spellCheck={false}
      classNames={{ input: classes.mono ?? "" }}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => event.key === "Enter" && finish()}
    />
  );
}
