import { defineTemplate } from "./template.ts";

export const githubPush = defineTemplate({
  key: "github-push",
  title: { en: "GitHub push to a chat", fr: "Push GitHub vers un chat" },
  description: {
    en: "Checks GitHub’s signature and tells a chat who pushed what. Fill in the webhook’s secret and the incoming webhook of the channel (Slack, Discord, Teams or Mattermost); in GitHub, choose the content type application/json.",
    fr: "Vérifie la signature de GitHub et dit à un chat qui a poussé quoi. Remplissez le secret du webhook et le webhook entrant du canal (Slack, Discord, Teams ou Mattermost) ; dans GitHub, choisissez le type application/json.",
  },
  mode: "async",
  draw: (say) => ({
    trigger: {
      type: "webhook",
      config: {
        variables: [
          { key: "event", from: "headers", path: "x-github-event", type: "string", required: true },
          { key: "delivery", from: "headers", path: "x-github-delivery", type: "string", required: false },
          { key: "repository", from: "body", path: "repository.full_name", type: "string", required: false },
          { key: "ref", from: "body", path: "ref", type: "string", required: false },
          { key: "pusher", from: "body", path: "pusher.name", type: "string", required: false },
          { key: "commits", from: "body", path: "commits", type: "array", required: false },
          { key: "compare", from: "body", path: "compare", type: "string", required: false },
        ],
        examples: {
          headers: "X-GitHub-Event: push\nX-GitHub-Delivery: 72d3162e-cc78-11e3-81ab-4c9367dc0958",
          body: '{"ref":"refs/heads/main","compare":"https://github.com/octo/app/compare/a...b","repository":{"full_name":"octo/app"},"pusher":{"name":"ada"},"commits":[{"id":"b1","message":"Mend the door"}]}',
        },
        auth: { any: [{ type: "signature", preset: "github", secrets: [{ value: {} }] }] },
        // The ping that GitHub sends first is answered, and starts nothing.
        filter: { when: { all: [{ left: "{{ trigger.event }}", operator: "equals", right: "push" }] } },
        dedupe: { key: "{{ trigger.delivery }}" },
      },
    },
    nodes: {
      message: {
        type: "set",
        name: say("Write the message", "Écrire le message"),
        config: {
          fields: {
            text: say(
              "{{ trigger.pusher }} pushed {{ count(trigger.commits ?? []) }} commits to {{ trigger.repository }} ({{ trigger.ref }}): {{ trigger.compare }}",
              "{{ trigger.pusher }} a poussé {{ count(trigger.commits ?? []) }} commits vers {{ trigger.repository }} ({{ trigger.ref }}) : {{ trigger.compare }}",
            ),
            lines: "{{ (trigger.commits ?? []).slice(0, 5).map(commit => commit.message.split('\\n')[0]) }}",
          },
        },
      },
      tell: {
        type: "chat",
        name: say("Tell the chat", "Prévenir le chat"),
        config: {
          service: "slack",
          webhook: {},
          text: "{{ steps.message.text }}\n{{ steps.message.lines.join('\\n') }}",
        },
        retry: { attempts: 5, delaySeconds: 10, factor: 3, on: ["network", "timeout", "5xx", "429"] },
      },
    },
    edges: [
      { from: "trigger", to: "message" },
      { from: "message", to: "tell" },
    ],
    places: { message: [1, 1], tell: [2, 1] },
  }),
});
