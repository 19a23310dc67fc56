import type { WorkflowNode } from "../document/schema.ts";
import { defineTemplate } from "./template.ts";

const retry: WorkflowNode["retry"] = {
  attempts: 5,
  delaySeconds: 5,
  factor: 3,
  on: ["network", "timeout", "5xx", "429"],
};

export const crmSync = defineTemplate({
  key: "crm-sync",
  title: { en: "Contact into a CRM over HTTP", fr: "Contact vers un CRM par HTTP" },
  description: {
    en: "Looks a contact up by e-mail address, then updates or creates it. Fill in the address of the CRM in all three requests, and choose its credential.",
    fr: "Cherche un contact par son adresse e-mail, puis le met à jour ou le crée. Remplissez l’adresse du CRM dans les trois requêtes et choisissez ses identifiants.",
  },
  mode: "async",
  draw: (say) => {
    // What the sender left out is left out of the request too: null would erase what the CRM knows.
    const contact =
      "{{ Object.fromEntries(Object.entries({ email: trigger.email, name: trigger.name, company: trigger.company }).filter(([field, value]) => value != null)) }}";
    return {
      trigger: {
        type: "webhook",
        config: {
          variables: [
            { key: "email", from: "body", path: "email", type: "string", required: true },
            { key: "name", from: "body", path: "name", type: "string", required: false },
            { key: "company", from: "body", path: "company", type: "string", required: false },
          ],
          examples: {
            body: '{"email":"ada@example.com","name":"Ada Lovelace","company":"Analytical Engines"}',
          },
        },
      },
      nodes: {
        find: {
          type: "http",
          name: say("Look the contact up", "Chercher le contact"),
          config: {
            method: "GET",
            url: "https://crm.example.com/api/contacts",
            query: [{ name: "email", value: "{{ trigger.email }}" }],
            response: "json",
          },
          retry,
        },
        isKnown: {
          type: "condition",
          name: say("Known?", "Connu ?"),
          config: { when: { all: [{ left: "{{ steps.find.body.items[0].id }}", operator: "exists" }] } },
        },
        update: {
          type: "http",
          name: say("Update it", "Le mettre à jour"),
          config: {
            method: "PATCH",
            url: "https://crm.example.com/api/contacts/{{ steps.find.body.items[0].id }}",
            bodyKind: "json",
            body: contact,
          },
          retry,
        },
        create: {
          type: "http",
          name: say("Create it", "Le créer"),
          config: {
            method: "POST",
            url: "https://crm.example.com/api/contacts",
            bodyKind: "json",
            body: contact,
          },
          retry,
        },
      },
      edges: [
        { from: "trigger", to: "find" },
        { from: "find", to: "isKnown" },
        { from: "isKnown", port: "true", to: "update" },
        { from: "isKnown", port: "false", to: "create" },
      ],
      // Two deliveries about one person one after the other: else both would create it.
      settings: {
        searchKeys: [{ name: "email", path: "trigger.email" }],
        concurrency: { key: "{{ trigger.email }}", limit: 1, whenFull: "queue" },
      },
      places: { find: [1, 1], isKnown: [2, 1], update: [3, 0], create: [3, 2] },
    };
  },
});
