import type { JsonObject } from "@sluice/workflow/node-contract";
import type { ChatService } from "./definition.ts";

export interface ChatMessage {
  readonly title: string;
  readonly text: string;
  /** The text holds the service's own markup; else it is shown as it stands. */
  readonly markup: boolean;
  readonly mentions: boolean;
}

/** Longest text that a service takes, in characters of what is sent. Sources: each service's page for incoming webhooks. */
export const longest: Readonly<Record<ChatService, number>> = {
  /** 3,000 characters a section, 50 sections; ten are a message, more is a file. */
  slack: 30_000,
  discord: 2000,
  /** 28 KB for the whole card. */
  teams: 20_000,
  mattermost: 16_000,
};

const slackSection = 3000;

/** What a service's incoming webhook takes. `text` is as long as it may be. */
export const bodyOf: Readonly<Record<ChatService, (message: ChatMessage) => JsonObject>> = {
  slack({ title, text, markup }) {
    const type = markup ? "mrkdwn" : "plain_text";
    const header =
      title === "" ? [] : [{ type: "header", text: { type: "plain_text", text: title, emoji: false } }];
    const sections = pieces(text, slackSection).map((piece) => ({
      type: "section",
      text: { type, text: piece, ...(markup ? { verbatim: true } : { emoji: false }) },
    }));
    // Shown in notifications only. Three characters are all that Slack reads there.
    const notice = escapeSlack(title === "" ? text.slice(0, 300) : title);
    return { text: notice, blocks: [...header, ...sections] };
  },
  discord: ({ title, text, mentions }) => ({
    content: title === "" ? text : `**${escapeMarkdown(title)}**\n${text}`,
    allowed_mentions: { parse: mentions ? ["users", "roles", "everyone"] : [] },
  }),
  teams({ title, text, markup }) {
    const block = markup
      ? { type: "TextBlock", text, wrap: true }
      : { type: "RichTextBlock", inlines: [{ type: "TextRun", text }] };
    const head =
      title === ""
        ? []
        : [{ type: "RichTextBlock", inlines: [{ type: "TextRun", text: title, weight: "Bolder" }] }];
    const card = {
      $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
      ...{ type: "AdaptiveCard", version: "1.4", body: [...head, block] },
    };
    return {
      type: "message",
      attachments: [
        { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content: card },
      ],
    };
  },
  mattermost: ({ title, text }) => ({
    text: title === "" ? text : `**${escapeMarkdown(title)}**\n${text}`,
  }),
};

/** The text as it is sent: what must be shown as it stands is escaped, and names that call people are disarmed. */
export function written(service: ChatService, { text, markup, mentions }: ChatMessage): string {
  switch (service) {
    case "slack":
      // In a plain text nothing is read; in markup `<!channel>`, `<@U…>` and `<!subteam^…>` call people.
      return markup && !mentions ? text.replaceAll(/<(?=[!@])/g, "&lt;") : text;
    case "discord":
      return markup ? text : escapeMarkdown(text);
    case "teams":
      return text;
    case "mattermost": {
      const shown = markup ? text : escapeMarkdown(text);
      // It has no way to say that nobody is meant: a space of no width after the @ makes it no name.
      return mentions && markup ? shown : shown.replaceAll("@", "@\u200b");
    }
  }
}

function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Every character that begins markup in Discord or Mattermost, with a backslash before it. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_~|<>[\]()#+\-.!:{}]/g, String.raw`\$&`);
}

/** Cut to a length, not within a character that takes two. */
export function cutTo(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF\\]$/, "")}…`;
}

function pieces(text: string, length: number): string[] {
  const made: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + length);
    if (to < text.length && /[\uD800-\uDBFF]/.test(text[to - 1] ?? "")) to -= 1;
    made.push(text.slice(from, to));
    from = to;
  }
  return made;
}
