import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import type { Json } from "@sluice/workflow/node-contract";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { DraftAnswer, HeaderPair } from "../../document/trigger-config.ts";
import { ExpressionField } from "../expression-field/expression-field.tsx";
import { JsonField } from "../json-field/json-field.tsx";
import { AnswerPreviewBox } from "./answer-preview-box.tsx";
import { PanelSection } from "./panel-section.tsx";
import classes from "./trigger-panel.module.css";
import type { TriggerEdits } from "./use-trigger-edits.ts";

const locationPlaceholder = "https://shop.example/?order={{ trigger.id }}";
/** Where the body stands in the document. */
const bodyAt = ["trigger", "config", "response", "body"];
const kinds = ["text", "json", "html", "empty", "redirect"] as const;
/** Kinds that have a body. */
const withBody: ReadonlySet<string> = new Set(["text", "json", "html"]);

export interface AnswerSectionProps {
  readonly answer: DraftAnswer;
  readonly edits: TriggerEdits;
}

/** What an asynchronous trigger answers at once, with how it looks for the example. */
export function AnswerSection({ answer, edits }: AnswerSectionProps) {
  const { t } = useTranslation("trigger");
  const id = useId();
  const setKind = (kind: DraftAnswer["kind"]) => {
    // A JSON tree is no text: only a text is carried over from one kind to the other.
    if (kind !== "json" && typeof answer.body !== "string") edits.setAnswer("body", undefined);
    if (kind !== "redirect" && answer.location !== "") edits.setAnswer("location", undefined);
    edits.setAnswer("kind", kind === "text" ? undefined : kind);
    edits.endGroup();
  };
  return (
    <PanelSection
      summary={String(answer.status ?? "")}
      title={t("answer.title")}
      hint={t("answer.asyncHint")}
      place="response"
    >
      <div className={classes.field} data-place='["response","status"]'>
        <div className={classes.label} id={`${id}-status`}>
          {t("answer.status")}
        </div>
        <ExpressionField
          labelledBy={`${id}-status`}
          value={answer.status === undefined ? "" : String(answer.status)}
          placeholder={answer.kind === "redirect" ? "302" : "200"}
          onChange={(text) => edits.setAnswer("status", statusOf(text))}
          onBlur={edits.endGroup}
        />
      </div>
      <Headers headers={answer.headers} edits={edits} />
      <div className={classes.field} data-place='["response","body"]'>
        <div className={classes.label} id={`${id}-body`}>
          {t("answer.body")}
        </div>
        <SegmentedControl
          size="xs"
          aria-label={t("answer.kind")}
          value={answer.kind}
          data={kinds.map((value) => ({ value, label: t(`answer.kinds.${value}`) }))}
          onChange={(value) => setKind(kinds.find((kind) => kind === value) ?? "text")}
        />
        {answer.kind === "json" ? (
          <JsonField
            placeholder={'{ "ok": true }'}
            labelledBy={`${id}-body`}
            at={bodyAt}
            value={answer.body}
            onChange={(value) => edits.setAnswer("body", value)}
            onBlur={edits.endGroup}
          />
        ) : (
          withBody.has(answer.kind) && (
            <ExpressionField
              labelledBy={`${id}-body`}
              multiline
              preview={false}
              value={typeof answer.body === "string" ? answer.body : ""}
              placeholder={answer.kind === "text" ? "ok" : "<p>ok</p>"}
              {...(answer.kind === "html" ? { escape: "html" as const } : {})}
              onChange={(text) => edits.setAnswer("body", text === "" ? undefined : text)}
              onBlur={edits.endGroup}
            />
          )
        )}
      </div>
      {answer.kind === "redirect" && (
        <div className={classes.field} data-place='["response","location"]'>
          <div className={classes.label} id={`${id}-location`}>
            {t("answer.location")}
          </div>
          <ExpressionField
            labelledBy={`${id}-location`}
            describedBy={`${id}-location-help`}
            value={answer.location}
            placeholder={locationPlaceholder}
            escape="url"
            onChange={(text) => edits.setAnswer("location", text === "" ? undefined : text)}
            onBlur={edits.endGroup}
          />
          <p className={classes.quiet} id={`${id}-location-help`}>
            {t("answer.locationHelp")}
          </p>
        </div>
      )}
      <AnswerPreviewBox answer={answer} />
    </PanelSection>
  );
}

function statusOf(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^\d+$/.test(trimmed) ? Number(trimmed) : text;
}

function Headers({ headers, edits }: { headers: readonly HeaderPair[]; edits: TriggerEdits }) {
  const { t } = useTranslation("trigger");
  const id = useId();
  const set = (next: readonly HeaderPair[]) =>
    edits.setAnswer(
      "headers",
      next.length === 0 ? undefined : next.map(({ name, value }) => ({ name, value })),
    );
  return (
    <div className={classes.field} data-place='["response","headers"]'>
      <div className={classes.label} id={id}>
        {t("answer.headers")}
      </div>
      {headers.map((header, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: headers have no identity of their own; their place is it
        <div key={at} className={classes.header}>
          <ExpressionField
            mode="literal"
            label={t("answer.headerName", { number: at + 1 })}
            placeholder="x-name"
            value={header.name}
            onChange={(name) => set(headers.with(at, { ...header, name }))}
            onBlur={edits.endGroup}
          />
          <ExpressionField
            label={t("answer.headerValue", { number: at + 1 })}
            placeholder="{{ trigger.id }}"
            value={header.value}
            onChange={(value) => set(headers.with(at, { ...header, value }))}
            onBlur={edits.endGroup}
          />
          <ActionIcon
            aria-label={t("answer.removeHeader", { number: at + 1 })}
            onClick={() => {
              set(headers.toSpliced(at, 1));
              edits.endGroup();
            }}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.buttons}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={headers.length >= 50}
          onClick={() => {
            set([...headers, { name: "", value: "" }]);
            edits.endGroup();
          }}
        >
          {t("answer.addHeader")}
        </Button>
      </div>
    </div>
  );
}
