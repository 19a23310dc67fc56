import { ActionIcon, Button, TextInput, Tooltip } from "@mantine/core";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { IconRotate, IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { type DraftSignature, typedSecret } from "../../document/sender-config.ts";
import { listOf, objectOf, withField } from "../../document/trigger-config.ts";
import { keysOf, LastUsed, useLastUses } from "./last-used.tsx";
import type { FieldsOf } from "./method-fields.tsx";
import { shapeOf } from "./new-secret.ts";
import { SecretField } from "./secret-field.tsx";
import classes from "./senders.module.css";
import { useIds } from "./use-ids.ts";

const most = 16;

/** The secrets of a signature: any of them may have signed, so that one can follow another without a gap. */
export function LiveSecrets({ method, at, edits }: FieldsOf<DraftSignature>) {
  const { t } = useTranslation("senders");
  const entry = useOpenDocument((state) => listOf(objectOf(state.document.trigger.config.auth).any)[at]);
  const entries = objectOf(entry).secrets;
  const list = useMemo(() => listOf(entries).map(objectOf), [entries]);
  const keys = useMemo(() => keysOf(entry), [entry]);
  const uses = useLastUses();
  const ids = useIds(list);
  const { secrets, scheme } = method;
  const ownScheme = method.preset === "custom";
  const publicKeys = ownScheme && scheme.algorithm === "ed25519";
  const shape = shapeOf(method);
  const several = secrets.length > 1;
  const put = (next: readonly JsonObject[], field?: string) =>
    edits.change(at, { secrets: [...next] }, field);
  const set = (index: number, entry: JsonObject, field?: string) => put(list.with(index, entry), field);
  const label = (index: number) =>
    several
      ? t(publicKeys ? "signature.keyNumber" : "signature.secretNumber", { number: index + 1 })
      : t(publicKeys ? "signature.key" : "signature.secret");
  return (
    <div className={classes.secrets}>
      {secrets.map((secret, index) => (
        <div key={ids[index]} className={classes.liveSecret}>
          <SecretField
            label={label(index)}
            state={secret.value}
            shape={shape}
            prefix={ownScheme ? scheme.secretPrefix : ""}
            missing={t(publicKeys ? "signature.keyMissing" : "signature.secretMissing")}
            lines={publicKeys}
            onChange={(value) => set(index, { ...objectOf(list[index]), value: typedSecret(value) })}
          />
          {several && (
            <div className={classes.noteLine}>
              <TextInput
                size="xs"
                aria-label={t("signature.note", { number: index + 1 })}
                placeholder={t("signature.notePlaceholder")}
                value={secret.note}
                maxLength={100}
                onChange={(event) =>
                  set(
                    index,
                    withField(objectOf(list[index]), "note", event.currentTarget.value || undefined),
                    `note ${index}`,
                  )
                }
                onBlur={edits.endGroup}
              />
              <Tooltip label={t("signature.removeSecret", { number: index + 1 })}>
                <ActionIcon
                  aria-label={t("signature.removeSecret", { number: index + 1 })}
                  onClick={() => put(list.toSpliced(index, 1))}
                >
                  <IconTrash size={15} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </div>
          )}
          {several && (
            <p className={classes.secretUsed}>
              <LastUsed keys={keys.slice(index, index + 1)} uses={uses} />
            </p>
          )}
        </div>
      ))}
      <div className={classes.rotation}>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconRotate size={13} aria-hidden />}
          disabled={secrets.length >= most}
          onClick={() => put([...list, { value: {} }])}
        >
          {t(several ? "signature.addSecret" : "signature.rotate")}
        </Button>
        {several && <p className={classes.hint}>{t("signature.rotating")}</p>}
      </div>
    </div>
  );
}
