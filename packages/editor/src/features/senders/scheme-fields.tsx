import { Button, NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { signedParts } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import type { DraftSignature } from "../../document/sender-config.ts";
import {
  schemeAlgorithms,
  schemeEncodings,
  secretEncodings,
  timestampUnits,
} from "../../document/signature-scheme.ts";
import { listOf, objectOf, withField } from "../../document/trigger-config.ts";
import type { FieldsOf } from "./method-fields.tsx";
import { SchemePreview } from "./scheme-preview.tsx";
import classes from "./senders.module.css";

/** A scheme of one's own: where the signature stands, what it covers, and how it is written. */
export function SchemeFields({ method, at, edits }: FieldsOf<DraftSignature>) {
  const { t } = useTranslation("senders");
  const entry = useOpenDocument((state) => {
    const auth = objectOf(state.document.trigger.config.auth);
    return objectOf(listOf(auth.any)[at]).scheme;
  });
  const { scheme } = method;
  const [more, setMore] = useState(scheme.field !== "" || scheme.separator !== "");
  const set = (field: string, value: Json | undefined) =>
    edits.change(at, { scheme: withField(objectOf(entry), field, value) }, `scheme ${field}`);
  const setPart = (part: "id" | "timestamp", field: string, value: string | undefined) =>
    set(part, withField(objectOf(objectOf(entry)[part]), field, value));
  const text = (
    field: "header" | "field" | "separator" | "prefix" | "signed" | "secretPrefix",
    given: { maxLength: number; kept?: boolean },
  ) => ({
    label: t(`scheme.${field}`),
    description: t(`scheme.${field}Hint`),
    value: scheme[field],
    maxLength: given.maxLength,
    spellCheck: false,
    autoComplete: "off",
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      set(field, currentTarget.value === "" && !given.kept ? undefined : currentTarget.value),
    onBlur: edits.endGroup,
  });
  return (
    <fieldset className={classes.scheme}>
      <legend>{t("scheme.title")}</legend>
      <div className={classes.pair}>
        <TextInput {...text("header", { maxLength: 200, kept: true })} />
        <TextInput {...text("prefix", { maxLength: 64 })} />
      </div>
      <div className={classes.pair}>
        <NativeSelect
          label={t("scheme.algorithm")}
          value={scheme.algorithm}
          data={schemeAlgorithms.map((value) => ({ value, label: t(`scheme.algorithms.${value}`) }))}
          onChange={(event) => set("algorithm", event.currentTarget.value)}
        />
        <NativeSelect
          label={t("scheme.encoding")}
          value={scheme.encoding}
          data={schemeEncodings.map((value) => ({ value, label: t(`scheme.encodings.${value}`) }))}
          onChange={(event) => set("encoding", event.currentTarget.value)}
        />
      </div>
      {scheme.encoding === "hex" && (
        <Switch
          size="sm"
          label={t("scheme.capitals")}
          checked={scheme.capitals}
          onChange={(event) => set("capitals", event.currentTarget.checked || undefined)}
        />
      )}
      <TextInput
        {...text("signed", { maxLength: 500, kept: true })}
        classNames={{ input: classes.mono ?? "" }}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a toolbar of insertions is no form field */}
      <div className={classes.insert} role="group" aria-label={t("scheme.insert")}>
        {signedParts.map((name) => (
          <Button
            key={name}
            size="compact-xs"
            variant="default"
            title={t(`scheme.names.${name}`)}
            onClick={() => {
              set("signed", `${scheme.signed}{${name}}`);
              edits.endGroup();
            }}
          >
            {`{${name}}`}
          </Button>
        ))}
      </div>
      <PartFields part="timestamp" method={method} onSet={setPart} onSwitch={set} onLeave={edits.endGroup} />
      <PartFields part="id" method={method} onSet={setPart} onSwitch={set} onLeave={edits.endGroup} />
      <div className={classes.pair}>
        <NativeSelect
          label={t("scheme.secretEncoding")}
          description={t("scheme.secretEncodingHint")}
          value={scheme.secretEncoding}
          data={secretEncodings.map((value) => ({ value, label: t(`scheme.secretEncodings.${value}`) }))}
          onChange={(event) => set("secretEncoding", event.currentTarget.value)}
        />
        <TextInput {...text("secretPrefix", { maxLength: 64 })} />
      </div>
      <Switch
        size="sm"
        label={t("scheme.several")}
        description={t("scheme.severalHint")}
        checked={more}
        onChange={(event) => {
          setMore(event.currentTarget.checked);
          if (event.currentTarget.checked) return;
          const { field: _, separator: __, ...rest } = objectOf(entry);
          edits.change(at, { scheme: rest });
        }}
      />
      {more && (
        <>
          <div className={classes.pair}>
            <TextInput {...text("separator", { maxLength: 8 })} />
            <TextInput {...text("field", { maxLength: 64 })} />
          </div>
          <NumberInput
            label={t("scheme.maxCandidates")}
            description={t("scheme.maxCandidatesHint")}
            value={scheme.maxCandidates}
            min={1}
            max={100}
            allowDecimal={false}
            onChange={(value) => set("maxCandidates", typeof value === "number" ? value : undefined)}
            onBlur={edits.endGroup}
          />
        </>
      )}
      <SchemePreview scheme={scheme} publicUrl={method.publicUrl} />
    </fieldset>
  );
}

/** Where a signed time or id stands. */
function PartFields(given: {
  readonly part: "id" | "timestamp";
  readonly method: DraftSignature;
  readonly onSet: (part: "id" | "timestamp", field: string, value: string | undefined) => void;
  readonly onSwitch: (part: "id" | "timestamp", value: Json | undefined) => void;
  readonly onLeave: () => void;
}) {
  const { part, method, onSet, onSwitch, onLeave } = given;
  const { t } = useTranslation("senders");
  const { id, timestamp } = method.scheme;
  const value = part === "id" ? id : timestamp;
  return (
    <>
      <Switch
        size="sm"
        label={t(`scheme.${part}`)}
        description={t(`scheme.${part}Hint`)}
        checked={value !== undefined}
        onChange={(event) =>
          onSwitch(part, event.currentTarget.checked ? { header: `x-${part}` } : undefined)
        }
      />
      {value !== undefined && (
        <div className={part === "timestamp" ? classes.triple : classes.pair}>
          <TextInput
            label={t(`scheme.${part}Header`)}
            value={value.header}
            maxLength={200}
            spellCheck={false}
            onChange={(event) => onSet(part, "header", event.currentTarget.value)}
            onBlur={onLeave}
          />
          <TextInput
            label={t("scheme.partField")}
            placeholder={t("scheme.wholeHeader")}
            value={value.field}
            maxLength={64}
            spellCheck={false}
            onChange={(event) => onSet(part, "field", event.currentTarget.value || undefined)}
            onBlur={onLeave}
          />
          {part === "timestamp" && (
            <NativeSelect
              label={t("scheme.unit")}
              value={timestamp?.unit ?? "seconds"}
              data={timestampUnits.map((unit) => ({ value: unit, label: t(`scheme.units.${unit}`) }))}
              onChange={(event) => onSet(part, "unit", event.currentTarget.value)}
            />
          )}
        </div>
      )}
    </>
  );
}
