import { isTriggerType, triggerTypes } from "../document/trigger-types.ts";
import { responseCalledOff } from "../graph/called-off.ts";
import { triggerKey } from "../graph/graph.ts";
import { answerOf } from "../graph/response-of.ts";
import { responsesInLoops, responsesTogether, wayWithoutResponse } from "../graph/responses.ts";
import { type Finding, finding } from "./finding.ts";
import { type Check, named } from "./given.ts";

export const responses: Check = ({ document, graph, types, acyclic }): Finding[] => {
  const names = (keys: Parameters<typeof named>[1]) => named({ document, types }, keys);
  const { type } = document.trigger;
  const isAlone = isTriggerType(type) && !triggerTypes[type].hasCaller;
  if (document.mode === "async" || isAlone) {
    const answers = graph.keys.filter((key) => answerOf(document, types, key) !== undefined);
    return [
      ...(document.mode === "sync" ? [finding("sync-without-sender", ["mode"])] : []),
      ...answers.map((key) => finding("response-in-async", ["nodes", key], names({ node: key }))),
    ];
  }
  if (!acyclic) return [];
  const findings: Finding[] = [];
  const way = wayWithoutResponse(document, { graph, types });
  if (way !== undefined) {
    const last = way.at(-1);
    const at = last === undefined ? ["trigger"] : ["nodes", last];
    findings.push(finding("no-response", at, names({ way: [triggerKey, ...way] })));
  }
  const calledOff = way === undefined ? responseCalledOff(document, { graph, types }) : undefined;
  if (calledOff !== undefined) {
    const { race, response } = calledOff;
    const way = [triggerKey, ...calledOff.way];
    findings.push(finding("response-called-off", ["nodes", race], names({ race, response, way })));
  }
  const pair = responsesTogether(document, { graph, types });
  if (pair !== undefined) {
    const [first, second] = pair;
    findings.push(finding("response-twice", ["nodes", second], names({ first, second })));
  }
  for (const key of responsesInLoops(document, { graph, types })) {
    findings.push(finding("response-in-loop", ["nodes", key], names({ node: key })));
  }
  return findings;
};
