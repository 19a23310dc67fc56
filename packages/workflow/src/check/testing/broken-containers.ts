import type { BrokenDocument } from "./broken-document.ts";
import { answer, attempt, branch, loop, step, within, workflow } from "./small-documents.ts";

const nest = Array.from({ length: 18 }, (_, at) => `n${at}`);

/** Containers that are misused, and what inside and outside of them can be read. */
export const brokenContainers: BrokenDocument[] = [
  {
    name: "a loop with a body, read from behind",
    document: workflow({
      nodes: {
        first: step(),
        box: loop({ items: "{{ steps.first.list }}" }),
        a: within("box", step({ value: "{{ item }}{{ index }}{{ loop.box.item }}{{ steps.first.x }}" })),
        b: within("box", step({ value: "{{ steps.a.x }}" })),
        last: step({ value: "{{ steps.box.results }}" }),
      },
      edges: ["trigger first", "first box", "a b", "box last"],
    }),
    finds: [],
  },
  {
    name: "a loop that asks for each iteration",
    document: workflow({
      nodes: {
        box: loop({ while: { expression: "index < 3 && loop.box.item !== 1 && item !== 2" } }),
        a: within("box"),
      },
      edges: ["trigger box"],
    }),
    finds: [],
  },
  {
    name: "a loop whose list reads its own items, and whose rules read its body",
    document: workflow({
      nodes: {
        box: loop({ items: "{{ item }}", while: { expression: "steps.a.more" } }),
        a: within("box"),
      },
      edges: ["trigger box"],
    }),
    finds: ["outside-loop @ nodes.box.config.items", "inside-container @ nodes.box.config.while.expression"],
  },
  {
    name: "a node in something that is no container",
    document: workflow({ nodes: { a: step(), b: within("a") }, edges: ["trigger a", "a b"] }),
    finds: ["not-a-container @ nodes.b.parent", "edge-across-container @ edges.1"],
  },
  {
    name: "a node in something that is not there",
    document: workflow({ nodes: { a: step(), b: within("ghost") }, edges: ["trigger a"] }),
    finds: ["unknown-container @ nodes.b.parent"],
  },
  {
    name: "containers that stand in each other",
    document: workflow({
      nodes: { first: step(), a: within("b", loop()), b: within("a", loop()), c: within("c", loop()) },
      edges: ["trigger first"],
    }),
    finds: ["container-circle @ nodes.a.parent", "container-circle @ nodes.c.parent"],
  },
  {
    name: "a container without a body",
    document: workflow({ nodes: { box: loop() }, edges: ["trigger box"] }),
    finds: ["empty-container @ nodes.box"],
  },
  {
    name: "containers in containers in containers",
    document: workflow({
      nodes: Object.fromEntries([
        ["n0", attempt()],
        ...nest.slice(1).map((key, at) => [key, within(`n${at}`, attempt())] as const),
        ["deep", within("n17")],
      ]),
      edges: ["trigger n0"],
    }),
    finds: ["nested-too-deep @ nodes.n16"],
  },
  {
    name: "an edge from the trigger into a loop",
    document: workflow({
      nodes: { box: loop(), a: within("box") },
      edges: ["trigger box", "trigger a"],
    }),
    finds: ["edge-across-container @ edges.1"],
  },
  {
    name: "a step of a body, read from outside and from another body, with a default too",
    document: workflow({
      nodes: {
        box: loop(),
        a: within("box"),
        room: attempt(),
        b: within("room", step({ value: "{{ steps.a.x ?? 1 }}" })),
        last: step({ value: "{{ steps.b.x }}" }),
      },
      edges: ["trigger box", "box room", "room last"],
    }),
    finds: ["inside-container @ nodes.b.config.value", "inside-container @ nodes.last.config.value"],
  },
  {
    name: "a container, read from inside of it",
    document: workflow({
      nodes: {
        box: loop(),
        room: within("box", attempt()),
        a: within("room", step({ value: "{{ steps.box }}" })),
      },
      edges: ["trigger box"],
    }),
    finds: ["container-not-ended @ nodes.a.config.value"],
  },
  {
    name: "a step of a body that may not be taken, and one that comes later",
    document: workflow({
      nodes: {
        box: loop(),
        ask: within("box", branch()),
        yes: within("box"),
        both: within("box", step({ value: "{{ steps.yes.x }}" })),
        early: within("box", step({ value: "{{ steps.both.x }}" })),
      },
      edges: ["trigger box", "ask.true yes", "ask.false both", "yes both"],
    }),
    finds: ["may-be-missing @ nodes.both.config.value", "step-not-before @ nodes.early.config.value"],
  },
  {
    name: "an item in a try, and the item of a loop that is not around",
    document: workflow({
      nodes: {
        room: attempt(),
        a: within("room", step({ expression: "item.id" })),
        box: loop(),
        other: loop(),
        b: within("box", step({ expression: "loop.other.item" })),
        c: within("other"),
      },
      edges: ["trigger room", "trigger box", "trigger other"],
    }),
    finds: ["outside-loop @ nodes.a.config.expression", "outside-loop @ nodes.b.config.expression"],
  },
  {
    name: "an item of a loop around a try",
    document: workflow({
      nodes: {
        box: loop(),
        room: within("box", attempt()),
        a: within("room", step({ expression: "item + loop.box.index" })),
      },
      edges: ["trigger box"],
    }),
    finds: [],
  },
  {
    name: "a try whose body answers, with another answer when it fails",
    document: workflow({
      mode: "sync",
      nodes: { room: attempt(), a: within("room"), b: within("room", answer()), sorry: answer() },
      edges: ["trigger room", "a b", "room.error sorry"],
    }),
    finds: [],
  },
  {
    name: "an answer in a loop",
    document: workflow({
      mode: "sync",
      nodes: { box: loop(), a: within("box", answer()) },
      edges: ["trigger box"],
    }),
    finds: ["no-response @ nodes.box", "response-in-loop @ nodes.a"],
  },
];
