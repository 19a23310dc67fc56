import { Button } from "@mantine/core";
import { IconLogin2, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { signedInAgain } from "../../api/session.ts";
import { useOpenDocument, useOpenWorkflow } from "../../document/open-document-context.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useUntrash } from "../workflows/use-untrash.ts";
import { hindranceOf } from "./hindrance.ts";
import { useAct } from "./use-act.ts";
import { useKeepCopy } from "./use-keep-copy.ts";
import classes from "./workflow-editor.module.css";

/** Says why nothing is saved any more, with the way out. What was edited stays in this browser meanwhile. */
export function HindranceNotice() {
  const hindrance = useOpenDocument(({ save }) => hindranceOf(save));
  if (hindrance === undefined) return null;
  return hindrance === "gone" ? <Gone /> : <SignedOut />;
}

function SignedOut() {
  const { t } = useTranslation("editor");
  const { autosave } = useOpenWorkflow();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { busy, act } = useAct();
  const signIn = async () => {
    const { pathname, searchStr } = router.state.location;
    if (await signedInAgain(queryClient)) return autosave.flush();
    await router.navigate({ to: "/sign-in", search: { return: pathname + searchStr } });
  };
  return (
    <div className={classes.banner} role="alert">
      <IconLogin2 size={16} aria-hidden />
      <span className={classes.said}>{t("hindrance.signedOut")}</span>
      <Button size="compact-sm" disabled={busy} onClick={() => void act(signIn)}>
        {t("hindrance.signIn")}
      </Button>
    </div>
  );
}

function Gone() {
  const { t } = useTranslation("editor");
  const { t: say } = useTranslation("merge");
  const { store, autosave } = useOpenWorkflow();
  const router = useRouter();
  const untrash = useUntrash();
  const { busy, act } = useAct();
  const keep = useKeepCopy();
  const { id } = useOpenDocument((state) => state.workflow);
  const trash = useQuery(api.workflows.trashed.queryOptions({ input: { limit: 200 } }));
  const trashed = trash.data?.items.find((one) => one.id === id);
  const restore = async () => {
    await untrash.mutateAsync({ id });
    store.setState({ save: { state: "unsaved" } });
    await autosave.flush();
  };
  const keepCopy = async () => {
    const copy = await keep();
    // All of it is in the copy: there is nothing to ask about when this one is left.
    store.setState({ save: { state: "saved" } });
    await router.navigate({ to: "/workflows/$id", params: { id: copy.id } });
  };
  return (
    <div className={classes.banner} role="alert">
      <IconTrash size={16} aria-hidden />
      <span className={classes.said}>
        {t(trash.isSuccess && !trashed ? "hindrance.gone" : "hindrance.trashed")}
        {trashed && (
          <>
            {" · "}
            <RelativeTime iso={trashed.deletedAt} />
          </>
        )}
      </span>
      {trashed && (
        <Button size="compact-sm" disabled={busy} onClick={() => void act(restore)}>
          {t("hindrance.restore")}
        </Button>
      )}
      <Button size="compact-sm" variant="default" disabled={busy} onClick={() => void act(keepCopy)}>
        {say("copy")}
      </Button>
    </div>
  );
}
