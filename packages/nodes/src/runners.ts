import type { NodeDefinition, NodeRunner } from "@sluice/workflow/node-contract";
import { runAi } from "./ai/run.ts";
import { runCall } from "./call/run.ts";
import { runChat } from "./chat/run.ts";
import { runCode } from "./code/run.ts";
import { runCondition } from "./condition/run.ts";
import { runCrypto } from "./crypto/run.ts";
import { runCsv } from "./csv/run.ts";
import { runDatabase } from "./database/run.ts";
import type { definitions } from "./definitions.ts";
import { runDelay } from "./delay/run.ts";
import { runEmail } from "./email/run.ts";
import { runEmit } from "./emit/run.ts";
import { runEnd } from "./end/run.ts";
import { runFile } from "./file/run.ts";
import { runHttp } from "./http/run.ts";
import { runJsonQuery } from "./json-query/run.ts";
import { runLoop } from "./loop/run.ts";
import { runPoll } from "./poll/run.ts";
import { runResponse } from "./response/run.ts";
import { runSet } from "./set/run.ts";
import { runSms } from "./sms/run.ts";
import { runSwitch } from "./switch/run.ts";
import { runTransform } from "./transform/run.ts";
import { runTry } from "./try/run.ts";
import { runWait } from "./wait/run.ts";
import { runXml } from "./xml/run.ts";

/** What `runners` must be: one runner for each definition, with that definition's config and ports. */
export type RunnersOf<Definitions> = {
  readonly [Type in keyof Definitions]: Definitions[Type] extends NodeDefinition<
    infer Name,
    infer Config,
    infer Port
  >
    ? NodeRunner<Name, Config, Port>
    : never;
};

/** What every node type does, by its name. A type without a runner does not compile. */
export const runners = {
  condition: runCondition,
  switch: runSwitch,
  loop: runLoop,
  try: runTry,
  response: runResponse,
  set: runSet,
  transform: runTransform,
  "json-query": runJsonQuery,
  code: runCode,
  csv: runCsv,
  xml: runXml,
  file: runFile,
  crypto: runCrypto,
  delay: runDelay,
  wait: runWait,
  call: runCall,
  emit: runEmit,
  end: runEnd,
  http: runHttp,
  poll: runPoll,
  email: runEmail,
  chat: runChat,
  sms: runSms,
  ai: runAi,
  database: runDatabase,
} as const satisfies RunnersOf<typeof definitions>;
