import { TextInput } from "@mantine/core";
import { nodeKeySchema } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { useKeptText } from "../../document/use-kept-text.ts";
import { useDraft } from "../../ui/use-draft.ts";
import { placeKey } from "./form-context.ts";
import classes from "./inspector.module.css";

/** The key that expressions use. It is taken over when the field is left; every reference follows. */
export function KeyField({ nodeKey, onRename }: { nodeKey: string; onRename: (to: string) => void }) {
  const { t } = useTranslation("inspector");
  const store = useOpenDocumentStore();
  const { text, problem, onChange, ...events } = useDraft({
    value: nodeKey,
    problemOf: (wanted) => {
      if (wanted === nodeKey) return null;
      if (Object.hasOwn(store.getState().document.nodes, wanted)) return t("node.keyTaken");
      return nodeKeySchema.safeParse(wanted).success ? null : t("node.keyInvalid");
    },
    commit: onRename,
    kept: useKeptText(["nodes", nodeKey, "key"]),
  });
  return (
    <div data-place={placeKey(["key"])}>
      <TextInput
        {...events}
        label={t("node.key")}
        description={t("node.keyHelp", { key: nodeKey })}
        value={text}
        error={problem}
        spellCheck={false}
        classNames={{ input: classes.mono ?? "" }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
