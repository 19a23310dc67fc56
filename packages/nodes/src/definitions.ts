import type { NodeDefinition } from "@sluice/workflow/node-contract";
import { ai } from "./ai/definition.ts";
import { call } from "./call/definition.ts";
import { chat } from "./chat/definition.ts";
import { code } from "./code/definition.ts";
import { condition } from "./condition/definition.ts";
import { crypto } from "./crypto/definition.ts";
import { csv } from "./csv/definition.ts";
import { database } from "./database/definition.ts";
import { delay } from "./delay/definition.ts";
import { email } from "./email/definition.ts";
import { emit } from "./emit/definition.ts";
import { end } from "./end/definition.ts";
import { file } from "./file/definition.ts";
import { http } from "./http/definition.ts";
import { jsonQuery } from "./json-query/definition.ts";
import { loop } from "./loop/definition.ts";
import { poll } from "./poll/definition.ts";
import { response } from "./response/definition.ts";
import { set } from "./set/definition.ts";
import { sms } from "./sms/definition.ts";
import { switchNode } from "./switch/definition.ts";
import { transform } from "./transform/definition.ts";
import { tryNode } from "./try/definition.ts";
import { wait } from "./wait/definition.ts";
import { xml } from "./xml/definition.ts";

/** Each definition stands under its own type: another name does not compile. */
type UnderOwnName<Map> = { [Type in keyof Map]: Type extends string ? NodeDefinition<Type> : never };

function byType<const Map extends UnderOwnName<Map>>(map: Map): Readonly<Map> {
  return map;
}

/** Every node type by its name, in the order of the palette. Safe in a browser. */
export const definitions = byType({
  condition,
  switch: switchNode,
  loop,
  try: tryNode,
  response,
  set,
  transform,
  "json-query": jsonQuery,
  code,
  csv,
  xml,
  file,
  crypto,
  http,
  poll,
  email,
  chat,
  sms,
  ai,
  database,
  delay,
  wait,
  call,
  emit,
  end,
});

export type NodeTypeName = keyof typeof definitions;
