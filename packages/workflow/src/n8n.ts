export { type ConvertedN8n, convertN8n } from "./n8n/convert.ts";
export { isN8nExport } from "./n8n/export-shape.ts";
export { type N8nNotice, type NoticeCode, noticeTexts } from "./n8n/notices.ts";
