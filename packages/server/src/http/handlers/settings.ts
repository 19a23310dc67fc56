import type { ErrorWorkflow } from "../../failures/error-workflow.ts";
import type { InstanceFacts } from "../../settings/instance.ts";
import type { Settings } from "../../settings/settings.ts";
import type { TestMail } from "../../settings/test-mail.ts";
import type { ContractImplementer } from "../router.ts";

export interface SettingsHandlersGiven {
  readonly settings: Settings;
  readonly errorWorkflow: Pick<ErrorWorkflow, "sendSample">;
  readonly instance: InstanceFacts;
  readonly testMail: TestMail;
}

export function settingsHandlers(api: ContractImplementer, given: SettingsHandlersGiven) {
  const { settings, errorWorkflow, instance, testMail } = given;
  return {
    get: api.settings.get.handler(() => settings.get()),
    save: api.settings.save.handler(({ input }) => settings.save(input)),
    instance: api.settings.instance.handler(() => instance()),
    testMail: api.settings.testMail.handler(({ context: { caller } }) => {
      if (caller.kind !== "person") throw new Error("a session route was reached without a session");
      return testMail(caller.session.user.email);
    }),
    testErrorWorkflow: api.settings.testErrorWorkflow.handler(({ input }) =>
      errorWorkflow.sendSample(input.workflowId),
    ),
  };
}
