export { readSchedule } from "./schedule/read-schedule.ts";
