// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeEventSource } from "../testing/fake-event-source.ts";
import { api } from "./client.ts";
import { useConnection, useLive } from "./live.ts";

beforeEach(() => {
  vi.useFakeTimers();
  FakeEventSource.all = [];
  vi.stubGlobal("EventSource", FakeEventSource);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const delivery = (id: string) => ({
  id,
  workflowId: "w1",
  receivedAt: "2026-11-22T12:00:00.000Z",
  verdict: "accepted" as const,
  reason: null,
  method: "POST",
  address: "203.0.113.4",
  status: 200,
  executionId: null,
  version: 1,
  durationMs: 3,
  duplicateOf: null,
  replayOf: null,
  authMethod: null,
  authStage: null,
});
const listKey = api.deliveries.list.infiniteKey({
  input: (cursor: string | undefined) => ({ cursor, workflowId: undefined }),
  initialPageParam: undefined,
});
const last = () => {
  const source = FakeEventSource.all.at(-1);
  if (source === undefined) throw new Error("nothing listens");
  return source;
};

function listen() {
  const queryClient = new QueryClient();
  queryClient.setQueryData(listKey, {
    pages: [{ items: [delivery("d1")], nextCursor: null, searched: null }],
    pageParams: [undefined],
  });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
  );
  const hook = renderHook(
    () => {
      useLive("w1");
      return useConnection();
    },
    { wrapper },
  );
  const ids = () =>
    queryClient
      .getQueryData<{ pages: { items: { id: string }[] }[] }>(listKey)
      ?.pages.flatMap(({ items }) => items.map(({ id }) => id));
  return { queryClient, hook, ids };
}

describe("useLive", () => {
  test("writes news into the lists that were read", () => {
    // given
    const { ids } = listen();

    // when
    const news = { kind: "delivery", workflowId: "w1", delivery: delivery("d2") };
    act(() => void last().dispatchEvent(new MessageEvent("delivery", { data: JSON.stringify(news) })));

    // then
    expect(last().url).toBe("/api/v1/live");
    expect(ids()).toEqual(["d2", "d1"]);
  });

  test("does not stumble over what it cannot read", () => {
    const { ids } = listen();
    act(() => {
      last().onmessage?.(new MessageEvent("message", { data: "not json" }));
      last().onmessage?.(new MessageEvent("message", { data: '{"kind":"weather"}' }));
    });
    expect(ids()).toEqual(["d1"]);
  });

  test("reads the lists again after every opening, since news are not kept", () => {
    // given
    const { queryClient } = listen();
    const stale = () => queryClient.getQueryState(listKey)?.isInvalidated;
    expect(stale()).toBe(false);

    // when
    act(() => last().onopen?.());

    // then
    expect(stale()).toBe(true);
  });

  test("says that it lost the connection, and tries again when the browser gave up", () => {
    // given
    const { hook } = listen();
    act(() => last().onopen?.());
    expect(hook.result.current).toBe("open");

    // when
    act(() => {
      last().close();
      last().onerror?.();
    });

    // then
    expect(hook.result.current).toBe("lost");
    act(() => void vi.advanceTimersByTime(5000));
    expect(FakeEventSource.all).toHaveLength(2);
  });

  test("stops listening when its screen goes", () => {
    const { hook } = listen();
    hook.unmount();
    expect(last().readyState).toBe(FakeEventSource.CLOSED);
  });
});
