import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type Found,
  findIn,
  mostFound,
  problemOf,
  replacedAt,
  replaceEdit,
  type Search,
} from "../../document/find-replace.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { nothingSelected, type Selection, selectNode } from "../../document/selection.ts";
import { useLanguage } from "../node-card/use-language.ts";
import classes from "./find-replace.module.css";
import { FoundPlace } from "./found-place.tsx";

const idOf = ({ at, holds }: Found): string => JSON.stringify([at, holds]);

/** What is looked for, what it becomes, and every place with a look at both; all chosen places change as one step. */
export function FindForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("find");
  const language = useLanguage();
  const store = useOpenDocumentStore();
  const document = useOpenDocument((state) => state.document);
  const [search, setSearch] = useState<Search>({
    find: "",
    matchCase: false,
    wholeWord: false,
    isPattern: false,
  });
  const [replacement, setReplacement] = useState("");
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<number | null>(null);
  // The form may come later than the drawer, which has given the focus to its close button by then.
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  // Typing comes first: the list follows when there is time.
  const asked = useDeferredValue(search);
  const shownReplacement = useDeferredValue(replacement);
  const { found, cut } = useMemo(() => findIn(document, definitions, asked), [document, asked]);
  const chosen = found.filter((place) => !left.has(idOf(place)));
  const unreadable = useMemo(() => problemOf(search, language), [search, language]);
  const change = (more: Partial<Search>) => {
    setSearch({ ...search, ...more });
    setLeft(new Set());
    setDone(null);
  };
  const replace = () => {
    const edit = replaceEdit({ document, places: chosen, search: asked, replacement });
    if (edit) store.edit(edit.operations, { label: { key: "replace" } });
    setDone(edit?.count ?? 0);
    setLeft(new Set());
  };
  const jump = ({ at }: Found) => {
    store.select(selectionAt(at, document.layout?.notes ?? []));
    store.focusOn({ at });
    onClose();
  };
  const told = (): string => {
    if (unreadable !== null) return unreadable;
    if (done !== null) return t("done", { count: done });
    if (search.find === "") return t("start");
    if (cut === "work") return t("tooMuchWork");
    return cut === "places" ? t("many", { count: mostFound }) : t("found", { count: found.length });
  };

  return (
    <Stack gap="sm" component="form" onSubmit={(event) => event.preventDefault()}>
      <TextInput
        label={t("find")}
        value={search.find}
        ref={first}
        data-autofocus
        spellCheck={false}
        error={unreadable !== null}
        onChange={(event) => change({ find: event.currentTarget.value })}
      />
      <Group gap="md">
        {(["matchCase", "wholeWord", "isPattern"] as const).map((option) => (
          <Checkbox
            key={option}
            size="xs"
            label={t(option)}
            checked={search[option]}
            onChange={(event) => change({ [option]: event.currentTarget.checked })}
          />
        ))}
      </Group>
      <TextInput
        label={t("replacement")}
        description={t(search.isPattern ? "groups" : "keys")}
        value={replacement}
        spellCheck={false}
        onChange={(event) => {
          setReplacement(event.currentTarget.value);
          setDone(null);
        }}
      />
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" c="dimmed" role="status">
          {told()}
        </Text>
        <Button disabled={chosen.length === 0} onClick={replace} className={classes.replace ?? ""}>
          {t("replace", { count: chosen.length })}
        </Button>
      </Group>
      <ul className={classes.list}>
        {found.map((place) => (
          <FoundPlace
            key={idOf(place)}
            place={place}
            becomes={replacedAt({ document, place, search: asked, replacement: shownReplacement })}
            replacement={shownReplacement}
            chosen={!left.has(idOf(place))}
            onChoose={(choose) => {
              const next = new Set(left);
              if (choose) next.delete(idOf(place));
              else next.add(idOf(place));
              setLeft(next);
            }}
            onJump={() => jump(place)}
          />
        ))}
      </ul>
    </Stack>
  );
}

/** What is selected so that the panel of a place is shown. */
function selectionAt([root, key, at]: Found["at"], notes: readonly { id: string }[]): Selection {
  if (root === "nodes" && typeof key === "string") return selectNode(key);
  if (root === "trigger") return selectNode("trigger");
  const note = root === "layout" ? notes[Number(at)]?.id : undefined;
  return note === undefined ? nothingSelected : { ...nothingSelected, notes: [note] };
}
