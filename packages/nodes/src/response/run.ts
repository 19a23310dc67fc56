import { encodeAnswer } from "@sluice/workflow/document";
import { defineRun } from "@sluice/workflow/node-contract";
import { response } from "./definition.ts";

export const runResponse = defineRun(response, ({ config }) => {
  const answer = encodeAnswer(config);
  const { body = config.kind === "json" ? {} : null } = config;
  return {
    // "stop" ends this branch by taking no exit: work that runs beside it is not thrown away.
    port: config.then === "continue" ? "out" : [],
    output: {
      status: answer.status,
      contentType: answer.contentType,
      body: answer.body === "" ? null : body,
    },
    answer,
  };
});
