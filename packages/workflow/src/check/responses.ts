import { isTriggerType, triggerTypes } from "../document/trigger-types.ts";
import { responseCalledOff } from "../graph/called-off.ts";
import { answerOf } from "../graph/response-of.ts";
import { responsesInLoops, responsesTogether, wayWithoutResponse } from "../graph/responses.ts";
import { type Finding, finding } from "./finding.ts";
import { type Check, nameOf } from "./given.ts";

export const responses: Check = ({ document, graph, types, acyclic }): Finding[] => {
  const name = (key: string) => nameOf(document, key);
  const { type } = document.trigger;
  const isAlone = isTriggerType(type) && !triggerTypes[type].hasCaller;
  if (document.mode === "async" || isAlone) {
    const answers = graph.keys.filter((key) => answerOf(document, types, key) !== undefined);
    return [
      ...(document.mode === "sync" ? [finding("sync-without-sender", ["mode"])] : []),
      ...answers.map((key) => finding("response-in-async", ["nodes", key], { node: name(key) })),
    ];
  }
  if (!acyclic) return [];
  const findings: Finding[] = [];
  const way = wayWithoutResponse(document, { graph, types });
  if (way !== undefined) {
    const last = way.at(-1);
    const shown = (trigger: string) => [trigger, ...way.map(name)].join(" → ");
    const at = last === undefined ? ["trigger"] : ["nodes", last];
    findings.push(finding("no-response", at, { way: shown("trigger"), way_fr: shown("déclencheur") }));
  }
  const calledOff = way === undefined ? responseCalledOff(document, { graph, types }) : undefined;
  if (calledOff !== undefined) {
    const { race, response } = calledOff;
    const shown = (trigger: string) => [trigger, ...calledOff.way.map(name)].join(" → ");
    findings.push(
      finding("response-called-off", ["nodes", race], {
        ...{ race: name(race), response: name(response) },
        ...{ way: shown("trigger"), way_fr: shown("déclencheur") },
      }),
    );
  }
  const pair = responsesTogether(document, { graph, types });
  if (pair !== undefined) {
    const [first, second] = pair;
    findings.push(finding("response-twice", ["nodes", second], { first: name(first), second: name(second) }));
  }
  for (const key of responsesInLoops(document, { graph, types })) {
    findings.push(finding("response-in-loop", ["nodes", key], { node: name(key) }));
  }
  return findings;
};
