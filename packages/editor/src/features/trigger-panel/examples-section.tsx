import { Alert, Button, Tabs, Textarea } from "@mantine/core";
import { IconWand } from "@tabler/icons-react";
import { type ClipboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ExampleTexts, type Merged, maxVariables } from "../../document/merge-examples.ts";
import type { DraftTrigger } from "../../document/trigger-config.ts";
import { useFormat } from "../../i18n/format.ts";
import { PanelSection } from "./panel-section.tsx";
import classes from "./trigger-panel.module.css";
import type { TriggerEdits } from "./use-trigger-edits.ts";

export interface ExamplesSectionProps {
  readonly examples: DraftTrigger["examples"];
  readonly edits: TriggerEdits;
  /** Parses and merges; what came of it is shown here. */
  readonly onParse: (given: ExampleTexts & { curl?: string }) => Merged;
  /** Takes over the user that a command carried. */
  readonly onUser: (user: { username: string; password: string }) => void;
}

const parts = ["body", "query", "headers"] as const;
type Tab = (typeof parts)[number] | "curl";

/** Example requests as they were pasted; parsing them makes the variables. */
export function ExamplesSection({ examples, edits, onParse, onUser }: ExamplesSectionProps) {
  const { t } = useTranslation("trigger");
  const [tab, setTab] = useState<Tab>("body");
  const [curl, setCurl] = useState("");
  const [merged, setMerged] = useState<{ tab: Tab; result: Merged } | null>(null);
  const text = tab === "curl" ? curl : examples[tab];
  const problems = merged?.tab === tab ? merged.result.problems : [];
  const parse = () => {
    edits.endGroup();
    setMerged({ tab, result: onParse(tab === "curl" ? { curl } : { [tab]: text }) });
  };
  /** Text pasted over the whole field is a new example: it is parsed at once. */
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const pasted = event.clipboardData.getData("text");
    if (pasted.trim() === "" || selectionStart > 0 || selectionEnd < value.length) return;
    event.preventDefault();
    if (tab === "curl") setCurl(pasted);
    else edits.setExample(tab, pasted);
    edits.endGroup();
    setMerged({ tab, result: onParse({ [tab]: pasted }) });
  };
  const change = (value: string) => {
    if (tab === "curl") setCurl(value);
    else edits.setExample(tab, value);
    // What was said about the text before is no longer true.
    if (problems.length > 0) setMerged(null);
  };
  return (
    <PanelSection title={t("examples.title")} hint={t("examples.hint")} place="examples">
      <Tabs
        value={tab}
        onChange={(value) => setTab([...parts, "curl" as const].find((one) => one === value) ?? "body")}
      >
        <Tabs.List aria-label={t("examples.title")}>
          {parts.map((part) => (
            <Tabs.Tab key={part} value={part} className={classes.tabButton ?? ""}>
              {t(`examples.${part}`)}
              {examples[part].trim() !== "" && <span className={classes.filled} aria-hidden />}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="curl" className={classes.tabButton ?? ""}>
            {t("examples.curl")}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={tab} className={classes.tab ?? ""}>
          <Textarea
            key={tab}
            label={t(`examples.${tab}Label`)}
            description={t(`examples.${tab}Help`)}
            placeholder={placeholders[tab]}
            classNames={{ input: classes.code ?? "" }}
            autosize
            minRows={tab === "query" ? 2 : 5}
            maxRows={16}
            spellCheck={false}
            // The command is no part of the document: undo in it is the field's own.
            {...(tab === "curl" ? { "data-own-undo": true } : {})}
            value={text}
            error={problems.length === 0 ? undefined : <Problems problems={problems} />}
            onChange={(event) => change(event.currentTarget.value)}
            onPaste={paste}
            onBlur={edits.endGroup}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) parse();
            }}
          />
          <div className={classes.parse}>
            <Button
              size="compact-md"
              leftSection={<IconWand size={15} aria-hidden />}
              disabled={tab === "curl" && text.trim() === ""}
              onClick={parse}
            >
              {t("examples.parse")}
            </Button>
            <span className={classes.hint} role="status">
              {merged?.tab === tab && <Outcome merged={merged.result} />}
            </span>
          </div>
        </Tabs.Panel>
      </Tabs>
      {merged?.result.basic !== undefined && (
        <Alert variant="light" p="xs">
          {t("examples.foundUser", { username: merged.result.basic.username })}{" "}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              if (merged.result.basic) onUser(merged.result.basic);
              setMerged(null);
            }}
          >
            {t("examples.takeUser")}
          </Button>
        </Alert>
      )}
    </PanelSection>
  );
}

const placeholders: Readonly<Record<Tab, string>> = {
  body: '{ "order": { "id": 1042, "total": 99.5 } }',
  query: "https://example.com/callback?shop=7&lang=fr",
  headers: "X-Request-Id: 7f3a\nX-Shop",
  curl: "curl https://example.com/callback \\\n  -H 'X-Shop: 7' \\\n  -d '{ \"id\": 1042 }'",
};

function Problems({ problems }: { problems: Merged["problems"] }) {
  const { t } = useTranslation(["trigger", "workflows"]);
  return problems.map(({ code, message, line, column }) => (
    <span key={`${code}${line ?? ""}${column ?? ""}${message}`} className={classes.parseProblem}>
      {t(`trigger:parseProblem.${code}`)}
      {line !== undefined && ` ${t("trigger:examples.at", { line, column: column ?? 1 })}`}
    </span>
  ));
}

/** What parsing did, in numbers. */
function Outcome({ merged }: { merged: Merged }) {
  const { t } = useTranslation("trigger");
  const format = useFormat();
  const { added, vanished, variables, left } = merged;
  const kept = variables.length - added.length - vanished.length;
  // An error says it all already.
  if (merged.problems.length > 0 && added.length === 0) return null;
  const facts = [
    t("examples.added", { count: added.length }),
    ...(kept > 0 ? [t("examples.kept", { count: kept })] : []),
    ...(vanished.length > 0 ? [t("examples.vanished", { count: vanished.length })] : []),
    ...(left > 0 ? [t("examples.left", { count: left, most: format.number(maxVariables) })] : []),
  ];
  return facts.join(" · ");
}
