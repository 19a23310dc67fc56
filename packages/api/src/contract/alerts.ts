import { oc } from "@orpc/contract";
import { z } from "zod";
import {
  alertChangeSchema,
  alertConditionSchema,
  alertMeasureSchema,
  alertSchema,
  alertsSchema,
  alertTestSchema,
  newAlertSchema,
} from "../schemas/alerts.ts";
import { givenTimeSchema } from "../schemas/common.ts";

const tags = ["Alerts"];
const byId = z.object({ id: z.string().max(64) });

export const alerts = {
  list: oc
    .route({
      method: "GET",
      path: "/alerts",
      tags,
      summary: "Rules of what is watched, those that fire first",
    })
    .output(alertsSchema),
  create: oc
    .route({
      method: "POST",
      path: "/alerts",
      tags,
      successStatus: 201,
      summary: "Watch something",
      description: "It is looked at once before the answer, and every half minute from then on.",
    })
    .input(newAlertSchema)
    .output(alertSchema),
  offers: oc
    .route({
      method: "GET",
      path: "/alerts/offers",
      tags,
      summary: "Rules that most installations want and that this one does not have",
      description: "They are offered, nothing more: what is to be watched is made with `POST /alerts`.",
    })
    .input(z.object({ /** Of their names. */ language: z.enum(["en", "fr"]).default("en") }))
    .output(z.object({ items: z.array(newAlertSchema) })),
  preview: oc
    .route({
      method: "POST",
      path: "/alerts/preview",
      tags,
      summary: "What a rule would find now, without keeping it",
    })
    .input(alertConditionSchema)
    .output(alertMeasureSchema),
  get: oc
    .route({ method: "GET", path: "/alerts/{id}", tags, summary: "One rule, and how it stands" })
    .input(byId)
    .output(alertSchema),
  save: oc
    .route({
      method: "PUT",
      path: "/alerts/{id}",
      tags,
      summary: "Change a rule",
      description:
        "The whole rule is replaced; whether it fires is found out anew when what it watches changes.",
    })
    .input(alertChangeSchema)
    .output(alertSchema),
  delete: oc
    .route({ method: "DELETE", path: "/alerts/{id}", tags, successStatus: 204, summary: "Watch it no more" })
    .input(byId),
  mute: oc
    .route({
      method: "POST",
      path: "/alerts/{id}/mute",
      tags,
      summary: "Watch a rule without telling, until a moment",
      description: "`until` null: it is told again at once.",
    })
    .input(byId.extend({ until: givenTimeSchema.nullable() }))
    .output(alertSchema),
  test: oc
    .route({
      method: "POST",
      path: "/alerts/{id}/test",
      tags,
      summary: "Send a sample of a rule's alert, as event and as mails",
      description: "The event `alert.firing` says `sample: true`.",
    })
    .input(byId)
    .output(alertTestSchema),
};
