// @vitest-environment happy-dom
import { buildDocument, node } from "@sluice/workflow/testing";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterContextProvider,
} from "@tanstack/react-router";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { api } from "../../api/client.ts";
import { sessionQuery } from "../../api/session.ts";
import type { OpenDocument, SaveState } from "../../document/open-document.ts";
import { OpenWorkflowContext } from "../../document/open-document-context.ts";
import { openWorkflow } from "../../testing/open-workflow.ts";
import { renderWithTexts } from "../../testing/render.tsx";
import { ChangedElsewhere } from "./changed-elsewhere.tsx";
import { HindranceNotice } from "./hindrance-notice.tsx";
import { ReadOnlyNotice } from "./read-only-notice.tsx";
import { SaveIndicator } from "./save-indicator.tsx";
import { usePutOff } from "./use-put-off.ts";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  usePutOff.getState().putOff(null);
});

const draft = buildDocument({ nodes: { a: node("set") } });
const session = { user: { id: "usr_1", email: "a@example.com", role: "viewer" }, csrf: "c" };
const signedOut = { type: "x", title: "x", status: 401, detail: "x", code: "not-signed-in" };
const failed = (code: string): SaveState => ({ state: "failed", code, detail: "The server said no." });

/** What the server answers, by `METHOD path`; what it was asked is in `asked`. */
function serverAnswering(answers: Readonly<Record<string, { status: number; body: object }>>) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const { method, url } = new Request(input, init);
    const call = `${method} ${new URL(url).pathname}`;
    asked.push(call);
    const { status, body } = answers[call] ?? { status: 404, body: {} };
    return new Response(JSON.stringify(body), {
      ...{
        status,
        headers: { "content-type": status < 400 ? "application/json" : "application/problem+json" },
      },
    });
  });
  return asked;
}

async function show(
  notice: ReactNode,
  given: { state?: Partial<OpenDocument>; trashed?: readonly object[] } = {},
) {
  const open = openWorkflow(draft);
  open.store.setState(given.state ?? {});
  const copy = { ...open.store.getState().workflow, id: "wf_copy", draft };
  const autosave = {
    ...open.autosave,
    flush: vi.fn(async () => undefined),
    keepCopy: vi.fn(async () => copy),
  };
  const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
  queries.setQueryData(sessionQuery.queryKey, session as never);
  if (given.trashed) {
    const { queryKey } = api.workflows.trashed.queryOptions({ input: { limit: 200 } });
    queries.setQueryData(queryKey, { items: given.trashed, nextCursor: null } as never);
  }
  const root = createRootRoute();
  const router = createRouter({
    routeTree: root.addChildren(
      ["/workflows/$id", "/sign-in"].map((path) => createRoute({ getParentRoute: () => root, path })),
    ),
    history: createMemoryHistory({ initialEntries: ["/workflows/wf_1?look=1"] }),
  });
  await router.load();
  await renderWithTexts(
    <QueryClientProvider client={queries}>
      <RouterContextProvider router={router as never}>
        <OpenWorkflowContext value={{ ...open, autosave }}>{notice}</OpenWorkflowContext>
      </RouterContextProvider>
    </QueryClientProvider>,
  );
  return { store: open.store, autosave, place: () => router.state.location };
}
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const buttons = () => screen.queryAllByRole("button").map(({ textContent }) => textContent);

describe("the notice of what hinders saving", () => {
  test.each<SaveState>([{ state: "saved" }, { state: "offline" }, failed("invalid-document")])(
    "says nothing while trying again may help: %j",
    async (save) => {
      await show(<HindranceNotice />, { state: { save } });
      expect(screen.queryByRole("alert")).toBeNull();
    },
  );

  test.each(["not-signed-in", "csrf-failed"])("saves once the same person is in again: %s", async (code) => {
    serverAnswering({ "GET /api/v1/session": { status: 200, body: session } });
    const { autosave, place } = await show(<HindranceNotice />, { state: { save: failed(code) } });
    press("Sign in");
    await waitFor(() => expect(autosave.flush).toHaveBeenCalledTimes(1));
    expect(place().pathname).toBe("/workflows/wf_1");
  });

  test("leads whoever is not in to the sign-in, and back", async () => {
    serverAnswering({ "GET /api/v1/session": { status: 401, body: signedOut } });
    const { autosave, place } = await show(<HindranceNotice />, { state: { save: failed("not-signed-in") } });
    press("Sign in");
    await waitFor(() => expect(place().pathname).toBe("/sign-in"));
    expect(place().search).toEqual({ return: "/workflows/wf_1?look=1" });
    expect(autosave.flush).not.toHaveBeenCalled();
  });

  test("offers a deleted workflow back while it is in the trash, and saves then", async () => {
    const asked = serverAnswering({
      "POST /api/v1/workflows/wf_1/untrash": { status: 200, body: { id: "wf_1", name: "Back" } },
    });
    const trashed = [{ id: "wf_1", deletedAt: "2026-01-01T00:00:00.000Z" }];
    const { autosave } = await show(<HindranceNotice />, {
      ...{ state: { save: failed("workflow-not-found") }, trashed },
    });
    expect(screen.getByRole("alert").textContent).toMatch(/was deleted\. Nothing/);
    press("Restore");
    await waitFor(() => expect(autosave.flush).toHaveBeenCalledTimes(1));
    expect(asked[0]).toMatch(/wf_1/);
  });

  test("says that it is gone for good, and keeps the edits as a workflow of their own", async () => {
    const { autosave, store, place } = await show(<HindranceNotice />, {
      ...{ state: { save: failed("workflow-not-found") }, trashed: [] },
    });
    expect(screen.getByRole("alert").textContent).toMatch(/deleted for good/);
    expect(buttons()).toEqual(["Keep yours as a new workflow"]);
    press("Keep yours as a new workflow");
    await waitFor(() => expect(place().pathname).toBe("/workflows/wf_copy"));
    expect(autosave.keepCopy).toHaveBeenCalledTimes(1);
    expect(store.getState().save).toEqual({ state: "saved" });
  });
});

describe("the notice of changes from elsewhere", () => {
  const elsewhere = { before: draft, merged: false };

  test("says nothing while nothing came", async () => {
    await show(<ChangedElsewhere />);
    expect(screen.queryByRole("status")).toBeNull();
  });

  test.each([
    ["alone", { changedElsewhere: 2, elsewhere }, /You see its draft now/, true],
    ["merged", { changedElsewhere: 2, elsewhere: { ...elsewhere, merged: true } }, /both in the draft/, true],
    ["unknown", { changedElsewhere: 2, elsewhere: null }, /You see its draft now/, false],
  ] as const)("tells what came %s, and shows it where it is known", async (_, state, text, shows) => {
    await show(<ChangedElsewhere />, { state });
    expect(screen.getByRole("status").textContent).toMatch(text);
    expect(buttons().includes("Show what changed")).toBe(shows);
  });

  test("goes when it was seen; what came stays", async () => {
    const { store } = await show(<ChangedElsewhere />, { state: { changedElsewhere: 2, elsewhere } });
    const takeBack = vi.spyOn(store, "takeBack");
    press("All right");
    await waitFor(() => expect(screen.queryByRole("status")).toBeNull());
    expect(takeBack).not.toHaveBeenCalled();
  });
});

describe("where the draft stands", () => {
  const unfinished = [{ at: ["nodes", "a", "key"], text: "1", over: undefined, steps: 0 }];
  const at = ["nodes", "a", "key"];

  test.each<[SaveState, string]>([
    [{ state: "saved" }, "Not all saved"],
    [failed("invalid-document"), "Not saved"],
    [{ state: "offline" }, "Offline"],
  ])("a field that is not finished is said unless something worse is: %j", async (save, said) => {
    const { store } = await show(<SaveIndicator />, { state: { save, unfinished } });
    expect(store.getState().unfinished[0]?.at).toEqual(at);
    expect(screen.getByRole("status").textContent).toContain(said);
  });

  test.each<[SaveState, string[]]>([
    [{ state: "saving" }, []],
    [{ state: "offline" }, ["Try again"]],
    [failed("invalid-document"), ["Try again"]],
    [failed("workflow-not-found"), []],
    [{ state: "conflict" }, ["Decide"]],
  ])("offers what helps: %j", async (save, offered) => {
    const { autosave } = await show(<SaveIndicator />, { state: { save } });
    expect(buttons()).toEqual(offered);
    if (offered[0] === "Try again") {
      press("Try again");
      expect(autosave.flush).toHaveBeenCalledTimes(1);
    }
  });

  test("brings a conflict that was put off back to be decided", async () => {
    const { store } = await show(<SaveIndicator />, { state: { save: { state: "conflict" } } });
    usePutOff.getState().putOff(store.getState().workflow as never);
    press("Decide");
    expect(usePutOff.getState().conflict).toBeNull();
  });
});

describe("the notice that nothing can be changed", () => {
  test("is there for those only who may not change it, with their role", async () => {
    await show(<ReadOnlyNotice />);
    expect(screen.queryByRole("status")).toBeNull();
    cleanup();
    await show(<ReadOnlyNotice />, { state: { readOnly: true } });
    expect(screen.getByRole("status").textContent?.toLowerCase()).toContain("viewer");
  });
});
